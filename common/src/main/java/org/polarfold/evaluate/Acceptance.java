package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.polarfold.study.SiteId;

/**
 * The probability that at a new, comparable site discrimination and calibration are both
 * acceptable: after Snell and others, Journal of Clinical Epidemiology 2016;69:40.
 *
 * <p>Logit area and calibration slope of a new site are taken as jointly t distributed on k - 2
 * degrees of freedom, as in the prediction interval of Higgins, Thompson and Spiegelhalter 2009;
 * the means are those of the two meta-analyses, the variances each tau2 (REML) plus the square of
 * the larger of the Hartung-Knapp and Wald standard errors. The covariance between sites is that of
 * moments (Jackson, White and Thompson, Statistics in Medicine 2010;29:1282, with the weights of
 * the random-effects means), cut so that the correlation is in [-1, 1]. Within a site the errors of
 * area and slope are taken as uncorrelated: their standard errors do not tell. With few sites the
 * correlation is poorly known; the marginal distributions, which matter more, do not depend on it.
 *
 * @param auroc least acceptable area
 * @param slopeLower least acceptable calibration slope
 * @param slopeUpper largest acceptable calibration slope
 * @param probability that both are acceptable at a new site, in [0, 1]; approximate
 * @param method how it is made
 * @param k sites with a standard error of both, at least three
 * @param correlation of logit area and slope at a new site, in [-1, 1]
 * @param leftOut sites that lack either, and why
 */
public record Acceptance(
    double auroc,
    double slopeLower,
    double slopeUpper,
    double probability,
    String method,
    int k,
    double correlation,
    List<MetaAnalysis.LeftOut> leftOut)
    implements Serializable {

  static final String METHOD = "bivariate t(k-2), uncorrelated within sites";

  /** The usual demands. */
  static final Demands USUAL = new Demands(0.7, 0.8, 1.2);

  /**
   * What is acceptable.
   *
   * @param auroc least area, in (0, 1)
   * @param slopeLower least calibration slope
   * @param slopeUpper largest calibration slope
   */
  record Demands(double auroc, double slopeLower, double slopeUpper) {}

  /**
   * Pools both over the sites that have both.
   *
   * @param logits areas on the logit scale, one a site
   * @param slopes calibration slopes, one a site
   */
  static Estimate<Acceptance> of(
      Map<SiteId, Estimate<Pooling.Effect>> logits,
      Map<SiteId, Estimate<Pooling.Effect>> slopes,
      Demands demands) {
    Pooling first = new Pooling();
    Pooling second = new Pooling();
    TreeSet<SiteId> either = new TreeSet<>(logits.keySet());
    either.addAll(slopes.keySet());
    for (SiteId site : either) {
      Estimate<Pooling.Effect> area = logits.getOrDefault(site, Estimate.none("no area"));
      Estimate<Pooling.Effect> slope =
          slopes.getOrDefault(site, Estimate.none("no calibration slope"));
      first.add(site, slope.flatMap(Pooling.Effect::weighable).flatMap(any -> area));
      second.add(site, area.flatMap(Pooling.Effect::weighable).flatMap(any -> slope));
    }
    return first.sites().size() < 3
        ? first.tooFew(3)
        : Estimate.of(of(first, Outcome.of(first), Outcome.of(second), demands));
  }

  private static Acceptance of(Pooling sites, Outcome area, Outcome slope, Demands demands) {
    double covariance = area.covariance(slope);
    double correlation =
        Math.max(-1, Math.min(1, covariance / (area.predictiveError() * slope.predictiveError())));
    double probability =
        new BivariateT(sites.sites().size() - 2, correlation)
            .probability(
                area.standardised(Distributions.logit(demands.auroc)),
                slope.standardised(demands.slopeLower),
                slope.standardised(demands.slopeUpper));
    return new Acceptance(
        demands.auroc,
        demands.slopeLower,
        demands.slopeUpper,
        probability,
        METHOD,
        sites.sites().size(),
        correlation,
        sites.leftOut());
  }

  /** One of the two meta-analyses. */
  private record Outcome(double[] effects, double[] weights, double weight, RandomEffects pooled) {

    static Outcome of(Pooling sites) {
      double[] variances = sites.variances();
      RandomEffects pooled = RandomEffects.of(sites.effects(), variances);
      double[] weights = new double[variances.length];
      double weight = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = 1 / (variances[i] + pooled.tau2());
        weight += weights[i];
      }
      return new Outcome(sites.effects(), weights, weight, pooled);
    }

    double meanError() {
      return Math.max(pooled.seHartungKnapp(), pooled.seWald());
    }

    double predictiveError() {
      return Math.hypot(Math.sqrt(pooled.tau2()), meanError());
    }

    double standardised(double value) {
      return (value - pooled.mean()) / predictiveError();
    }

    /** Of the two at a new site: between sites, and of the two means. */
    double covariance(Outcome other) {
      double products = 0;
      double expected = 0;
      double common = 0;
      for (int i = 0; i < weights.length; i++) {
        common += weights[i] / weight * (other.weights[i] / other.weight);
      }
      for (int i = 0; i < weights.length; i++) {
        double w = Math.sqrt(weights[i] / weight * (other.weights[i] / other.weight));
        products += w * (effects[i] - pooled.mean()) * (other.effects[i] - other.pooled.mean());
        expected += w * (1 - weights[i] / weight - other.weights[i] / other.weight + common);
      }
      double most = Math.sqrt(pooled.tau2() * other.pooled.tau2());
      if (most == 0 || !(expected > 0)) {
        return 0;
      }
      double between = Math.max(-most, Math.min(most, products / expected));
      double inflation =
          meanError() / pooled.seWald() * (other.meanError() / other.pooled.seWald());
      return between * (1 + common * inflation);
    }
  }
}
