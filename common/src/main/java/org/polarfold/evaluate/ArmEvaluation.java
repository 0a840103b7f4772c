package org.polarfold.evaluate;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.evaluate.Results.ArmResult;
import org.polarfold.evaluate.Results.SitePerformance;
import org.polarfold.study.SiteId;

/** One arm of a binary target: by site, pooled, and meta-analysed. */
final class ArmEvaluation {

  private static final String POOLED = "pooled";

  private final Cell cell;
  private final Resampling resampling;

  ArmEvaluation(Cell cell, Resampling resampling) {
    this.cell = cell;
    this.resampling = resampling;
  }

  ArmResult of(Arm arm, ArmSamples samples) {
    SortedMap<SiteId, Performance> sites = new TreeMap<>();
    samples.sites().forEach((site, sample) -> sites.put(site, atSite(arm, site, sample)));
    return new ArmResult(
        pooled(arm, samples),
        sites.entrySet().stream()
            .map(site -> new SitePerformance(site.getKey().value(), site.getValue()))
            .toList(),
        MetaAnalysis.ofAreas(sites),
        CalibrationOverSites.of(sites),
        ShortcutFigures.of(samples.sites().values()),
        Map.of());
  }

  private Performance atSite(Arm arm, SiteId site, Sample sample) {
    Object[] names = cell.names(arm, site.value());
    return Performance.of(
        sample, Redrawing.ofPatients(sample.size(), resampling, names), resampling, names);
  }

  private Performance pooled(Arm arm, ArmSamples samples) {
    Object[] names = cell.names(arm, POOLED);
    Sample all = samples.pooled();
    return Performance.of(
        all,
        Redrawing.ofSites(all.patients(), samples.patientsBySite(), resampling, names),
        resampling,
        names);
  }
}
