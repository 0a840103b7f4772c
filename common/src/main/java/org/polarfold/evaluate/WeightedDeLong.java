package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The area under the ROC curve over weighted pairs and its structural components, averaged over
 * repeats: {@link DeLong} where labels are trusted to different degrees.
 *
 * <p>A component is the weighted share of the other class that a patient's score is above, ties
 * counting one half. The variance of a weighted mean of components takes Kish's effective number
 * (Kish, Survey Sampling 1965) in place of the number of patients of a class, so that equal weights
 * give DeLong's.
 */
final class WeightedDeLong {

  static final String NO_ERROR = "too few patients in a class, or no variance between them";

  private final double[] areas;
  private final OneClass positives;
  private final OneClass negatives;

  private WeightedDeLong(double[] areas, OneClass positives, OneClass negatives) {
    this.areas = areas;
    this.positives = positives;
    this.negatives = negatives;
  }

  /** Estimates a sample that has patients of both classes. */
  static WeightedDeLong of(Sample sample) {
    OneClass positives = OneClass.of(sample, 1);
    OneClass negatives = OneClass.of(sample, 0);
    double[] areas = new double[sample.repeats().size()];
    for (int r = 0; r < areas.length; r++) {
      areas[r] = positives.add(sample.scores()[r], negatives, areas.length);
      negatives.add(sample.scores()[r], positives, areas.length);
    }
    return new WeightedDeLong(areas, positives, negatives);
  }

  double area() {
    return StatUtils.mean(areas);
  }

  double effectiveEvents() {
    return positives.effective();
  }

  double effectiveNonEvents() {
    return negatives.effective();
  }

  /** The standard error of {@link #area()}. */
  Estimate<Double> error() {
    return error(
        positives.varianceOfMean(positives.components)
            + negatives.varianceOfMean(negatives.components)
            + DeLong.varianceOfMean(areas));
  }

  /**
   * The standard error of this area minus another one on the same patients.
   *
   * @param other the same patients with the same weights in the same order
   * @param sameRepeats whether the two have the same repeats, which are then compared in pairs
   */
  Estimate<Double> errorOfDifference(WeightedDeLong other, boolean sameRepeats) {
    double ofRepeats =
        sameRepeats
            ? DeLong.varianceOfMean(DeLong.minus(areas, other.areas))
            : DeLong.varianceOfMean(areas) + DeLong.varianceOfMean(other.areas);
    return error(
        positives.varianceOfMean(DeLong.minus(positives.components, other.positives.components))
            + negatives.varianceOfMean(
                DeLong.minus(negatives.components, other.negatives.components))
            + ofRepeats);
  }

  private Estimate<Double> error(double variance) {
    return effectiveEvents() > 1 && effectiveNonEvents() > 1 && variance > 0
        ? Estimate.of(Math.sqrt(variance))
        : Estimate.none(NO_ERROR);
  }

  /** The patients of one class: their places, weights, and mean components so far. */
  private record OneClass(int[] places, double[] weights, double[] components) {

    static OneClass of(Sample sample, int label) {
      int[] places =
          IntStream.range(0, sample.size()).filter(i -> sample.labels()[i] == label).toArray();
      return new OneClass(places, Codes.pick(sample.weights(), places), new double[places.length]);
    }

    double effective() {
      double sum = StatUtils.sum(weights);
      return sum * sum / StatUtils.sumSq(weights);
    }

    /** Adds each patient's weighted share of others below, ties a half; returns their mean. */
    double add(double[] scores, OneClass others, int repeats) {
      double[] unordered = Codes.pick(scores, others.places);
      int[] order =
          IntStream.range(0, unordered.length)
              .boxed()
              .sorted((a, b) -> Double.compare(unordered[a], unordered[b]))
              .mapToInt(Integer::intValue)
              .toArray();
      double[] ascending = Codes.pick(unordered, order);
      double[] below = new double[ascending.length + 1];
      for (int i = 0; i < ascending.length; i++) {
        below[i + 1] = below[i] + others.weights[order[i]];
      }
      double[] shares =
          Arrays.stream(places)
              .mapToDouble(
                  place ->
                      (below[Sorted.below(ascending, scores[place])]
                              + below[Sorted.notAbove(ascending, scores[place])])
                          / (2 * below[ascending.length]))
              .toArray();
      for (int i = 0; i < shares.length; i++) {
        components[i] += shares[i] / repeats;
      }
      return mean(shares);
    }

    private double mean(double[] values) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += weights[i] * values[i];
      }
      return sum / StatUtils.sum(weights);
    }

    double varianceOfMean(double[] values) {
      double mean = mean(values);
      double all = StatUtils.sum(weights);
      double squares = 0;
      for (int i = 0; i < values.length; i++) {
        double distance = weights[i] * (values[i] - mean) / all;
        squares += distance * distance;
      }
      double effective = effective();
      return effective > 1 ? squares * effective / (effective - 1) : 0;
    }
  }
}
