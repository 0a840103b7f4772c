package org.polarfold.evaluate;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The observed share as a smooth function of the score: a logistic regression on a restricted cubic
 * spline of its logit. Can be fitted again and again, for other labels or with patients counted
 * several times or not at all, with the knots of all patients. For one thread at a time.
 */
final class Smooth {

  // Perfect calibration: the logit itself.
  private static final double[] CALIBRATED = {0, 1, 0, 0};

  private final double[] scores;
  private final Spline spline;
  private final double[][] columns;
  private final LogisticSearch search;
  private final double[] weights;
  private final double[] errors;

  private Smooth(double[] scores, double[] logits, Spline spline) {
    this.scores = scores;
    this.spline = spline;
    this.columns = spline.columns(logits);
    this.search = new LogisticSearch(columns, new double[scores.length]);
    this.weights = CalibrationFits.ones(scores.length);
    this.errors = new double[scores.length];
  }

  /**
   * Places the knots.
   *
   * @param scores at least one, each in the open interval from 0 to 1
   * @param logits of the scores
   */
  static Estimate<Smooth> of(double[] scores, double[] logits) {
    return Spline.through(logits).map(spline -> new Smooth(scores, logits, spline));
  }

  /** Places the knots and fits labels, each patient once; none where there is no maximum. */
  static Estimate<Smooth> fitted(double[] scores, double[] logits, byte[] labels) {
    return of(scores, logits)
        .flatMap(
            smooth ->
                smooth.fits(labels) ? Estimate.of(smooth) : Estimate.none(LogisticFit.NO_MAXIMUM));
  }

  /** The knots, as logits. */
  double[] knots() {
    return spline.knots();
  }

  /** Fits labels, each patient once; whether there is a maximum. */
  boolean fits(byte[] labels) {
    Arrays.fill(weights, 1);
    return search.arrives(labels, weights, CALIBRATED);
  }

  /** The same with each patient as often as counted. */
  boolean fits(byte[] labels, int[] counts) {
    for (int i = 0; i < counts.length; i++) {
      weights[i] = counts[i];
    }
    return search.arrives(labels, weights, CALIBRATED);
  }

  /** The observed share at a score, as last fitted. */
  double at(double score) {
    double logit = Distributions.logit(score);
    double[] fitted = search.coefficients();
    return Distributions.sigmoid(
        fitted[0]
            + fitted[1] * logit
            + fitted[2] * spline.curved(0, logit)
            + fitted[3] * spline.curved(1, logit));
  }

  /** The integrated calibration index as last fitted. */
  double ici() {
    double[] fitted = search.coefficients();
    double sum = 0;
    double count = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += weights[i] * error(fitted, i);
      count += weights[i];
    }
    return sum / count;
  }

  /** All errors as last fitted; they need a sort, which {@link #ici()} does not. */
  CalibrationErrors errors() {
    double[] fitted = search.coefficients();
    for (int i = 0; i < scores.length; i++) {
      errors[i] = error(fitted, i);
    }
    double[] ofPatients = counted();
    double[] quantiles = Spline.quantiles(ofPatients, 50, 90);
    return new CalibrationErrors(StatUtils.mean(ofPatients), quantiles[0], quantiles[1]);
  }

  private double error(double[] fitted, int i) {
    double eta =
        fitted[0]
            + fitted[1] * columns[1][i]
            + fitted[2] * columns[2][i]
            + fitted[3] * columns[3][i];
    return Math.abs(1 / (1 + Math.exp(-eta)) - scores[i]);
  }

  /** The errors with every patient as often as counted. */
  private double[] counted() {
    double[] all = new double[(int) StatUtils.sum(weights)];
    int filled = 0;
    for (int i = 0; i < errors.length; i++) {
      int count = (int) weights[i];
      Arrays.fill(all, filled, filled + count, errors[i]);
      filled += count;
    }
    return all;
  }
}
