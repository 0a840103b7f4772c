package org.polarfold.simulate;

import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * One stream of random numbers. The generator and the distributions are pure Java with fixed
 * algorithms, so that a seed gives the same export on every machine and every Java.
 */
final class Draws {

  private final RandomGenerator random;

  Draws(long seed) {
    random = new Well19937c(seed);
  }

  /** Uniform in [least, most). */
  double uniform(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  /** True with a probability. */
  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A whole number from 0 to below a bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Normal with a mean and a standard deviation. */
  double normal(double mean, double sd) {
    return mean + sd * random.nextGaussian();
  }

  /** Gamma with a mean and a shape; 0 where the mean is 0. */
  double gamma(double mean, double shape) {
    return mean == 0 ? 0 : new GammaDistribution(random, shape, mean / shape).sample();
  }

  /** Beta in (0, 1). */
  double beta(double alpha, double beta) {
    return new BetaDistribution(random, alpha, beta).sample();
  }
}
