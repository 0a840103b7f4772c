package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.polarfold.evaluate.Results.RegressionArm;
import org.polarfold.evaluate.Results.RegressionDropResult;
import org.polarfold.evaluate.Results.RegressionResult;
import org.polarfold.evaluate.Results.SiteRegression;
import org.polarfold.evaluate.Results.SiteRegressionDrop;
import org.polarfold.study.SiteId;

/** One regression target told by one model from one map: arms by site and pooled, and the drop. */
final class RegressionEvaluation {

  private static final String POOLED = "pooled";
  private static final DoubleUnaryOperator SAME = DoubleUnaryOperator.identity();

  private final Cell cell;
  private final Resampling resampling;
  private final Supplements further;

  /**
   * An evaluation.
   *
   * @param further what others estimate of the same
   */
  RegressionEvaluation(Cell cell, Resampling resampling, Supplements further) {
    this.cell = cell;
    this.resampling = resampling;
    this.further = further;
  }

  RegressionResult of(SortedMap<Arm, RegressionArmSamples> arms) {
    Map<String, RegressionArm> results = new LinkedHashMap<>();
    arms.forEach((arm, samples) -> results.put(arm.name(), arm(arm, samples)));
    return new RegressionResult(
        cell.target(),
        cell.model(),
        cell.map(),
        "regression",
        Counts.sum(arms.values().stream().map(RegressionArmSamples::counts).toList()),
        results,
        drop(arms));
  }

  private RegressionArm arm(Arm arm, RegressionArmSamples samples) {
    SortedMap<SiteId, RegressionPerformance> sites = new TreeMap<>();
    samples.sites().forEach((site, sample) -> sites.put(site, atSite(arm, site, sample)));
    RegressionSample all = samples.pooled();
    Object[] names = cell.names(arm, POOLED);
    return new RegressionArm(
        RegressionPerformance.of(
            all, Redrawing.ofSites(all.patients(), samples.patientsBySite(), resampling, names)),
        sites.entrySet().stream()
            .map(site -> new SiteRegression(site.getKey().value(), site.getValue()))
            .toList(),
        pooled(sites, true),
        pooled(sites, false),
        further.arm(arm));
  }

  private RegressionPerformance atSite(Arm arm, SiteId site, RegressionSample sample) {
    return RegressionPerformance.of(
        sample,
        Redrawing.ofPatients(sample.patients().length, resampling, cell.names(arm, site.value())));
  }

  private static Estimate<MetaAnalysis> pooled(
      SortedMap<SiteId, RegressionPerformance> sites, boolean absolute) {
    SortedMap<SiteId, Estimate<Pooling.Effect>> effects = new TreeMap<>();
    sites.forEach(
        (site, performance) ->
            effects.put(
                site,
                (absolute ? performance.mae() : performance.bias())
                    .flatMap(mean -> mean.se().map(se -> new Pooling.Effect(mean.value(), se)))));
    return MetaAnalysis.of(effects, absolute ? "mean absolute error" : "bias", SAME);
  }

  private Estimate<RegressionDropResult> drop(SortedMap<Arm, RegressionArmSamples> arms) {
    RegressionArmSamples internal = arms.get(Arm.INTERNAL);
    RegressionArmSamples external = arms.get(Arm.EXTERNAL);
    if (internal == null || external == null) {
      return Estimate.none("no " + (internal == null ? Arm.INTERNAL : Arm.EXTERNAL) + " arm");
    }
    TreeSet<SiteId> either = new TreeSet<>(internal.sites().keySet());
    either.addAll(external.sites().keySet());
    List<SiteRegressionDrop> sites = new ArrayList<>();
    SortedMap<SiteId, Estimate<Pooling.Effect>> effects = new TreeMap<>();
    for (SiteId site : either) {
      RegressionDrop drop =
          RegressionDrop.of(
              internal.sites().getOrDefault(site, RegressionSample.NOBODY),
              external.sites().getOrDefault(site, RegressionSample.NOBODY));
      sites.add(new SiteRegressionDrop(site.value(), drop));
      effects.put(
          site, drop.drop().flatMap(value -> drop.se().map(se -> new Pooling.Effect(value, se))));
    }
    return Estimate.of(
        new RegressionDropResult(
            List.copyOf(sites),
            RegressionDrop.of(internal.pooled(), external.pooled()),
            MetaAnalysis.of(effects, "difference in mean absolute error", SAME),
            further.drop()));
  }
}
