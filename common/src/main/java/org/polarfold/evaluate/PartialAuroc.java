package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The area under the ROC curve left of a false positive rate, by trapezoids between the observed
 * points, averaged over repeats. McClish, Medical Decision Making 1989;9:190.
 *
 * @param mostFpr the false positive rate up to which the area is taken, in (0, 1]
 * @param value in [0, {@code mostFpr}]
 * @param mcClish the same on a scale where the diagonal is 0.5 and the best curve 1; below 0.5
 *     where the curve is under the diagonal, for which pROC gives no number
 * @param interval of {@code value}
 * @param mcClishInterval of {@code mcClish}, the same resamples
 * @param method how it is taken
 */
public record PartialAuroc(
    double mostFpr,
    double value,
    double mcClish,
    Estimate<BootstrapInterval> interval,
    Estimate<BootstrapInterval> mcClishInterval,
    String method)
    implements Serializable {

  /** The false positive rate up to which the area is taken where none is named. */
  public static final double USUAL = 0.2;

  static final String METHOD = "trapezoid, McClish-corrected beside it";

  /**
   * Estimates a sample; none where a class is missing.
   *
   * @param mostFpr in (0, 1]
   * @param interval of {@link Curves#areaUpTo}, on resamples of the same sample
   */
  static Estimate<PartialAuroc> of(
      Sample sample, double mostFpr, Estimate<BootstrapInterval> interval) {
    int events = sample.events();
    if (events == 0 || events == sample.size()) {
      return Estimate.none(Auroc.missing(sample));
    }
    int[] once = new int[sample.size()];
    Arrays.fill(once, 1);
    double value = Curves.of(sample).areaUpTo(mostFpr).value(once);
    return Estimate.of(
        new PartialAuroc(
            mostFpr,
            value,
            corrected(mostFpr, value),
            interval,
            interval.map(ends -> ends.map(end -> corrected(mostFpr, end))),
            METHOD));
  }

  private static double corrected(double mostFpr, double value) {
    double diagonal = mostFpr * mostFpr / 2;
    return (1 + (value - diagonal) / (mostFpr - diagonal)) / 2;
  }
}
