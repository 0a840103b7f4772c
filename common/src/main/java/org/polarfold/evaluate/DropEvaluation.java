package org.polarfold.evaluate;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.polarfold.evaluate.Results.DropParts;
import org.polarfold.evaluate.Results.DropResult;
import org.polarfold.evaluate.Results.SiteDrop;
import org.polarfold.evaluate.Results.SiteWeightedDrop;
import org.polarfold.evaluate.Results.SiteWithinFolds;
import org.polarfold.evaluate.Results.WeightedDropResult;
import org.polarfold.evaluate.Results.WithinFoldsResult;
import org.polarfold.study.SiteId;

/** The drop from internal to external, by site and over sites, whole, in parts and within folds. */
final class DropEvaluation {

  private static final List<Arm> FOUR =
      List.of(Arm.INTERNAL, Arm.EXTERNAL, Arm.MATCHED_INTERNAL, Arm.MATCHED_EXTERNAL);

  private final Cell cell;
  private final Map<Arm, ArmSamples> arms;
  private final Resampling resampling;

  DropEvaluation(Cell cell, Map<Arm, ArmSamples> arms, Resampling resampling) {
    this.cell = cell;
    this.arms = arms;
    this.resampling = resampling;
  }

  Estimate<DropResult> drop() {
    Estimate<Pair> whole = both(Arm.INTERNAL, Arm.EXTERNAL);
    if (whole instanceof Estimate.Value<Pair> value) {
      return Estimate.of(of(value.value()));
    }
    // Novelty can be told without the arms whose drop it is part of.
    String why = ((Estimate.NotEstimable<Pair>) whole).why();
    return both(Arm.MATCHED_INTERNAL, Arm.MATCHED_EXTERNAL) instanceof Estimate.Value<Pair>
        ? Estimate.of(
            new DropResult(
                List.of(),
                PairedDrop.of(Sample.NOBODY, Sample.NOBODY),
                Estimate.none(why),
                Estimate.none(why),
                parts(),
                Estimate.none(why),
                Estimate.none(why),
                Map.of()))
        : Estimate.none(why);
  }

  private DropResult of(Pair pair) {
    SortedMap<SiteId, PairedDrop> sites = new TreeMap<>();
    for (SiteId site : ArmSamples.sitesOf(pair.first, pair.second)) {
      sites.put(site, PairedDrop.of(pair.first.site(site), pair.second.site(site)));
    }
    return new DropResult(
        sites.entrySet().stream()
            .map(
                site ->
                    new SiteDrop(
                        site.getKey().value(),
                        site.getValue(),
                        NetBenefitDifference.of(
                            pair.first.site(site.getKey()), pair.second.site(site.getKey()))))
            .toList(),
        PairedDrop.of(pair.first.pooled(), pair.second.pooled()),
        pooledBootstrap(pair),
        MetaAnalysis.ofDrops(sites),
        parts(),
        withinFolds(pair),
        labelWeighted(pair),
        Map.of());
  }

  /** The drop of the one curve over all sites, with sites and then patients drawn again. */
  private Estimate<BootstrapInterval> pooledBootstrap(Pair pair) {
    int[] both = Codes.common(pair.first.pooled().patients(), pair.second.pooled().patients());
    Sample internal = pair.first.pooled().only(both);
    if (internal.events() == 0 || internal.events() == internal.size()) {
      return Estimate.none(Auroc.missing(internal));
    }
    Statistic before = Curves.of(internal).area();
    Statistic after = Curves.of(pair.second.pooled().only(both)).area();
    return Redrawing.ofSites(
            both, pair.first.patientsBySite(), resampling, cell.names("drop", "pooled"))
        .intervals(List.of(counts -> before.value(counts) - after.value(counts)))
        .get(0);
  }

  private DropParts parts() {
    Map<Arm, ArmSamples> same = onCommonPatients();
    return new DropParts(
        part(same, Arm.INTERNAL, Arm.MATCHED_INTERNAL),
        part(same, Arm.MATCHED_INTERNAL, Arm.MATCHED_EXTERNAL),
        part(same, Arm.MATCHED_EXTERNAL, Arm.EXTERNAL));
  }

  /** With all four arms, on the patients of all four, so that the parts add up. */
  private Map<Arm, ArmSamples> onCommonPatients() {
    Map<Arm, ArmSamples> four = new TreeMap<>(arms);
    four.keySet().retainAll(FOUR);
    if (four.size() < FOUR.size()) {
      return arms;
    }
    int[] all = Sample.inAll(four.values().stream().map(arm -> arm.pooled().patients()).toList());
    four.replaceAll((arm, samples) -> samples.only(all));
    return four;
  }

  private static Estimate<PairedDifference> part(Map<Arm, ArmSamples> arms, Arm first, Arm second) {
    return both(arms, first, second)
        .map(pair -> PairedDifference.of(first.name(), pair.first, second.name(), pair.second));
  }

  private static Estimate<WithinFoldsResult> withinFolds(Pair pair) {
    if (pair.first.sites().values().stream().allMatch(WithinFolds::withoutFolds)) {
      return Estimate.none(WithinFolds.NO_FOLDS);
    }
    SortedMap<SiteId, Estimate<WithinFolds>> sites = new TreeMap<>();
    for (SiteId site : ArmSamples.sitesOf(pair.first, pair.second)) {
      sites.put(site, WithinFolds.of(pair.first.site(site), pair.second.site(site)));
    }
    SortedMap<SiteId, Estimate<Pooling.Effect>> effects = new TreeMap<>();
    sites.forEach(
        (site, within) ->
            effects.put(
                site,
                within.flatMap(drop -> drop.se().map(se -> new Pooling.Effect(drop.drop(), se)))));
    return Estimate.of(
        new WithinFoldsResult(
            sites.entrySet().stream()
                .map(site -> new SiteWithinFolds(site.getKey().value(), site.getValue()))
                .toList(),
            MetaAnalysis.of(effects, MetaAnalysis.DIFFERENCE, DoubleUnaryOperator.identity())));
  }

  private static Estimate<WeightedDropResult> labelWeighted(Pair pair) {
    if (Weighted.alike(pair.first.pooled())) {
      return Estimate.none(Weighted.ALIKE);
    }
    SortedMap<SiteId, Estimate<WeightedDrop>> sites = new TreeMap<>();
    SortedMap<SiteId, Estimate<Pooling.Effect>> effects = new TreeMap<>();
    for (SiteId site : ArmSamples.sitesOf(pair.first, pair.second)) {
      Estimate<WeightedDrop> drop = WeightedDrop.of(pair.first.site(site), pair.second.site(site));
      sites.put(site, drop);
      effects.put(
          site, drop.flatMap(one -> one.se().map(se -> new Pooling.Effect(one.drop(), se))));
    }
    return Estimate.of(
        new WeightedDropResult(
            sites.entrySet().stream()
                .map(site -> new SiteWeightedDrop(site.getKey().value(), site.getValue()))
                .toList(),
            MetaAnalysis.of(effects, MetaAnalysis.DIFFERENCE, DoubleUnaryOperator.identity())));
  }

  private Estimate<Pair> both(Arm first, Arm second) {
    return both(arms, first, second);
  }

  private static Estimate<Pair> both(Map<Arm, ArmSamples> arms, Arm first, Arm second) {
    ArmSamples one = arms.get(first);
    ArmSamples other = arms.get(second);
    if (one == null || other == null) {
      return Estimate.none("no " + (one == null ? first : second) + " arm");
    }
    return Estimate.of(new Pair(one, other));
  }

  private record Pair(ArmSamples first, ArmSamples second) {}
}
