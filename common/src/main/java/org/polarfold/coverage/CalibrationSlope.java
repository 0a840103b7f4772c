package org.polarfold.coverage;

import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The slope of the logistic regression of labels on logits, with the Wald interval from the Fisher
 * information (Cox, Biometrika 1958;45:562).
 */
final class CalibrationSlope {

  private static final double Z = new NormalDistribution().inverseCumulativeProbability(0.975);
  private static final int MOST_STEPS = 40;
  private static final double FLAT = 1e-9;

  private CalibrationSlope() {}

  /** Absent where there is no finite maximum. */
  static Optional<Interval> of(double[] logits, byte[] labels) {
    if (separated(logits, labels)) {
      return Optional.empty();
    }
    double intercept = 0;
    double slope = 0;
    for (int step = 0; step < MOST_STEPS; step++) {
      double ofIntercept = 0;
      double ofSlope = 0;
      double a = 0;
      double b = 0;
      double c = 0;
      for (int i = 0; i < logits.length; i++) {
        double p = 1 / (1 + Math.exp(-intercept - slope * logits[i]));
        double spread = p * (1 - p);
        ofIntercept += labels[i] - p;
        ofSlope += (labels[i] - p) * logits[i];
        a += spread;
        b += spread * logits[i];
        c += spread * logits[i] * logits[i];
      }
      double determinant = a * c - b * b;
      if (!(determinant > 0)) {
        return Optional.empty();
      }
      if (Math.abs(ofIntercept) < FLAT && Math.abs(ofSlope) < FLAT) {
        return Optional.of(Interval.about(slope, Z * Math.sqrt(a / determinant)));
      }
      intercept += (c * ofIntercept - b * ofSlope) / determinant;
      slope += (a * ofSlope - b * ofIntercept) / determinant;
    }
    return Optional.empty();
  }

  /** Whether a line between the classes, touching them at most, has each on its own side. */
  private static boolean separated(double[] logits, byte[] labels) {
    double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] most = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int i = 0; i < logits.length; i++) {
      least[labels[i]] = Math.min(least[labels[i]], logits[i]);
      most[labels[i]] = Math.max(most[labels[i]], logits[i]);
    }
    return most[0] <= least[1] || most[1] <= least[0];
  }
}
