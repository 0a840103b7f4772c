package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The mean absolute error in the external arm minus that in the internal, on identical measurements
 * of identical patients: positive where the model does worse outside, as a drop of the area under
 * the ROC curve is.
 *
 * @param n patients in both arms
 * @param measurements segments in both arms
 * @param internalOnly measurements left out because the external arm lacks them
 * @param externalOnly measurements left out because the internal arm lacks them
 * @param internal mean absolute error of the first arm, on the measurements in both
 * @param external that of the second
 * @param drop external minus internal, in the label's unit
 * @param se cluster-robust standard error of the paired difference, by patient
 * @param lower 95 % interval, {@code drop - z se}
 * @param upper its other end
 * @param z {@code drop / se}; 0 where the arms are identical
 * @param p two-sided, normal; 1 where the arms are identical
 * @param method always {@code paired, cluster-robust by patient}
 */
public record RegressionDrop(
    int n,
    int measurements,
    int internalOnly,
    int externalOnly,
    Estimate<Double> internal,
    Estimate<Double> external,
    Estimate<Double> drop,
    Estimate<Double> se,
    Estimate<Double> lower,
    Estimate<Double> upper,
    Estimate<Double> z,
    Estimate<Double> p,
    String method)
    implements Serializable {

  static final String METHOD = "paired, cluster-robust by patient";

  /**
   * Both arms on the same measurements.
   *
   * @param internal first arm
   * @param external second arm, the same patients in the same order
   */
  record Matched(RegressionSample internal, RegressionSample external) {

    static Matched of(RegressionSample internal, RegressionSample external) {
      return new Matched(internal.in(external), external.in(internal));
    }
  }

  /** Compares two samples on the measurements that are in both. */
  public static RegressionDrop of(RegressionSample internal, RegressionSample external) {
    Matched matched = Matched.of(internal, external);
    RegressionSums first = RegressionSums.of(matched.internal());
    RegressionSums second = RegressionSums.of(matched.external());
    int both = matched.internal().measurements();
    Estimate<double[]> errors =
        both == 0
            ? Estimate.none("no patient is in both arms")
            : Estimate.of(new double[] {first.mae(first.once()), second.mae(second.once())});
    Estimate<Double> drop = errors.map(each -> each[1] - each[0]);
    Estimate<Double> se = drop.flatMap(value -> error(matched, first, second));
    Estimate<Double> z = drop.flatMap(value -> se.map(error -> error == 0 ? 0 : value / error));
    return new RegressionDrop(
        matched.internal().patients().length,
        both,
        internal.measurements() - both,
        external.measurements() - both,
        errors.map(each -> each[0]),
        errors.map(each -> each[1]),
        drop,
        se,
        drop.flatMap(value -> se.map(error -> value - Distributions.Z * error)),
        drop.flatMap(value -> se.map(error -> value + Distributions.Z * error)),
        z,
        z.map(Distributions::twoSided),
        METHOD);
  }

  private static Estimate<Double> error(
      Matched matched, RegressionSums first, RegressionSums second) {
    double[][] inside = first.absolute();
    double[][] outside = second.absolute();
    boolean sameRepeats = matched.internal().repeats().equals(matched.external().repeats());
    if (sameRepeats
        && Arrays.deepEquals(matched.internal().scores(), matched.external().scores())) {
      return Estimate.of(0.0);
    }
    ClusterMean paired =
        sameRepeats
            ? ClusterMean.of(minus(outside, inside), first.sizes())
            : ClusterMean.of(
                minus(new double[][] {mean(outside)}, new double[][] {mean(inside)}),
                first.sizes());
    // Repeats that are not pairs vary apart in either arm.
    double apart = sameRepeats ? 0 : between(inside, first) + between(outside, second);
    return paired
        .se()
        .map(error -> Math.sqrt(error * error + apart))
        .flatMap(
            error ->
                error > 0 ? Estimate.of(error) : Estimate.none("no variance between patients"));
  }

  private static double between(double[][] sums, RegressionSums arm) {
    double all = Arrays.stream(arm.sizes()).sum();
    return Repeats.between(
        Arrays.stream(sums).mapToDouble(one -> Arrays.stream(one).sum() / all).toArray());
  }

  private static double[] mean(double[][] repeats) {
    double[] mean = new double[repeats[0].length];
    for (double[] one : repeats) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one[i] / repeats.length;
      }
    }
    return mean;
  }

  private static double[][] minus(double[][] first, double[][] second) {
    double[][] differences = new double[first.length][first[0].length];
    for (int r = 0; r < first.length; r++) {
      for (int i = 0; i < first[r].length; i++) {
        differences[r][i] = first[r][i] - second[r][i];
      }
    }
    return differences;
  }
}
