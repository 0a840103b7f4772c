package org.polarfold.evaluate;

import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The prevalence among patients whose labels are not looked at, where only the prevalence differs
 * from that of training.
 *
 * <p>EM: Saerens, Latinne and Decaestecker, Neural Computation 2002;14:21. Its steps climb a
 * concave likelihood of one unknown and slow down without bound where the classes overlap, so its
 * fixed point is found as the root of the likelihood's slope instead.
 *
 * <p>BBSE: Lipton, Wang and Smola, ICML 2018, for two classes.
 */
final class LabelShift {

  static final String NO_BETTER = "the threshold tells nothing at the other sites: TPR <= FPR";

  private static final double ACCURACY = 1e-15;
  private static final int MOST_STEPS = 500;

  private LabelShift() {}

  /**
   * The fixed point of EM.
   *
   * @param scores probabilities of label 1 at the prevalence of training; at least one
   * @param training prevalence of training, above 0 and below 1
   */
  static double saerens(double[] scores, double training) {
    // Scores of exactly 1 or 0 are certain: the prevalence lies between their shares.
    double least = 0;
    double most = 1;
    for (double score : scores) {
      least += score == 1 ? 1.0 / scores.length : 0;
      most -= score == 0 ? 1.0 / scores.length : 0;
    }
    if (least >= most || slope(scores, training, least) <= 0) {
      return Math.min(least, 1);
    }
    if (slope(scores, training, most) >= 0) {
      return Math.max(most, 0);
    }
    return new BrentSolver(ACCURACY, ACCURACY)
        .solve(MOST_STEPS, at -> slope(scores, training, at), least, most);
  }

  /** The slope of the mean log-likelihood at a prevalence. */
  private static double slope(double[] scores, double training, double at) {
    double sum = 0;
    for (double score : scores) {
      sum += slopeOf(score, training, at);
    }
    return sum / scores.length;
  }

  /** One patient's part of it. */
  static double slopeOf(double score, double training, double at) {
    return difference(score, training) / density(score, training, at);
  }

  /** How {@link #slopeOf} changes with the score. */
  static double slopeByScore(double score, double training, double at) {
    double density = density(score, training, at);
    double ofDifference = 1 / training + 1 / (1 - training);
    double ofDensity = at / training - (1 - at) / (1 - training);
    return (ofDifference * density - difference(score, training) * ofDensity) / (density * density);
  }

  private static double difference(double score, double training) {
    return score / training - (1 - score) / (1 - training);
  }

  private static double density(double score, double training, double at) {
    return at * score / training + (1 - at) * (1 - score) / (1 - training);
  }

  /** The scores at another prevalence than that of training. */
  static double[] adjusted(double[] scores, double training, double prevalence) {
    double[] adjusted = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      double event = prevalence / training * scores[i];
      double nonEvent = (1 - prevalence) / (1 - training) * (1 - scores[i]);
      // A certain score that the prevalence contradicts stays as it is.
      adjusted[i] = event + nonEvent == 0 ? scores[i] : event / (event + nonEvent);
    }
    return adjusted;
  }

  /**
   * BBSE, not cut.
   *
   * @param positive share of patients whose score is not below the threshold
   * @param tpr that share among training's patients with label 1
   * @param fpr that share among training's patients with label 0
   */
  static Estimate<Double> bbse(double positive, double tpr, double fpr) {
    return tpr <= fpr ? Estimate.none(NO_BETTER) : Estimate.of((positive - fpr) / (tpr - fpr));
  }

  /** Cut to the range of a prevalence. */
  static double cut(double prevalence) {
    return Math.max(0, Math.min(1, prevalence));
  }
}
