package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.List;

/**
 * Bootstrap intervals of a regression target, over the same draws of patients.
 *
 * @param mae of the mean absolute error
 * @param bias of the mean of score minus label
 * @param lowerLimit of the lower limit of agreement
 * @param upperLimit of the upper one
 * @param icc of ICC(2,1)
 * @param r2 of R squared
 */
public record RegressionIntervals(
    Estimate<BootstrapInterval> mae,
    Estimate<BootstrapInterval> bias,
    Estimate<BootstrapInterval> lowerLimit,
    Estimate<BootstrapInterval> upperLimit,
    Estimate<BootstrapInterval> icc,
    Estimate<BootstrapInterval> r2)
    implements Serializable {

  private static final int STATISTICS = 6;

  static RegressionIntervals of(RegressionSums sums, Redrawing redrawing) {
    return of(
        redrawing.intervals(
            List.of(
                sums::mae, sums::bias, sums::lowerLimit, sums::upperLimit, sums::icc, sums::r2)));
  }

  static RegressionIntervals none(String why) {
    return of(Redrawing.none(STATISTICS, why));
  }

  private static RegressionIntervals of(List<Estimate<BootstrapInterval>> intervals) {
    return new RegressionIntervals(
        intervals.get(0),
        intervals.get(1),
        intervals.get(2),
        intervals.get(3),
        intervals.get(4),
        intervals.get(5));
  }
}
