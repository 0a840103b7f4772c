package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A mean over measurements that cluster in patients, averaged over repeats.
 *
 * <p>The standard error is that of a ratio of two sums over patients (Cochran, Sampling Techniques,
 * 3rd edition 1977, 6.3, which is the cluster-robust one of Liang and Zeger, Biometrika 1986;73:13,
 * times {@code n / (n - 1)}): squared residuals of patients, not of measurements, plus the variance
 * between repeats over their number.
 *
 * @param value in the label's unit
 * @param se cluster-robust standard error
 * @param lower 95 % Wald interval, never cut
 * @param upper its other end
 */
public record ClusterMean(
    double value, Estimate<Double> se, Estimate<Double> lower, Estimate<Double> upper)
    implements Serializable {

  /**
   * From each patient's sums.
   *
   * @param sums repeats x patients
   * @param sizes measurements of each patient
   */
  static ClusterMean of(double[][] sums, double[] sizes) {
    double all = StatUtils.sum(sizes);
    double[] means = Arrays.stream(sums).mapToDouble(one -> StatUtils.sum(one) / all).toArray();
    double mean = StatUtils.mean(means);
    Estimate<Double> se = error(sums, sizes, mean, Repeats.between(means));
    return new ClusterMean(
        mean,
        se,
        se.map(error -> mean - Distributions.Z * error),
        se.map(error -> mean + Distributions.Z * error));
  }

  private static Estimate<Double> error(
      double[][] sums, double[] sizes, double mean, double between) {
    int n = sizes.length;
    if (n < 2) {
      return Estimate.none("only one patient");
    }
    double squares = 0;
    for (int p = 0; p < n; p++) {
      double own = 0;
      for (double[] repeat : sums) {
        own += repeat[p];
      }
      double residual = own / sums.length - mean * sizes[p];
      squares += residual * residual;
    }
    double all = StatUtils.sum(sizes);
    return Estimate.of(Math.sqrt(squares * n / (n - 1) / (all * all) + between));
  }
}
