package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Between which differences of score and label 95 % of measurements of new patients are expected to
 * lie, where a patient's measurements cluster and their true values vary: mean difference and 1.96
 * standard deviations from the variance components of a one-way analysis with unequal numbers
 * (Bland and Altman, Journal of Biopharmaceutical Statistics 2007;17:571). A negative component is
 * taken as 0. Means over repeats.
 *
 * @param lower in the label's unit
 * @param upper in the label's unit
 * @param sd standard deviation of a difference, in the label's unit
 * @param betweenPatients its component between patients, a variance; not estimable with one
 *     measurement a patient
 * @param withinPatients its component within patients, a variance
 */
public record LimitsOfAgreement(
    double lower,
    double upper,
    double sd,
    Estimate<Double> betweenPatients,
    Estimate<Double> withinPatients)
    implements Serializable {

  /**
   * One repeat; NaN where undefined.
   *
   * @param bias mean difference
   * @param between component between patients
   * @param within component within patients
   * @param variance of a difference
   */
  record Once(double bias, double between, double within, double variance) {

    /**
     * From sums of squares.
     *
     * @param patients how many
     * @param measurements how many
     * @param squaredSizes sum over patients of their number of measurements squared
     * @param bias mean difference
     * @param ofPatients sum of squares between patients
     * @param ofRest sum of squares within patients
     */
    static Once of(
        double patients,
        double measurements,
        double squaredSizes,
        double bias,
        double ofPatients,
        double ofRest) {
      if (patients < 2) {
        return new Once(bias, Double.NaN, Double.NaN, Double.NaN);
      }
      double outer = ofPatients / (patients - 1);
      if (measurements == patients) {
        return new Once(bias, Double.NaN, Double.NaN, outer);
      }
      double within = ofRest / (measurements - patients);
      double each = (measurements - squaredSizes / measurements) / (patients - 1);
      double between = Math.max(0, (outer - within) / each);
      return new Once(bias, between, within, between + within);
    }

    double lower() {
      return bias - Distributions.Z * Math.sqrt(variance);
    }

    double upper() {
      return bias + Distributions.Z * Math.sqrt(variance);
    }
  }

  static Estimate<LimitsOfAgreement> of(RegressionSums sums, int repeats) {
    int[] once = sums.once();
    if (once.length < 2) {
      return Estimate.none("only one patient");
    }
    List<Once> each = IntStream.range(0, repeats).mapToObj(r -> sums.limits(once, r)).toList();
    return Estimate.of(
        new LimitsOfAgreement(
            each.stream().mapToDouble(Once::lower).average().orElseThrow(),
            each.stream().mapToDouble(Once::upper).average().orElseThrow(),
            each.stream().mapToDouble(one -> Math.sqrt(one.variance())).average().orElseThrow(),
            Repeats.mean(each, one -> component(one.between())),
            Repeats.mean(each, one -> component(one.within()))));
  }

  private static Estimate<Double> component(double variance) {
    return Double.isNaN(variance)
        ? Estimate.none("one measurement a patient")
        : Estimate.of(variance);
  }
}
