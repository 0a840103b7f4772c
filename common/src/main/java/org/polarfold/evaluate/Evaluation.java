package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.evaluate.Results.ArmResult;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.evaluate.Results.SiteMatrixEntry;
import org.polarfold.evaluate.Results.SitePerformance;
import org.polarfold.evaluate.Results.TargetResult;
import org.polarfold.study.SiteId;

/**
 * Predictions to results: each target, model and map by itself, in each arm by site, pooled and
 * meta-analysed, and the drop between the internal and the external arm.
 */
public final class Evaluation {

  private final Predictions predictions;

  @SuppressWarnings("UnusedVariable") // until what is drawn again is wired
  private final Resampling resampling;

  private Evaluation(Predictions predictions, Resampling resampling) {
    this.predictions = predictions;
    this.resampling = resampling;
  }

  /**
   * Estimates everything that the predictions allow. What cannot be estimated is said to be so in
   * its place.
   */
  public static Results of(Predictions predictions, Resampling resampling) {
    Evaluation evaluation = new Evaluation(predictions, resampling);
    List<TargetResult> targets = new ArrayList<>();
    predictions.series().forEach((cell, arms) -> targets.add(evaluation.binary(cell, arms)));
    return Results.of(targets);
  }

  private BinaryResult binary(
      Cell cell, SortedMap<Arm, SortedMap<Repeat, SortedMap<Integer, Series>>> arms) {
    SortedMap<Arm, ArmSamples> samples = new TreeMap<>();
    arms.forEach(
        (arm, repeats) -> samples.put(arm, ArmSamples.of(predictions, cell, wholeHeart(repeats))));
    Map<String, ArmResult> results = new LinkedHashMap<>();
    samples.forEach((arm, ofArm) -> results.put(arm.name(), arm(ofArm)));
    return new BinaryResult(
        cell.target(),
        cell.model(),
        cell.map(),
        "binary",
        Counts.sum(samples.values().stream().map(ArmSamples::counts).toList()),
        results,
        new DropEvaluation(samples).drop(),
        siteMatrix(samples));
  }

  private static SortedMap<Repeat, Series> wholeHeart(
      SortedMap<Repeat, SortedMap<Integer, Series>> repeats) {
    SortedMap<Repeat, Series> series = new TreeMap<>();
    repeats.forEach((repeat, segments) -> series.put(repeat, segments.get(0)));
    return series;
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

  private static Estimate<List<SiteMatrixEntry>> siteMatrix(SortedMap<Arm, ArmSamples> arms) {
    List<SiteMatrixEntry> entries = new ArrayList<>();
    arms.forEach(
        (arm, samples) ->
            arm.trainingSite()
                .ifPresent(
                    train ->
                        samples
                            .sites()
                            .forEach(
                                (test, sample) ->
                                    entries.add(SiteMatrixEntry.of(train, test, sample)))));
    return entries.isEmpty()
        ? Estimate.none("no arm of models trained at a single site")
        : Estimate.of(List.copyOf(entries));
  }
}
