package org.polarfold.evaluate;

import java.io.Serializable;

/**
 * A share of patients with Wilson's 95 % interval (Journal of the American Statistical Association
 * 1927;22:209), which holds for small numbers and near 0 and 1 too. By hand, since a count may be a
 * mean over repeats and commons-math knows whole numbers of patients only.
 *
 * @param value in [0, 1]
 * @param numerator patients counted; a mean over repeats where there are several
 * @param denominator patients among whom they were counted
 * @param lower the interval
 * @param upper its other end
 */
public record Proportion(
    double value, double numerator, double denominator, double lower, double upper)
    implements Serializable {

  /** Estimates; none where there is nobody to count among. */
  public static Estimate<Proportion> of(double numerator, double denominator) {
    return denominator > 0
        ? Estimate.of(among(numerator, denominator))
        : Estimate.none("no patient to count among");
  }

  /**
   * Estimates.
   *
   * @param denominator above 0
   */
  static Proportion among(double numerator, double denominator) {
    double share = numerator / denominator;
    double z2 = Distributions.Z * Distributions.Z;
    double middle = share + z2 / (2 * denominator);
    double half =
        Distributions.Z
            * Math.sqrt(share * (1 - share) / denominator + z2 / (4 * denominator * denominator));
    double shrink = 1 + z2 / denominator;
    // Rounding may leave an end off a share of 0 or 1, which it meets.
    return new Proportion(
        share,
        numerator,
        denominator,
        numerator == 0 ? 0 : (middle - half) / shrink,
        numerator == denominator ? 1 : (middle + half) / shrink);
  }
}
