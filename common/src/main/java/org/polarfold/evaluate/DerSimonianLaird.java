package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.function.DoubleUnaryOperator;

/**
 * Sites pooled with the moment estimate of the variance between them, beside REML: many published
 * meta-analyses have it.
 *
 * <p>DerSimonian and Laird, Controlled Clinical Trials 1986;7:177.
 *
 * @param tau2 variance between sites, on the scale that was pooled; at least 0
 * @param pooled the mean on the scale that was pooled
 * @param estimate the mean, back on the scale of the sites' figures
 * @param se Wald standard error of {@code pooled}
 */
public record DerSimonianLaird(double tau2, double pooled, double estimate, double se)
    implements Serializable {

  static DerSimonianLaird of(double[] effects, double[] variances, DoubleUnaryOperator back) {
    WeightedMean fixed = WeightedMean.of(effects, variances, 0);
    double excess = fixed.heterogeneity() - (effects.length - 1);
    double tau2 = Math.max(0, excess * fixed.weight() / fixed.pairs());
    WeightedMean random = WeightedMean.of(effects, variances, tau2);
    return new DerSimonianLaird(
        tau2, random.value(), back.applyAsDouble(random.value()), Math.sqrt(1 / random.weight()));
  }
}
