package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.polarfold.study.SiteId;

/**
 * Sites' areas or drops pooled, each site weighing by what it knows: the headline.
 *
 * @param k sites pooled, at least two
 * @param scale what was pooled: {@code logit AUROC} or {@code difference in AUROC}
 * @param estimate the mean over sites, as an area or a drop
 * @param lower 95 % headline interval
 * @param upper its other end
 * @param method how the headline interval is made
 * @param hartungKnappLower plain Hartung-Knapp interval
 * @param hartungKnappUpper its other end
 * @param waldLower plain Wald interval
 * @param waldUpper its other end
 * @param hkNarrower whether plain Hartung-Knapp is narrower than Wald, and so not to be trusted
 * @param predictionLower 95 % interval of the true value at a new, comparable site; approximate
 * @param predictionUpper its other end
 * @param predictionMethod how the prediction interval is made
 * @param predictionFewSites whether it rests on fewer than five sites
 * @param pooled the mean on the scale that was pooled
 * @param seHartungKnapp its standard error from the spread of sites
 * @param seWald its standard error from the weights alone
 * @param tau2 variance between sites by REML, on the scale that was pooled
 * @param i2 share of the variance that lies between sites, percent
 * @param q Cochran's Q
 * @param qP its p on k - 1 degrees of freedom
 * @param leftOut sites not pooled, and why
 */
public record MetaAnalysis(
    int k,
    String scale,
    double estimate,
    double lower,
    double upper,
    String method,
    double hartungKnappLower,
    double hartungKnappUpper,
    double waldLower,
    double waldUpper,
    boolean hkNarrower,
    Estimate<Double> predictionLower,
    Estimate<Double> predictionUpper,
    String predictionMethod,
    boolean predictionFewSites,
    double pooled,
    double seHartungKnapp,
    double seWald,
    double tau2,
    double i2,
    double q,
    double qP,
    List<LeftOut> leftOut)
    implements Serializable {

  static final String METHOD = "t(k-1), larger of the Hartung-Knapp and Wald SE";
  static final String PREDICTION_METHOD = "t(k-2)";
  private static final int FEW = 5;

  /**
   * A site not pooled.
   *
   * @param site its name
   * @param why as in "no standard error: only one patient in a class"
   */
  public record LeftOut(String site, String why) implements Serializable {}

  /** Pools areas on the logit scale. */
  static Estimate<MetaAnalysis> ofAreas(Map<SiteId, Performance> sites) {
    Pooling pooling = new Pooling();
    sites.forEach(
        (site, performance) ->
            pooling.add(
                site,
                performance
                    .auroc()
                    .flatMap(
                        area ->
                            area.se()
                                .map(
                                    se ->
                                        new Pooling.Effect(
                                            Distributions.logit(area.value()),
                                            se / (area.value() * (1 - area.value())))))));
    return pooling.pool("logit AUROC", Distributions::sigmoid);
  }

  /** Pools drops on their own scale. */
  static Estimate<MetaAnalysis> ofDrops(Map<SiteId, PairedDrop> sites) {
    Pooling pooling = new Pooling();
    sites.forEach(
        (site, paired) ->
            pooling.add(
                site,
                paired
                    .drop()
                    .flatMap(drop -> paired.se().map(se -> new Pooling.Effect(drop, se)))));
    return pooling.pool("difference in AUROC", DoubleUnaryOperator.identity());
  }

  /** Pools differences in AUROC on their own scale. */
  static Estimate<MetaAnalysis> ofDifferences(Map<SiteId, Estimate<Pooling.Effect>> effects) {
    Pooling pooling = new Pooling();
    effects.forEach(pooling::add);
    return pooling.pool("difference in AUROC", DoubleUnaryOperator.identity());
  }

  /**
   * Back from the scale that was pooled.
   *
   * @param back increasing, from that scale to areas or drops
   */
  static MetaAnalysis of(
      RandomEffects sites, String scale, DoubleUnaryOperator back, List<LeftOut> leftOut) {
    double mean = sites.mean();
    Estimate<Double> prediction =
        sites.k() < 3 ? Estimate.none("fewer than 3 sites") : Estimate.of(sites.prediction());
    return new MetaAnalysis(
        sites.k(),
        scale,
        back.applyAsDouble(mean),
        back.applyAsDouble(mean - sites.headline()),
        back.applyAsDouble(mean + sites.headline()),
        METHOD,
        back.applyAsDouble(mean - sites.hartungKnapp()),
        back.applyAsDouble(mean + sites.hartungKnapp()),
        back.applyAsDouble(mean - sites.wald()),
        back.applyAsDouble(mean + sites.wald()),
        sites.hartungKnapp() < sites.wald(),
        prediction.map(half -> back.applyAsDouble(mean - half)),
        prediction.map(half -> back.applyAsDouble(mean + half)),
        PREDICTION_METHOD,
        sites.k() < FEW,
        mean,
        sites.seHartungKnapp(),
        sites.seWald(),
        sites.tau2(),
        sites.i2(),
        sites.q(),
        sites.qP(),
        leftOut);
  }
}
