package org.polarfold.evaluate;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * The values of a statistic on its resamples, and the quantiles that make an interval: percentile
 * (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13) and bias-corrected and
 * accelerated (Efron, Journal of the American Statistical Association 1987;82:171; Davison and
 * Hinkley, Bootstrap Methods and their Application, 1997, section 5.3). Quantiles are of type 7.
 */
final class ResampledValues {

  /** Two quantiles, lower end first. */
  record Ends(double lower, double upper) {}

  private static final NormalDistribution NORMAL = new NormalDistribution();

  private final double[] sorted;
  private final Percentile quantiles;

  private ResampledValues(double[] sorted) {
    this.sorted = sorted;
    this.quantiles = new Percentile().withEstimationType(EstimationType.R_7);
    quantiles.setData(sorted);
  }

  /**
   * Takes the values.
   *
   * @param values in any order, at least one, all finite
   */
  static ResampledValues of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new ResampledValues(sorted);
  }

  /** The 2.5 and 97.5 % quantiles. */
  Ends percentile() {
    return new Ends(quantiles.evaluate(2.5), quantiles.evaluate(97.5));
  }

  /**
   * The bias-corrected and accelerated ends; none where the correction is infinite or asks for a
   * quantile that so few resamples do not hold.
   *
   * @param estimate the statistic on the sample itself
   * @param withoutEach the statistic without each unit, or each group of units
   */
  Estimate<Ends> accelerated(double estimate, double[] withoutEach) {
    int below = Sorted.below(sorted, estimate);
    if (sorted[0] == sorted[sorted.length - 1]) {
      return Estimate.none("all resamples give the same value");
    }
    if (below == 0 || below == sorted.length) {
      return Estimate.none("all resamples lie on one side of the estimate");
    }
    double bias = NORMAL.inverseCumulativeProbability((double) below / sorted.length);
    return acceleration(withoutEach).flatMap(acceleration -> ends(bias, acceleration));
  }

  /** Skewness of the jackknife values over 6 and the root of their number. */
  static Estimate<Double> acceleration(double[] withoutEach) {
    double mean = StatUtils.mean(withoutEach);
    if (Double.isNaN(mean)) {
      return Estimate.none("not defined without every one of the units drawn");
    }
    double squares = 0;
    double cubes = 0;
    for (double value : withoutEach) {
      double influence = mean - value;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
    return squares > 0
        ? Estimate.of(cubes / (6 * Math.pow(squares, 1.5)))
        : Estimate.none("no unit drawn has an influence of its own");
  }

  private Estimate<Ends> ends(double bias, double acceleration) {
    double lower = share(bias, acceleration, -Distributions.Z);
    double upper = share(bias, acceleration, Distributions.Z);
    double most = sorted.length / (sorted.length + 1.0);
    // Also false for NaN.
    if (!(lower >= 1 - most && lower < upper && upper <= most)) {
      return Estimate.none(
          "the corrected quantiles lie beyond the resamples: more resamples may give them");
    }
    return Estimate.of(new Ends(quantiles.evaluate(100 * lower), quantiles.evaluate(100 * upper)));
  }

  private static double share(double bias, double acceleration, double z) {
    double corrected = bias + z;
    double stretch = 1 - acceleration * corrected;
    return stretch > 0 ? NORMAL.cumulativeProbability(bias + corrected / stretch) : Double.NaN;
  }
}
