package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Discrimination and error where labels are trusted to different degrees: each patient counts by
 * the weight that the predictions give, above 0 and at most 1.
 *
 * <p>The area is that of weighted pairs with its standard error as in DeLong's method. The weights
 * are taken as known: what a wrong weight does is not in the interval.
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

  static final String ALIKE = "all labels are trusted alike";

  static Estimate<Weighted> of(Sample sample) {
    if (alike(sample)) {
      return Estimate.none(ALIKE);
    }
    if (sample.events() == 0 || sample.events() == sample.size()) {
      return Estimate.none(Auroc.missing(sample));
    }
    WeightedDeLong components = WeightedDeLong.of(sample);
    double area = components.area();
    Estimate<Double> se = components.error();
    return Estimate.of(
        new Weighted(
            components.effectiveEvents(),
            components.effectiveNonEvents(),
            area,
            se,
            se.map(error -> Math.max(0, area - Distributions.Z * error)),
            se.map(error -> Math.min(1, area + Distributions.Z * error)),
            brier(sample)));
  }

  static boolean alike(Sample sample) {
    return Arrays.stream(sample.weights()).allMatch(weight -> weight == 1);
  }

  private static double brier(Sample sample) {
    double sum = 0;
    double weight = 0;
    for (double[] scores : sample.scores()) {
      for (int i = 0; i < scores.length; i++) {
        double distance = scores[i] - sample.labels()[i];
        sum += sample.weights()[i] * distance * distance;
        weight += sample.weights()[i];
      }
    }
    return sum / weight;
  }
}
