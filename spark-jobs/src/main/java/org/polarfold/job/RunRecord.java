package org.polarfold.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polarfold.experiment.Experiment;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.report.DataOrigin;
import org.polarfold.report.RunFacts;
import org.polarfold.split.Enrolled;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.RunFolder;
import org.polarfold.store.SiteCohort;
import org.polarfold.study.MapKind;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** Writes a run's {@code run.json}: what is to be told of it beside its estimates. */
final class RunRecord {

  private static final Map<String, String> MODELS = models();

  private RunRecord() {}

  static void write(Workplace place, SplitPlan plan, RunFolder run) {
    Experiment experiment = place.configuration().experiment();
    IngestLedger ledger = place.studies().ledger();
    List<SiteCohort> cohort = SiteCohort.of(place.studies());
    Map<SiteId, Long> enrolled =
        place.studies().enrolled(experiment.maps()).stream()
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
            MODELS,
            CohortRecord.sites(cohort, ledger.sites(), plan, enrolled),
            meanMaps(cohort, experiment),
            circular(experiment),
            place.configuration().text());
    run.write("run.json", facts.text());
  }

  private static Map<String, String> models() {
    Map<String, String> models = new LinkedHashMap<>();
    models.put("dl", "Compact residual network, frozen, with heads trained in two transfer steps");
    models.put("logistic", "Logistic regression on the 17 segment values of the map");
    return models;
  }

  private static List<RunFacts.MeanMap> meanMaps(List<SiteCohort> cohort, Experiment experiment) {
    List<RunFacts.MeanMap> maps = new ArrayList<>();
    for (SiteCohort site : cohort) {
      for (MapKind kind : experiment.maps()) {
        List<Double> segments = site.meanSegments().get(kind);
        if (segments != null) {
          maps.add(new RunFacts.MeanMap(site.site().value(), kind.key(), segments));
        }
      }
    }
    return maps;
  }

  /** Impaired flow reserve is defined by the reserve map: told wherever the pair is reported. */
  private static List<RunFacts.Pair> circular(Experiment experiment) {
    return experiment.maps().contains(MapKind.RESERVE)
            && experiment.targets().contains(Target.IMPAIRED_MFR)
        ? List.of(new RunFacts.Pair(Target.IMPAIRED_MFR.key(), MapKind.RESERVE.key()))
        : List.of();
  }
}
