package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.polarfold.study.SiteId;

/**
 * Sites' areas, drops or other figures pooled, each site weighing by what it knows: the headline.
 *
 * <p>Formulas at {@link RandomEffects}. The prediction interval on k - 2 degrees of freedom is that
 * of Higgins, Thompson and Spiegelhalter, Journal of the Royal Statistical Society A 2009;172:137.
 *
 * @param k sites pooled, at least two
 * @param scale what was pooled: as in {@code logit AUROC} or {@code difference in AUROC}
 * @param estimate the mean over sites, on the scale of their own figures, as an area or a drop
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
 * @param predictionNarrow whether it is narrower than the headline interval of the mean, as it can
 *     be where Hartung-Knapp is narrower than Wald, and so not to be trusted
 * @param widerPredictionLower the prediction interval with the larger of the two standard errors,
 *     which is never narrower than the headline interval
 * @param widerPredictionUpper its other end
 * @param predictionFewSites whether it rests on fewer than five sites
 * @param pooled the mean on the scale that was pooled
 * @param seHartungKnapp its standard error from the spread of sites
 * @param seWald its standard error from the weights alone
 * @param tau2 variance between sites by REML, on the scale that was pooled
 * @param i2 share of the variance that lies between sites, percent
 * @param q Cochran's Q
 * @param qP its p on k - 1 degrees of freedom
 * @param derSimonianLaird the same sites pooled with the moment estimate of tau2
 * @param influence the headline without each site; needs three
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
    Estimate<Boolean> predictionNarrow,
    Estimate<Double> widerPredictionLower,
    Estimate<Double> widerPredictionUpper,
    boolean predictionFewSites,
    double pooled,
    double seHartungKnapp,
    double seWald,
    double tau2,
    double i2,
    double q,
    double qP,
    DerSimonianLaird derSimonianLaird,
    Estimate<List<Influence>> influence,
    List<LeftOut> leftOut)
    implements Serializable {

  static final String METHOD = "t(k-1), larger of the Hartung-Knapp and Wald SE";
  static final String PREDICTION_METHOD = "t(k-2)";
  static final String DIFFERENCE = "difference in AUROC";
  static final String FEWER_THAN_3 = "fewer than 3 sites";
  static final String TOO_WIDE = "the interval is wider than any number";
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
    Map<SiteId, Estimate<Auroc>> areas = new TreeMap<>();
    sites.forEach((site, performance) -> areas.put(site, performance.auroc()));
    return ofAurocs(areas);
  }

  /** Pools areas on the logit scale. */
  public static Estimate<MetaAnalysis> ofAurocs(Map<SiteId, Estimate<Auroc>> sites) {
    return of(logits(sites), "logit AUROC", Distributions::sigmoid);
  }

  /** Areas on the logit scale, with their standard errors there. */
  static Map<SiteId, Estimate<Pooling.Effect>> logits(Map<SiteId, Estimate<Auroc>> areas) {
    Map<SiteId, Estimate<Pooling.Effect>> effects = new TreeMap<>();
    areas.forEach((site, area) -> effects.put(site, area.flatMap(MetaAnalysis::logit)));
    return effects;
  }

  private static Estimate<Pooling.Effect> logit(Auroc area) {
    double slope = area.value() * (1 - area.value());
    return area.se().map(se -> new Pooling.Effect(Distributions.logit(area.value()), se / slope));
  }

  /** Pools drops on their own scale. */
  public static Estimate<MetaAnalysis> ofDrops(Map<SiteId, PairedDrop> sites) {
    Map<SiteId, Estimate<Pooling.Effect>> effects = new TreeMap<>();
    sites.forEach(
        (site, paired) -> effects.put(site, paired.drop().flatMap(drop -> effect(paired, drop))));
    return of(effects, DIFFERENCE, DoubleUnaryOperator.identity());
  }

  private static Estimate<Pooling.Effect> effect(PairedDrop paired, double drop) {
    return paired
        .se()
        .flatMap(
            se ->
                se == 0
                    ? Estimate.none("the arms are identical")
                    : Estimate.of(new Pooling.Effect(drop, se)));
  }

  /**
   * Pools whatever sites have: a calibration slope, a mean absolute error.
   *
   * @param effects one a site with its standard error, on the scale that is pooled; a site without
   *     an error, or with one of 0, is left out and named
   * @param scale its name, as in {@code log O:E}
   * @param back increasing, from that scale to the sites' own figures
   */
  static Estimate<MetaAnalysis> of(
      Map<SiteId, Estimate<Pooling.Effect>> effects, String scale, DoubleUnaryOperator back) {
    Pooling pooling = new Pooling();
    new TreeMap<>(effects).forEach(pooling::add);
    return pooling.pool(scale, back);
  }

  /** Pools at least two sites. */
  static Estimate<MetaAnalysis> of(Pooling sites, String scale, DoubleUnaryOperator back) {
    double[] effects = sites.effects();
    double[] variances = sites.variances();
    RandomEffects pooled = RandomEffects.of(effects, variances);
    DerSimonianLaird moments = DerSimonianLaird.of(effects, variances, back);
    double half = pooled.headline();
    if (!finite(back, pooled.mean() - half, pooled.mean() + half, moments.pooled())) {
      return Estimate.none(TOO_WIDE);
    }
    return Estimate.of(
        of(
            pooled,
            scale,
            back,
            moments,
            Influence.of(sites.sites(), effects, variances, back),
            sites.leftOut()));
  }

  private static MetaAnalysis of(
      RandomEffects sites,
      String scale,
      DoubleUnaryOperator back,
      DerSimonianLaird moments,
      Estimate<List<Influence>> influence,
      List<LeftOut> leftOut) {
    double mean = sites.mean();
    Estimate<Double> prediction = prediction(sites, sites::prediction, back);
    Estimate<Double> wider = prediction(sites, sites::widerPrediction, back);
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
        prediction.map(half -> half < sites.headline()),
        wider.map(half -> back.applyAsDouble(mean - half)),
        wider.map(half -> back.applyAsDouble(mean + half)),
        sites.k() < FEW,
        mean,
        sites.seHartungKnapp(),
        sites.seWald(),
        sites.tau2(),
        sites.i2(),
        sites.q(),
        sites.qP(),
        moments,
        influence,
        leftOut);
  }

  private static Estimate<Double> prediction(
      RandomEffects sites, DoubleSupplier width, DoubleUnaryOperator back) {
    if (sites.k() < 3) {
      return Estimate.none(FEWER_THAN_3);
    }
    double half = width.getAsDouble();
    return finite(back, sites.mean() - half, sites.mean() + half)
        ? Estimate.of(half)
        : Estimate.none(TOO_WIDE);
  }

  private static boolean finite(DoubleUnaryOperator back, double... ends) {
    return DoubleStream.of(ends).map(back).allMatch(Double::isFinite);
  }
}
