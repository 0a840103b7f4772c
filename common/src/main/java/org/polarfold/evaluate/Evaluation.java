package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarfold.evaluate.Results.ArmResult;
import org.polarfold.evaluate.Results.DropResult;
import org.polarfold.evaluate.Results.SiteDrop;
import org.polarfold.evaluate.Results.SitePerformance;
import org.polarfold.evaluate.Results.TargetResult;
import org.polarfold.study.SiteId;

/**
 * Predictions to results: each target, model and map by itself, in each arm by site, pooled and
 * meta-analysed, and the drop between the internal and the external arm.
 */
public final class Evaluation {

  private Evaluation() {}

  /**
   * Estimates everything that the predictions allow. What cannot be estimated is said to be so in
   * its place.
   */
  public static Results of(Predictions predictions) {
    List<TargetResult> targets = new ArrayList<>();
    predictions.series().forEach((cell, arms) -> targets.add(target(predictions, cell, arms)));
    return new Results(
        Counts.sum(targets.stream().map(TargetResult::counts).toList()), List.copyOf(targets));
  }

  private static TargetResult target(
      Predictions predictions, Cell cell, SortedMap<Arm, SortedMap<Repeat, Series>> arms) {
    Map<Arm, ArmSamples> samples = new LinkedHashMap<>();
    arms.forEach((arm, repeats) -> samples.put(arm, ArmSamples.of(predictions, cell, repeats)));
    Map<String, ArmResult> results = new LinkedHashMap<>();
    samples.forEach((arm, ofArm) -> results.put(arm.name(), arm(ofArm)));
    return new TargetResult(
        cell.target(),
        cell.model(),
        cell.map(),
        "binary",
        Counts.sum(samples.values().stream().map(ArmSamples::counts).toList()),
        results,
        drop(samples));
  }

  private static ArmResult arm(ArmSamples samples) {
    SortedMap<SiteId, Performance> sites = new TreeMap<>();
    samples.sites().forEach((site, sample) -> sites.put(site, Performance.of(sample)));
    return new ArmResult(
        Performance.of(samples.pooled()),
        sites.entrySet().stream()
            .map(site -> new SitePerformance(site.getKey().value(), site.getValue()))
            .toList(),
        MetaAnalysis.ofAreas(sites));
  }

  private static Estimate<DropResult> drop(Map<Arm, ArmSamples> arms) {
    ArmSamples internal = arms.get(Arm.INTERNAL);
    ArmSamples external = arms.get(Arm.EXTERNAL);
    if (internal == null || external == null) {
      return Estimate.none("no " + (internal == null ? Arm.INTERNAL : Arm.EXTERNAL) + " arm");
    }
    TreeSet<SiteId> either = new TreeSet<>(internal.sites().keySet());
    either.addAll(external.sites().keySet());
    SortedMap<SiteId, PairedDrop> sites = new TreeMap<>();
    for (SiteId site : either) {
      sites.put(
          site,
          PairedDrop.of(
              internal.sites().getOrDefault(site, Sample.NOBODY),
              external.sites().getOrDefault(site, Sample.NOBODY)));
    }
    return Estimate.of(
        new DropResult(
            sites.entrySet().stream()
                .map(site -> new SiteDrop(site.getKey().value(), site.getValue()))
                .toList(),
            PairedDrop.of(internal.pooled(), external.pooled()),
            MetaAnalysis.ofDrops(sites)));
  }
}
