package org.polarfold.evaluate;

import org.apache.commons.math3.stat.StatUtils;

/**
 * The intraclass correlation ICC(2,1): absolute agreement of single ratings by raters drawn at
 * random (Shrout and Fleiss, Psychological Bulletin 1979;86:420).
 */
final class Icc {

  private Icc() {}

  /**
   * From ratings.
   *
   * @param ratings targets x raters, complete
   * @return NaN with fewer than two targets or raters, and where all ratings are equal
   */
  static double of(double[][] ratings) {
    int targets = ratings.length;
    int raters = targets == 0 ? 0 : ratings[0].length;
    double[] ofTarget = new double[targets];
    double[] ofRater = new double[raters];
    for (int i = 0; i < targets; i++) {
      ofTarget[i] = StatUtils.mean(ratings[i]);
      for (int j = 0; j < raters; j++) {
        ofRater[j] += ratings[i][j] / targets;
      }
    }
    double mean = StatUtils.mean(ofTarget);
    double error = 0;
    for (int i = 0; i < targets; i++) {
      for (int j = 0; j < raters; j++) {
        double rest = ratings[i][j] - ofTarget[i] - ofRater[j] + mean;
        error += rest * rest;
      }
    }
    return of(targets, raters, raters * squares(ofTarget), targets * squares(ofRater), error);
  }

  /**
   * From the sums of squares of the two-way analysis of variance.
   *
   * @return NaN with fewer than two targets or raters, and where all ratings are equal
   */
  static double of(long targets, int raters, double ofTargets, double ofRaters, double ofError) {
    if (targets < 2 || raters < 2) {
      return Double.NaN;
    }
    double target = ofTargets / (targets - 1);
    double rater = ofRaters / (raters - 1);
    double error = ofError / ((targets - 1.0) * (raters - 1));
    double all = target + (raters - 1) * error + raters * (rater - error) / targets;
    return all > 0 ? (target - error) / all : Double.NaN;
  }

  private static double squares(double[] values) {
    return StatUtils.populationVariance(values) * values.length;
  }
}
