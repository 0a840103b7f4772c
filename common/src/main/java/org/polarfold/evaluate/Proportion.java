package org.polarfold.evaluate;

import java.io.Serializable;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * A share of patients with Wilson's 95 % interval (Journal of the American Statistical Association
 * 1927;22:209), which holds for small numbers and near 0 and 1 too.
 *
 * @param value in [0, 1]
 * @param numerator patients counted
 * @param denominator patients among whom they were counted
 * @param lower the interval
 * @param upper its other end
 */
public record Proportion(double value, int numerator, int denominator, double lower, double upper)
    implements Serializable {

  private static final double CONFIDENCE = 0.95;

  /** Estimates; none where there is nobody to count among. */
  static Estimate<Proportion> of(int numerator, int denominator) {
    if (denominator == 0) {
      return Estimate.none("no patient to count among");
    }
    ConfidenceInterval wilson =
        new WilsonScoreInterval().createInterval(denominator, numerator, CONFIDENCE);
    // At either end the interval ends there too, which rounding may miss.
    return Estimate.of(
        new Proportion(
            numerator / (double) denominator,
            numerator,
            denominator,
            numerator == 0 ? 0 : wilson.getLowerBound(),
            numerator == denominator ? 1 : wilson.getUpperBound()));
  }
}
