package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Average precision, averaged over repeats: the sum over distinct scores, from the highest, of the
 * step in recall times the precision there. Not the area under an interpolated curve, which is
 * optimistic (Davis and Goadrich, ICML 2006).
 *
 * @param value in (0, 1]
 * @param interval by resampling
 * @param method how steps and ties are counted
 */
public record AveragePrecision(double value, Estimate<BootstrapInterval> interval, String method)
    implements Serializable {

  static final String METHOD = "step-wise, ties grouped";

  /** Estimates a sample without an interval; none where nobody has label 1. */
  static Estimate<AveragePrecision> of(Sample sample) {
    return of(sample, Estimate.none("no resamples were asked for"));
  }

  /**
   * Estimates a sample; none where nobody has label 1.
   *
   * @param interval of {@link Curves#averagePrecision}, on resamples of the same sample
   */
  static Estimate<AveragePrecision> of(Sample sample, Estimate<BootstrapInterval> interval) {
    if (sample.events() == 0) {
      return Estimate.none(Auroc.missing(sample));
    }
    double sum = 0;
    for (int r = 0; r < sample.repeats().size(); r++) {
      sum += value(sample.ofClass(1, r), sample.ofClass(0, r));
    }
    return Estimate.of(new AveragePrecision(sum / sample.repeats().size(), interval, METHOD));
  }

  private static double value(double[] positives, double[] negatives) {
    Arrays.sort(positives);
    Arrays.sort(negatives);
    int i = positives.length;
    int j = negatives.length;
    double sum = 0;
    while (i > 0) {
      double score = positives[i - 1];
      int before = i;
      while (i > 0 && positives[i - 1] == score) {
        i--;
      }
      while (j > 0 && negatives[j - 1] >= score) {
        j--;
      }
      double truePositives = positives.length - i;
      double called = truePositives + (negatives.length - j);
      sum += (before - i) * truePositives / called;
    }
    return sum / positives.length;
  }
}
