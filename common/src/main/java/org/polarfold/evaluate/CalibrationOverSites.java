package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.polarfold.study.SiteId;

/**
 * Calibration meta-analysed over sites as discrimination is, and how likely a new site is to have
 * both acceptable (Snell and others, Journal of Clinical Epidemiology 2016;69:40).
 *
 * @param calibrationInTheLarge pooled on the logit scale
 * @param calibrationIntercept pooled on the logit scale
 * @param calibrationSlope pooled as it is
 * @param observedToExpected pooled as its logarithm
 * @param acceptable area and slope at a new site together
 */
public record CalibrationOverSites(
    Estimate<MetaAnalysis> calibrationInTheLarge,
    Estimate<MetaAnalysis> calibrationIntercept,
    Estimate<MetaAnalysis> calibrationSlope,
    Estimate<MetaAnalysis> observedToExpected,
    Estimate<Acceptance> acceptable)
    implements Serializable {

  static CalibrationOverSites of(SortedMap<SiteId, Performance> sites) {
    DoubleUnaryOperator same = DoubleUnaryOperator.identity();
    SortedMap<SiteId, Estimate<Auroc>> areas = new TreeMap<>();
    sites.forEach((site, performance) -> areas.put(site, performance.auroc()));
    SortedMap<SiteId, Estimate<Pooling.Effect>> slopes =
        effects(sites, Calibration::calibrationSlope);
    return new CalibrationOverSites(
        MetaAnalysis.of(
            effects(sites, Calibration::calibrationInTheLarge), "calibration in the large", same),
        MetaAnalysis.of(
            effects(sites, Calibration::calibrationIntercept), "calibration intercept", same),
        MetaAnalysis.of(slopes, "calibration slope", same),
        MetaAnalysis.of(effects(sites, Calibration::logObservedToExpected), "log O:E", Math::exp),
        Acceptance.of(MetaAnalysis.logits(areas), slopes, Acceptance.USUAL));
  }

  private static SortedMap<SiteId, Estimate<Pooling.Effect>> effects(
      SortedMap<SiteId, Performance> sites,
      Function<Calibration, Estimate<CalibrationCoefficient>> coefficient) {
    SortedMap<SiteId, Estimate<Pooling.Effect>> effects = new TreeMap<>();
    sites.forEach(
        (site, performance) ->
            effects.put(
                site,
                coefficient
                    .apply(performance.calibration())
                    .map(one -> new Pooling.Effect(one.value(), one.se()))));
    return effects;
  }
}
