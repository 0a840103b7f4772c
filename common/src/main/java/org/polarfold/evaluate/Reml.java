package org.polarfold.evaluate;

import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The variance between sites by restricted maximum likelihood: the global maximum over all values
 * not below zero, which with few and unequal sites need not be the one that an iteration reaches.
 *
 * <p>Viechtbauer, Journal of Educational and Behavioral Statistics 2005;30:261. The derivative of
 * the restricted log-likelihood is examined on a grid up to a bound beyond which it is negative,
 * and every change of sign is solved to the last digits by Brent's method.
 */
final class Reml {

  private static final int STEPS_PER_E_FOLD = 32;
  private static final double RELATIVE = 1e-15;
  private static final double ABSOLUTE = 1e-300;

  private final double[] effects;
  private final double[] variances;

  private Reml(double[] effects, double[] variances) {
    this.effects = effects;
    this.variances = variances;
  }

  /**
   * The variance between sites.
   *
   * @param effects one a site, at least two
   * @param variances of the effects within sites, positive
   */
  static double tau2(double[] effects, double[] variances) {
    return new Reml(effects, variances).maximum();
  }

  private double maximum() {
    double least = variances[0];
    double most = variances[0];
    for (double variance : variances) {
      least = Math.min(least, variance);
      most = Math.max(most, variance);
    }
    double end = bound(most - least);
    double best = 0;
    // The likelihood bends on the scale of tau2 plus the variances, hence steps of their ratio.
    int steps = 1 + (int) Math.ceil(STEPS_PER_E_FOLD * Math.log1p(end / least));
    double ratio = Math.log1p(end / least) / steps;
    double from = 0;
    for (int i = 1; i <= steps; i++) {
      double to = least * Math.expm1(i * ratio);
      if (to > from && score(from) > 0 && score(to) <= 0) {
        double root =
            new BrentSolver(RELATIVE, ABSOLUTE, ABSOLUTE).solve(1000, this::score, from, to);
        best = logLikelihood(root) > logLikelihood(best) ? root : best;
      }
      from = to;
    }
    return best;
  }

  /**
   * A value beyond which the score is negative. With S the sum of squares about the mean, v and V
   * the least and largest variance and t = tau2 + v, the score is at most S/t^2 - (k-1)/(t + V -
   * v), which is negative for t > a + sqrt(a (V - v)) with a = S/(k-1).
   */
  private double bound(double range) {
    double mean = 0;
    for (double effect : effects) {
      mean += effect / effects.length;
    }
    double squares = 0;
    for (double effect : effects) {
      squares += (effect - mean) * (effect - mean);
    }
    double a = squares / (effects.length - 1);
    return 1.01 * (a + Math.sqrt(a * range));
  }

  /** Twice the derivative of the restricted log-likelihood. */
  private double score(double tau2) {
    WeightedMean mean = WeightedMean.of(effects, variances, tau2);
    double squares = 0;
    double weights2 = 0;
    for (int i = 0; i < effects.length; i++) {
      double weight = 1 / (variances[i] + tau2);
      double distance = effects[i] - mean.value();
      squares += weight * weight * distance * distance;
      weights2 += weight * weight;
    }
    return squares - (mean.weight() - weights2 / mean.weight());
  }

  private double logLikelihood(double tau2) {
    WeightedMean mean = WeightedMean.of(effects, variances, tau2);
    double logs = Math.log(mean.weight());
    for (double variance : variances) {
      logs += Math.log(variance + tau2);
    }
    return -0.5 * (logs + mean.heterogeneity());
  }
}
