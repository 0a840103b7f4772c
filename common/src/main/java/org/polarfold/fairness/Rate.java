package org.polarfold.fairness;

import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Estimate;

/**
 * A share of patients. Counts are means over repeats and need not be whole.
 *
 * @param numerator patients counted
 * @param denominator patients among whom they were counted, above 0
 */
record Rate(double numerator, double denominator) {

  double value() {
    return numerator / denominator;
  }

  /** With Wilson's interval. */
  Figure figure() {
    double[] ends = wilson(Distributions.Z);
    return new Figure(
        value(),
        Estimate.none("a share has an interval that is not symmetric"),
        Estimate.of(ends[0]),
        Estimate.of(ends[1]));
  }

  private double[] wilson(double quantile) {
    double square = quantile * quantile;
    double middle = value() + square / (2 * denominator);
    double half =
        quantile
            * Math.sqrt(
                value() * (1 - value()) / denominator + square / (4 * denominator * denominator));
    double shrink = 1 + square / denominator;
    // Rounding may leave an end off a share of 0 or 1, which it meets.
    return new double[] {
      numerator == 0 ? 0 : (middle - half) / shrink,
      numerator == denominator ? 1 : (middle + half) / shrink
    };
  }

  /**
   * This share minus another one: hybrid score interval without correction (Newcombe, Statistics in
   * Medicine 1998;17:873, method 10), p from the score test with the common share.
   */
  Difference minus(Rate other) {
    double value = value() - other.value();
    double common = (numerator + other.numerator) / (denominator + other.denominator);
    double variance = common * (1 - common) * (1 / denominator + 1 / other.denominator);
    double z = value == 0 ? 0 : value / Math.sqrt(variance);
    return new Difference(
        value,
        z,
        Distributions.twoSided(z),
        quantile -> {
          double[] mine = wilson(quantile);
          double[] theirs = other.wilson(quantile);
          return new double[] {
            value - Math.hypot(value() - mine[0], theirs[1] - other.value()),
            value + Math.hypot(mine[1] - value(), other.value() - theirs[0])
          };
        });
  }
}
