package org.polarfold.evaluate;

/**
 * A random-effects pooling of sites' effects, on the scale of the effects.
 *
 * <p>Hartung and Knapp, Statistics in Medicine 2001;20:3875; I^2 of Higgins and Thompson,
 * Statistics in Medicine 2002;21:1539, with the REML variance between sites.
 *
 * @param k sites, at least two
 * @param mean the pooled effect
 * @param seHartungKnapp its standard error from the spread of the sites about it
 * @param seWald its standard error from the weights alone
 * @param tau2 variance between sites
 * @param i2 share of the variance that lies between sites, percent
 * @param q Cochran's Q
 * @param qP its p on k - 1 degrees of freedom
 */
record RandomEffects(
    int k,
    double mean,
    double seHartungKnapp,
    double seWald,
    double tau2,
    double i2,
    double q,
    double qP) {

  /**
   * Pools.
   *
   * @param effects one a site, at least two
   * @param variances of the effects within sites, positive
   */
  static RandomEffects of(double[] effects, double[] variances) {
    int k = effects.length;
    double tau2 = Reml.tau2(effects, variances);
    WeightedMean random = WeightedMean.of(effects, variances, tau2);
    WeightedMean fixed = WeightedMean.of(effects, variances, 0);
    double within = (k - 1) * fixed.weight() / fixed.pairs();
    return new RandomEffects(
        k,
        random.value(),
        Math.sqrt(random.heterogeneity() / ((k - 1) * random.weight())),
        Math.sqrt(1 / random.weight()),
        tau2,
        100 * tau2 / (tau2 + within),
        fixed.heterogeneity(),
        Distributions.chiSquaredTail(fixed.heterogeneity(), k - 1));
  }

  /** Half the width of the headline interval, which is never narrower than Wald's on t. */
  double headline() {
    return Distributions.t(k - 1) * Math.max(seHartungKnapp, seWald);
  }

  double hartungKnapp() {
    return Distributions.t(k - 1) * seHartungKnapp;
  }

  double wald() {
    return Distributions.Z * seWald;
  }

  /** Half the width of the prediction interval; at least three sites. */
  double prediction() {
    return prediction(seHartungKnapp);
  }

  /** The same with the larger standard error of the mean: never narrower than the headline. */
  double widerPrediction() {
    return prediction(Math.max(seHartungKnapp, seWald));
  }

  private double prediction(double se) {
    return Distributions.t(k - 2) * Math.sqrt(tau2 + se * se);
  }
}
