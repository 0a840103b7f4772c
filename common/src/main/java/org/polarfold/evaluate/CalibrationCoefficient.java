package org.polarfold.evaluate;

import java.io.Serializable;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A coefficient of a calibration model, averaged over repeats.
 *
 * @param value intercepts on the logit scale; a slope has no unit
 * @param se standard error from the Fisher information at the estimate
 * @param lower 95 % Wald interval
 * @param upper its other end
 */
public record CalibrationCoefficient(double value, double se, double lower, double upper)
    implements Serializable {

  /**
   * The mean over repeats. Its variance is the mean of theirs, which patients cause, plus the
   * variance between repeats over their number, which training causes.
   */
  static CalibrationCoefficient over(double[] values, double[] variances) {
    double between = values.length > 1 ? StatUtils.variance(values) / values.length : 0;
    return of(StatUtils.mean(values), Math.sqrt(StatUtils.mean(variances) + between));
  }

  static CalibrationCoefficient of(double value, double se) {
    return new CalibrationCoefficient(
        value, se, value - Distributions.Z * se, value + Distributions.Z * se);
  }
}
