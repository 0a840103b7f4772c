package org.polarfold.evaluate;

import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The variance between sites by restricted maximum likelihood: the global maximum over all values
 * not below zero, which with few and unequal sites need not be the one that an iteration reaches.
 *
 * <p>Viechtbauer, Journal of Educational and Behavioral Statistics 2005;30:261. The derivative of
 * the restricted log-likelihood is y'PPy - tr P, up to a factor, and both terms only fall as tau2
 * grows. So their values at the ends of an interval bound the derivative inside: intervals in which
 * it cannot reach zero are passed over whole, the others are halved until they are short, and every
 * change of sign is solved to the last digits by Brent's method.
 */
final class Reml {

  private static final double SHORTEST_E_FOLD = 1 / 32.0;
  private static final double RELATIVE = 1e-15;
  private static final double ABSOLUTE = 1e-300;

  // Effects from that of the most precise site, whose distance from the mean is then not rounded
  // away where it outweighs all others.
  private final double[] effects;
  private final double[] variances;
  private final double[] weights;
  private final double least;
  private double best;
  private double bestLikelihood;

  private Reml(double[] effects, double[] variances) {
    int precise = 0;
    for (int i = 1; i < variances.length; i++) {
      precise = variances[i] < variances[precise] ? i : precise;
    }
    this.effects = new double[effects.length];
    for (int i = 0; i < effects.length; i++) {
      this.effects[i] = effects[i] - effects[precise];
    }
    this.variances = variances;
    this.weights = new double[variances.length];
    this.least = variances[precise];
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
    double most = least;
    for (double variance : variances) {
      most = Math.max(most, variance);
    }
    bestLikelihood = logLikelihood(0);
    double end = bound(most - least);
    if (end > 0) {
      // The likelihood bends on the scale of tau2 plus the variances, hence their logarithms.
      search(0, Math.log1p(end / least), score(0), score(end));
    }
    return best;
  }

  /** Looks for maxima between two values of log(1 + tau2 / least variance). */
  private void search(double from, double to, Score atFrom, Score atTo) {
    if (atFrom.squares < atTo.trace || atTo.squares > atFrom.trace) {
      return;
    }
    if (to - from > SHORTEST_E_FOLD) {
      double middle = (from + to) / 2;
      Score atMiddle = score(tau2(middle));
      search(from, middle, atFrom, atMiddle);
      search(middle, to, atMiddle, atTo);
    } else if (atFrom.value() > 0 && atTo.value() <= 0 && tau2(to) > tau2(from)) {
      double root =
          new BrentSolver(RELATIVE, ABSOLUTE, ABSOLUTE)
              .solve(1000, tau2 -> score(tau2).value(), tau2(from), tau2(to));
      double likelihood = logLikelihood(root);
      if (likelihood > bestLikelihood) {
        best = root;
        bestLikelihood = likelihood;
      }
    }
  }

  private double tau2(double scaled) {
    return least * Math.expm1(scaled);
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

  private Score score(double tau2) {
    double weight = 0;
    double sum = 0;
    double pairs = 0;
    for (int i = 0; i < effects.length; i++) {
      double w = 1 / (variances[i] + tau2);
      weights[i] = w;
      pairs += w * weight;
      weight += w;
      sum += w * effects[i];
    }
    double mean = sum / weight;
    double squares = 0;
    for (int i = 0; i < effects.length; i++) {
      double weighted = weights[i] * (effects[i] - mean);
      squares += weighted * weighted;
    }
    return new Score(squares, 2 * pairs / weight);
  }

  private double logLikelihood(double tau2) {
    WeightedMean mean = WeightedMean.of(effects, variances, tau2);
    double logs = Math.log(mean.weight());
    for (double variance : variances) {
      logs += Math.log(variance + tau2);
    }
    return -0.5 * (logs + mean.heterogeneity());
  }

  /**
   * Twice the derivative of the restricted log-likelihood, in two parts that fall with tau2.
   *
   * @param squares sum of squared weighted distances from the mean, y'PPy
   * @param trace what they are expected to be: tr P, the weights less their own shares
   */
  private record Score(double squares, double trace) {

    double value() {
      return squares - trace;
    }
  }
}
