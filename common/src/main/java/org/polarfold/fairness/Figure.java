package org.polarfold.fairness;

import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Estimate;

/**
 * An estimate of one group with its 95 % interval.
 *
 * @param value the estimate
 * @param se its standard error; none for rates, whose intervals are Wilson's
 * @param lower the interval
 * @param upper its other end
 */
record Figure(double value, Estimate<Double> se, Estimate<Double> lower, Estimate<Double> upper) {

  /** With a Wald interval. */
  static Figure wald(double value, Estimate<Double> se) {
    return new Figure(
        value,
        se,
        se.map(error -> value - Distributions.Z * error),
        se.map(error -> value + Distributions.Z * error));
  }

  /** With an interval on the logit scale, for what lies between 0 and 1. */
  static Figure share(double value, Estimate<Double> se) {
    Estimate<Double> onLogit =
        value > 0 && value < 1
            ? se.map(error -> error / (value * (1 - value)))
            : Estimate.none("its logit is not finite");
    return new Figure(value, se, end(value, onLogit, -1), end(value, onLogit, 1));
  }

  private static Estimate<Double> end(double value, Estimate<Double> onLogit, int sign) {
    return onLogit.map(
        error ->
            Distributions.sigmoid(Distributions.logit(value) + sign * Distributions.Z * error));
  }
}
