package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Discrimination and error where labels are trusted to different degrees: each patient counts by
 * the weight that the predictions give, above 0 and at most 1.
 *
 * <p>The area is that of weighted pairs, its standard error DeLong's with weighted components and
 * Kish's effective number in place of the number of patients of a class (Kish, Survey Sampling
 * 1965), so that equal weights give the unweighted figures. The weights are taken as known: what a
 * wrong weight does is not in the interval.
 *
 * @param effectiveEvents Kish's effective number of patients with label 1
 * @param effectiveNonEvents the same of label 0
 * @param auroc area under the weighted curve, a mean over repeats
 * @param se its standard error
 * @param lower 95 % Wald interval, cut to [0, 1]
 * @param upper its other end
 * @param brier weighted mean squared distance of score and label
 */
public record Weighted(
    double effectiveEvents,
    double effectiveNonEvents,
    double auroc,
    Estimate<Double> se,
    Estimate<Double> lower,
    Estimate<Double> upper,
    double brier)
    implements Serializable {

  static Estimate<Weighted> of(Sample sample) {
    double[] weights = sample.weights();
    if (Arrays.stream(weights).allMatch(weight -> weight == 1)) {
      return Estimate.none("all labels are trusted alike");
    }
    if (sample.events() == 0 || sample.events() == sample.size()) {
      return Estimate.none(Auroc.missing(sample));
    }
    OneClass positives = OneClass.of(sample, 1);
    OneClass negatives = OneClass.of(sample, 0);
    double[] areas = new double[sample.repeats().size()];
    double brier = 0;
    for (int r = 0; r < areas.length; r++) {
      areas[r] = positives.add(sample.scores()[r], negatives, areas.length);
      negatives.add(sample.scores()[r], positives, areas.length);
      brier += brier(sample, r) / areas.length;
    }
    double area = Arrays.stream(areas).average().orElseThrow();
    double variance =
        positives.varianceOfMean() + negatives.varianceOfMean() + DeLong.varianceOfMean(areas);
    Estimate<Double> se =
        positives.effective() > 1 && negatives.effective() > 1 && variance > 0
            ? Estimate.of(Math.sqrt(variance))
            : Estimate.none("too few patients in a class, or no variance between them");
    return Estimate.of(
        new Weighted(
            positives.effective(),
            negatives.effective(),
            area,
            se,
            se.map(error -> Math.max(0, area - Distributions.Z * error)),
            se.map(error -> Math.min(1, area + Distributions.Z * error)),
            brier));
  }

  private static double brier(Sample sample, int repeat) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < sample.size(); i++) {
      double distance = sample.scores()[repeat][i] - sample.labels()[i];
      sum += sample.weights()[i] * distance * distance;
      weight += sample.weights()[i];
    }
    return sum / weight;
  }

  /** The patients of one class: their places, weights, and mean components so far. */
  private record OneClass(int[] places, double[] weights, double[] components) {

    static OneClass of(Sample sample, int label) {
      int[] places =
          IntStream.range(0, sample.size()).filter(i -> sample.labels()[i] == label).toArray();
      return new OneClass(places, Codes.pick(sample.weights(), places), new double[places.length]);
    }

    double effective() {
      double sum = Arrays.stream(weights).sum();
      return sum * sum / Arrays.stream(weights).map(weight -> weight * weight).sum();
    }

    /** Adds each patient's weighted share of others below, ties a half; returns their mean. */
    double add(double[] scores, OneClass others, int repeats) {
      double[] sorted = Codes.pick(scores, others.places);
      int[] order =
          IntStream.range(0, sorted.length)
              .boxed()
              .sorted((a, b) -> Double.compare(sorted[a], sorted[b]))
              .mapToInt(Integer::intValue)
              .toArray();
      double[] ascending = Codes.pick(sorted, order);
      double[] below = new double[ascending.length + 1];
      for (int i = 0; i < ascending.length; i++) {
        below[i + 1] = below[i] + others.weights[order[i]];
      }
      double mean = 0;
      double sum = 0;
      for (int i = 0; i < places.length; i++) {
        double score = scores[places[i]];
        double share =
            (below[Sorted.below(ascending, score)] + below[Sorted.notAbove(ascending, score)])
                / (2 * below[ascending.length]);
        components[i] += share / repeats;
        mean += weights[i] * share;
        sum += weights[i];
      }
      return mean / sum;
    }

    double varianceOfMean() {
      double sum = Arrays.stream(weights).sum();
      double mean = 0;
      for (int i = 0; i < components.length; i++) {
        mean += weights[i] * components[i] / sum;
      }
      double squares = 0;
      for (int i = 0; i < components.length; i++) {
        double distance = weights[i] * (components[i] - mean) / sum;
        squares += distance * distance;
      }
      double effective = effective();
      return effective > 1 ? squares * effective / (effective - 1) : 0;
    }
  }
}
