package org.polarfold.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polarfold.experiment.Experiment;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.report.DataOrigin;
import org.polarfold.report.Measured;
import org.polarfold.report.RunFacts;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.store.RunFolder;
import org.polarfold.store.SiteCohort;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/** Writes a run's {@code run.json}: what is to be told of it beside its estimates. */
final class RunRecord {

  private static final Map<String, String> MODELS = models();

  private RunRecord() {}

  static void write(Workplace place, SplitPlan plan, RunFolder run) {
    Experiment experiment = place.configuration().experiment();
    IngestLedger ledger = place.studies().ledger();
    List<SiteCohort> cohort = SiteCohort.of(place.studies());
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
            sites(cohort, ledger, plan, experiment),
            meanMaps(cohort, experiment),
            circular(experiment),
            place.configuration().text())
        .write(run.localPathOf("run.json"));
  }

  private static Map<String, String> models() {
    Map<String, String> models = new LinkedHashMap<>();
    models.put("dl", "Compact residual network, frozen, with heads trained in two transfer steps");
    models.put("logistic", "Logistic regression on the 17 segment values of the map");
    return models;
  }

  private static List<RunFacts.Site> sites(
      List<SiteCohort> cohort, IngestLedger ledger, SplitPlan plan, Experiment experiment) {
    Map<String, SiteLedger> ledgers =
        ledger.sites().stream()
            .collect(Collectors.toMap(site -> site.site().value(), site -> site));
    List<RunFacts.Site> sites = new ArrayList<>();
    for (SiteCohort site : cohort) {
      String name = site.site().value();
      SiteLedger counts = ledgers.get(name);
      if (counts == null) {
        throw new IllegalStateException("Site " + name + " is in the lake and not in its ledger");
      }
      Map<String, Integer> rejectedBy = new LinkedHashMap<>();
      counts.rejectedBy().forEach((reason, n) -> rejectedBy.put(reason, Math.toIntExact(n)));
      sites.add(
          new RunFacts.Site(
              name,
              Math.toIntExact(counts.received()),
              Math.toIntExact(counts.accepted()),
              Math.toIntExact(counts.rejected()),
              rejectedBy,
              Math.toIntExact(site.patients()),
              site.meanAgeYears().isPresent()
                  ? Measured.of(site.meanAgeYears().getAsDouble())
                  : Measured.notEstimable("no age is known"),
              percentByTarget(site, experiment),
              site.acquisition(),
              plan.notHeldOut().get(name)));
    }
    return sites;
  }

  private static Map<String, Measured> percentByTarget(SiteCohort site, Experiment experiment) {
    Map<String, Measured> percent = new LinkedHashMap<>();
    for (Target target : experiment.targets()) {
      Double share = site.shareByTarget().get(target);
      percent.put(
          target.key(),
          share == null ? Measured.notEstimable("no label is known") : Measured.of(100 * share));
    }
    return percent;
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
