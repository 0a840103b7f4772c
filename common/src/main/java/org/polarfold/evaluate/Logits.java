package org.polarfold.evaluate;

import java.util.Arrays;

/** Scores on the logit scale, on which calibration is told. */
public final class Logits {

  private Logits() {}

  /** Repeats x patients; none where a score of exactly 0 or 1 has no finite logit. */
  public static Estimate<double[][]> of(Sample sample) {
    if (sample.size() == 0) {
      return Estimate.none(Auroc.missing(sample));
    }
    long sure = Arrays.stream(sample.scores()).mapToLong(Logits::sure).sum();
    if (sure > 0) {
      return Estimate.none(
          "no finite logit: "
              + sure
              + (sure == 1 ? " score is" : " scores are")
              + " exactly 0 or 1, and none is clipped");
    }
    return Estimate.of(Arrays.stream(sample.scores()).map(Logits::of).toArray(double[][]::new));
  }

  /** Each in the open interval from 0 to 1. */
  static double[] of(double[] scores) {
    double[] logits = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      logits[i] = Distributions.logit(scores[i]);
    }
    return logits;
  }

  private static long sure(double[] scores) {
    long sure = 0;
    for (double score : scores) {
      if (score == 0 || score == 1) {
        sure++;
      }
    }
    return sure;
  }
}
