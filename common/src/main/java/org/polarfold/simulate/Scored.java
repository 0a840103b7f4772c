package org.polarfold.simulate;

import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.util.FastMath;

/**
 * A patient's score beside the truth.
 *
 * @param logit of the risk that a model gives
 * @param label 0 or 1
 */
record Scored(double logit, int label) {

  private static final int STEPS = 60;

  /** The area under the ROC curve, 0 to 1; not a number where a class is missing. */
  static double auroc(List<Scored> patients) {
    List<Scored> sorted =
        patients.stream().sorted(Comparator.comparingDouble(Scored::logit)).toList();
    double wins = 0;
    double below = 0;
    double positives = 0;
    for (int i = 0; i < sorted.size(); ) {
      int next = i;
      double tied = 0;
      double tiedPositives = 0;
      while (next < sorted.size() && sorted.get(next).logit() == sorted.get(i).logit()) {
        tied++;
        tiedPositives += sorted.get(next).label();
        next++;
      }
      wins += tiedPositives * (below + (tied - tiedPositives) / 2);
      below += tied - tiedPositives;
      positives += tiedPositives;
      i = next;
    }
    return wins / (positives * below);
  }

  /**
   * Calibration in the large: the intercept of the label with the logit as offset. 0 is right,
   * above 0 risks are too low. Not a number where a class is missing.
   */
  static double inTheLarge(List<Scored> patients) {
    if (oneClass(patients)) {
      return Double.NaN;
    }
    double low = -60;
    double high = 60;
    // More is expected the larger the intercept: halving finds where it is what was observed.
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      double excess = 0;
      for (Scored patient : patients) {
        excess += risk(patient.logit + middle) - patient.label;
      }
      if (excess > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The mean risk less the share of events. */
  static double meanExcess(List<Scored> patients) {
    return patients.stream()
        .mapToDouble(patient -> risk(patient.logit) - patient.label)
        .average()
        .orElse(Double.NaN);
  }

  /** The slope of the label on the logit; 1 is right. Not a number where there is none. */
  static double slope(List<Scored> patients) {
    if (oneClass(patients)) {
      return Double.NaN;
    }
    double[] at = {0, 0};
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[2];
      double[] information = new double[3];
      for (Scored patient : patients) {
        double p = risk(at[0] + at[1] * patient.logit);
        double left = patient.label - p;
        double weight = p * (1 - p);
        gradient[0] += left;
        gradient[1] += left * patient.logit;
        information[0] += weight;
        information[1] += weight * patient.logit;
        information[2] += weight * patient.logit * patient.logit;
      }
      double determinant = information[0] * information[2] - information[1] * information[1];
      double move0 = (information[2] * gradient[0] - information[1] * gradient[1]) / determinant;
      double move1 = (information[0] * gradient[1] - information[1] * gradient[0]) / determinant;
      // No step so long that the likelihood could fall: logits of such scores are a few units.
      double shrink = Math.min(1, 1 / Math.max(Math.abs(move0), Math.abs(move1)));
      at[0] += shrink * move0;
      at[1] += shrink * move1;
      if (Math.abs(move0) + Math.abs(move1) < 1e-9) {
        return at[1];
      }
    }
    return Double.NaN;
  }

  private static boolean oneClass(List<Scored> patients) {
    return patients.stream().mapToInt(Scored::label).distinct().count() != 2;
  }

  private static double risk(double logit) {
    return 1 / (1 + FastMath.exp(-logit));
  }
}
