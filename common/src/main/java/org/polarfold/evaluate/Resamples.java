package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.polarfold.evaluate.ResampledValues.Ends;

/**
 * What is common to the intervals of one set of resamples. Resamples that leave a statistic
 * undefined, mostly for want of a class, are left out and counted; above 5 % there is no interval,
 * since the rest is no longer what might have been seen.
 *
 * @param unit what was drawn
 * @param units how many of the highest unit there are
 * @param fewSites whether these are sites, and few
 */
record Resamples(Resampling resampling, String unit, int units, boolean fewSites) {

  private static final double MOST_UNDEFINED = 0.05;

  /**
   * The interval of one statistic.
   *
   * @param values one a resample, NaN where undefined
   * @param estimate the statistic without resampling
   * @param withoutEach the statistic without each of the highest units, or groups of them
   */
  Estimate<BootstrapInterval> interval(
      double[] values, double estimate, Supplier<double[]> withoutEach) {
    if (resampling.resamples() == 0) {
      return Estimate.none("no resamples were asked for");
    }
    if (!Double.isFinite(estimate)) {
      return Estimate.none("not defined without resampling either");
    }
    double[] defined = Arrays.stream(values).filter(Double::isFinite).toArray();
    int undefined = values.length - defined.length;
    if (undefined > MOST_UNDEFINED * values.length) {
      return Estimate.none(
          String.format(
              Locale.ROOT,
              "undefined in %.1f %% of the resamples (at most 5 %%)",
              100.0 * undefined / values.length));
    }
    ResampledValues resampled = ResampledValues.of(defined);
    return Estimate.of(
        interval(
            resampled.percentile(), resampled.accelerated(estimate, withoutEach.get()), undefined));
  }

  private BootstrapInterval interval(Ends percentile, Estimate<Ends> accelerated, int undefined) {
    return new BootstrapInterval(
        accelerated.map(Ends::lower),
        accelerated.map(Ends::upper),
        percentile.lower(),
        percentile.upper(),
        unit,
        units,
        fewSites,
        resampling.resamples(),
        undefined,
        resampling.seed());
  }
}
