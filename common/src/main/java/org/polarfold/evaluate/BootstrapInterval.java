package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.function.DoubleUnaryOperator;

/**
 * A 95 % bootstrap interval.
 *
 * @param lower bias-corrected and accelerated (BCa), on the scale of what was resampled
 * @param upper its other end
 * @param percentileLower 2.5 % quantile (type 7) of the resampled values, same scale
 * @param percentileUpper 97.5 % quantile
 * @param unit what was drawn: {@code patients}, {@code patients within class} or {@code sites, then
 *     patients}
 * @param units how many of the highest unit there are
 * @param fewSites whether these are fewer than 10 sites, where the interval is too narrow
 * @param resamples how many were drawn
 * @param undefinedResamples those of them that left the statistic undefined, at most 5 %; not used
 * @param seed root of the draws
 */
public record BootstrapInterval(
    Estimate<Double> lower,
    Estimate<Double> upper,
    double percentileLower,
    double percentileUpper,
    String unit,
    int units,
    boolean fewSites,
    int resamples,
    int undefinedResamples,
    long seed)
    implements Serializable {

  /** The interval of an increasing function of the statistic: each end moves by itself. */
  BootstrapInterval map(DoubleUnaryOperator increasing) {
    return new BootstrapInterval(
        lower.map(increasing::applyAsDouble),
        upper.map(increasing::applyAsDouble),
        increasing.applyAsDouble(percentileLower),
        increasing.applyAsDouble(percentileUpper),
        unit,
        units,
        fewSites,
        resamples,
        undefinedResamples,
        seed);
  }
}
