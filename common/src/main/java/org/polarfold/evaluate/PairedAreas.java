package org.polarfold.evaluate;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * What two areas on the same patients vary by where scores are normal in each class, with the same
 * variance in both.
 *
 * <p>The variance of an area is that of Hanley and McNeil, Radiology 1982;143:29, their Q1 and Q2
 * being probabilities that two normal differences are both positive; the covariance likewise, of
 * differences in one arm and in the other. The formulas are exact for such scores. The bivariate
 * normal probability is that of Drezner and Wesolowsky, Journal of Statistical Computation and
 * Simulation 1990;35:101, by Gauss and Legendre.
 *
 * @param events patients with label 1, at least 1
 * @param others patients with label 0, at least 1
 */
record PairedAreas(double events, double others) {

  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();
  private static final int POINTS = 64;

  /** The variance of an area's estimate. */
  double variance(double area) {
    return covariance(area, area, 1);
  }

  /**
   * The covariance of two areas' estimates.
   *
   * @param scores correlation of the two scores of a patient, within either class
   */
  double covariance(double first, double second, double scores) {
    double samePair = both(first, second, scores) - first * second;
    double sharedPatient = both(first, second, scores / 2) - first * second;
    return (samePair + (events - 1 + others - 1) * sharedPatient) / (events * others);
  }

  /** The correlation of two areas' estimates. */
  double correlation(double first, double second, double scores) {
    return covariance(first, second, scores) / Math.sqrt(variance(first) * variance(second));
  }

  /**
   * The probability that two standard normals with a correlation are both below their quantiles.
   */
  private static double both(double first, double second, double correlation) {
    if (correlation == 1) {
      return Math.min(first, second);
    }
    double h = NORMAL.inverseCumulativeProbability(first);
    double k = NORMAL.inverseCumulativeProbability(second);
    double end = Math.asin(correlation);
    if (end == 0) {
      return first * second;
    }
    GaussIntegrator rule = RULES.legendre(POINTS, Math.min(0, end), Math.max(0, end));
    double integral =
        rule.integrate(
            angle -> {
              double cosine = Math.cos(angle);
              double square = h * h + k * k - 2 * h * k * Math.sin(angle);
              return Math.exp(-square / (2 * cosine * cosine));
            });
    return first * second + Math.signum(end) * integral / (2 * Math.PI);
  }
}
