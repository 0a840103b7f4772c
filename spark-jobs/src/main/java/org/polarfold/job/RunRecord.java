package org.polarfold.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polarfold.experiment.Comparators;
import org.polarfold.experiment.Experiment;
import org.polarfold.experiment.Selection;
import org.polarfold.experiment.Training.Averaging;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.report.DataOrigin;
import org.polarfold.report.RunFacts;
import org.polarfold.split.Enrolled;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.RunFolder;
import org.polarfold.store.SiteCohort;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** Writes a run's {@code run.json}: what is to be told of it beside its estimates. */
final class RunRecord {

  private RunRecord() {}

  /** A label that fewer patients of a site have is not told of. */
  private static final long LEAST = 5;

  static void write(Workplace place, SplitPlan plan, RunFolder run) {
    Experiment experiment = place.configuration().experiment();
    IngestLedger ledger = place.studies().ledger();
    List<SiteCohort> cohort =
        SiteCohort.of(place.studies(), experiment.splitting().primaryTarget());
    Map<SiteId, Long> enrolled =
        place.studies().enrolled(experiment.mapKinds()).stream()
            .collect(Collectors.groupingBy(Enrolled::site, Collectors.counting()));
    RunFacts facts =
        new RunFacts(
            run.name(),
            ledger.simulated() ? DataOrigin.SIMULATED : DataOrigin.CLINICAL,
            Runs.startedAt(run),
            place.runs().configurationDigest(),
            ledger.datasetDigest(),
            plan.digest(),
            RunFacts.Code.of(CodeVersion.current()),
            experiment.seed(),
            experiment.training().workers(),
            experiment.splitting().primaryTarget().key(),
            experiment.maps().get(0).key(),
            models(experiment),
            CohortRecord.sites(cohort, ledger.sites(), plan, enrolled),
            meanMaps(cohort, experiment),
            circular(experiment),
            experiment.training().looksAtHeldOut() ? Selection.STAIN : "",
            place.configuration().text(),
            RunResources.of(place.spark(), run));
    run.write("run.json", facts.text());
  }

  private static Map<String, String> models(Experiment experiment) {
    Map<String, String> models = new LinkedHashMap<>();
    Averaging averaging = experiment.training().averaging();
    models.put(
        "dl",
        experiment.network().description()
            + ", with heads trained in two transfer steps"
            + (averaging == Averaging.WEIGHTED ? "" : ", averaged " + averaging.description()));
    for (Comparators.Model model : Comparators.Model.values()) {
      if (experiment.comparators().models().contains(model)) {
        models.put(model.key(), description(model));
      }
    }
    return models;
  }

  private static String description(Comparators.Model model) {
    return switch (model) {
      case LOGISTIC -> "Logistic regression on the 17 segment values of each map";
      case MAJORITY -> "The same answer for everybody";
      case DEMOGRAPHIC ->
          "Logistic regression on age, sex and what sums the segment values of each map up";
      case BOOSTED_TREES -> "Gradient-boosted trees on the 17 segment values of each map";
      case LINEAR_FEATURES -> "Logistic regression on what the frozen network yields";
      case LINEAR_FEATURES_WITHOUT_SITE ->
          "The same, without what a linear model could tell the site by";
    };
  }

  private static List<RunFacts.MeanMap> meanMaps(List<SiteCohort> cohort, Experiment experiment) {
    List<RunFacts.MeanMap> maps = new ArrayList<>();
    for (SiteCohort site : cohort) {
      String name = site.site().value();
      for (MapKind kind : experiment.mapKinds()) {
        List<Double> segments = site.meanSegments().get(kind);
        if (segments != null) {
          maps.add(RunFacts.MeanMap.of(name, kind.key(), segments));
        }
        for (SiteCohort.OfLabel one : tellable(site.meanSegmentsByLabel(), kind)) {
          maps.add(
              new RunFacts.MeanMap(
                  name, kind.key(), one.positive() ? 1 : 0, one.patients(), one.segments()));
        }
      }
    }
    return maps;
  }

  /** Neither label where one of them is rare: its mean follows from the others'. */
  static List<SiteCohort.OfLabel> tellable(List<SiteCohort.OfLabel> all, MapKind kind) {
    List<SiteCohort.OfLabel> labels = all.stream().filter(one -> one.kind() == kind).toList();
    return labels.stream().anyMatch(one -> one.patients() < LEAST) ? List.of() : labels;
  }

  /** What the maps define: told wherever the pair is reported. */
  private static List<RunFacts.Pair> circular(Experiment experiment) {
    List<RunFacts.Pair> pairs = new ArrayList<>();
    for (Target target : experiment.targets()) {
      for (InputMaps maps : experiment.maps()) {
        if (maps.define(target)) {
          pairs.add(new RunFacts.Pair(target.key(), maps.key()));
        }
      }
    }
    return pairs;
  }
}
