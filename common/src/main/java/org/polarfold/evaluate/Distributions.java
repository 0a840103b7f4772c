package org.polarfold.evaluate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.analysis.function.Logit;
import org.apache.commons.math3.analysis.function.Sigmoid;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;

/** Quantiles, tails and the logit, with the accuracy that the results promise. */
public final class Distributions {

  /** The normal quantile of a two-sided 95 % interval. */
  public static final double Z = new NormalDistribution().inverseCumulativeProbability(0.975);

  /** How often an interval shall hold what it says. */
  public static final double LEVEL = 0.95;

  private static final double ACCURACY = 1e-14;
  // A quantile takes longer than the rest of a meta-analysis, and few are asked for.
  private static final Map<Integer, Double> T = new ConcurrentHashMap<>();
  private static final Logit LOGIT = new Logit();
  private static final Sigmoid SIGMOID = new Sigmoid();

  private Distributions() {}

  /** Student's quantile of a two-sided 95 % interval. */
  static double t(int degreesOfFreedom) {
    return T.computeIfAbsent(degreesOfFreedom, df -> t(df, 0.05));
  }

  /**
   * Student's two-sided quantile.
   *
   * @param degreesOfFreedom need not be whole
   * @param alpha the probability outside, as in 0.05
   */
  static double t(double degreesOfFreedom, double alpha) {
    return new TDistribution(degreesOfFreedom, ACCURACY)
        .inverseCumulativeProbability(1 - alpha / 2);
  }

  /** Two-sided p of a standard normal statistic; keeps its digits far out in the tail. */
  public static double twoSided(double z) {
    return Erf.erfc(Math.abs(z) / Math.sqrt(2));
  }

  /** The normal quantile of a two-sided interval that holds with a probability. */
  public static double quantile(double level) {
    return new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
  }

  /** Two-sided p of a t statistic. */
  static double twoSidedT(double t, double degreesOfFreedom) {
    return 2 * new TDistribution(degreesOfFreedom, ACCURACY).cumulativeProbability(-Math.abs(t));
  }

  /** Upper tail of chi-squared; keeps its digits far out. */
  public static double chiSquaredTail(double q, int degreesOfFreedom) {
    return Gamma.regularizedGammaQ(degreesOfFreedom / 2.0, q / 2);
  }

  /** The logarithm of the odds; finite within the open interval from 0 to 1. */
  public static double logit(double probability) {
    return LOGIT.value(probability);
  }

  /** The probability of a logit. */
  public static double sigmoid(double x) {
    return SIGMOID.value(x);
  }
}
