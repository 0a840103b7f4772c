package org.polarfold.planted;

import org.apache.commons.math3.stat.StatUtils;

/**
 * A mean over simulated consortia.
 *
 * @param value not a number where there is none
 * @param error its standard error; not a number below two
 */
public record Mean(double value, double error) {

  static Mean of(double... values) {
    return new Mean(
        StatUtils.mean(values),
        values.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(values) / values.length));
  }
}
