package org.polarfold.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.report.DataOrigin;
import org.polarfold.report.Report;
import org.polarfold.report.RunFacts;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.PredictionTable;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyStore;
import org.polarfold.validate.MissingCell;
import org.polarfold.validate.Validation;

/**
 * One of two runs that are compared.
 *
 * @param folder the run's
 * @param facts its run.json
 * @param keyCheck by which the key that made its patients' pseudonyms is known again
 * @param missing cells without which an arm is not whole; what is left of such an arm is not
 *     compared
 * @param predictions of the arms that are whole
 */
record ComparedRun(
    RunFolder folder,
    RunFacts facts,
    String keyCheck,
    List<MissingCell> missing,
    PredictionTable predictions) {

  private static final String FACTS = "run.json";

  /**
   * A run that is evaluated.
   *
   * @throws UserException where it is not, or has a leak
   */
  static ComparedRun at(SparkSession spark, RunFolder run, Console console) {
    if (!run.has(Runs.CONFIG)) {
      throw new UserException(
          "Cannot find a run: " + run + " (expected its folder, or a configuration that has one)");
    }
    RunFacts facts =
        run.bytes(FACTS)
            .map(bytes -> RunFacts.of(new Report.Source(run.shownPathOf(FACTS), bytes)))
            .orElseThrow(
                () ->
                    new UserException(
                        "Cannot compare run "
                            + run
                            + ": no "
                            + FACTS
                            + " (expected a run after ./run evaluate)"));
    EvaluateJob.requirePredictions(run);
    // With what it was begun with, but for where its data lay.
    Workplace place = new Workplace(spark, Configuration.of(run), console);
    SplitPlan plan = SplitJob.drawn(run);
    Gate.beforeReporting(place, plan, run, "compare");
    List<MissingCell> missing = Validation.missing(place.configuration().experiment(), plan, run);
    String lake = run.parent().parent().toString();
    return new ComparedRun(
        run,
        facts,
        StudyStore.at(spark, lake).ledger().keyCheck(),
        missing,
        EvaluateJob.predictions(spark, run, missing));
  }

  /** Whether its studies are of no patients. */
  boolean isSimulated() {
    return facts.origin() == DataOrigin.SIMULATED;
  }

  /** What compare.json says of it, in its order. */
  Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("run", facts.name());
    told.put("simulated", isSimulated());
    told.put("startedAt", facts.startedAt());
    told.put("configurationDigest", facts.configurationDigest());
    told.put("datasetDigest", facts.datasetDigest());
    told.put("planDigest", facts.planDigest());
    told.put("code", facts.code());
    told.put("seed", facts.seed());
    told.put("workers", facts.workers());
    told.put("primaryTarget", facts.primaryTarget());
    told.put("primaryMap", facts.primaryMap());
    told.put("models", facts.models());
    told.put("stain", facts.stain());
    told.put("missingCells", missing.stream().map(MissingCell::cell).toList());
    return told;
  }
}
