package org.polarfold.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Results;
import org.polarfold.experiment.Experiment;
import org.polarfold.ingest.Pseudonyms;
import org.polarfold.job.IngestJob.Ingested;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.RunFolder;
import org.polarfold.validate.MissingCell;
import org.polarfold.validate.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The whole way of a study, from the sites' exports to the report. */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    description = "Ingest, split, train, evaluate and report, in one go; goes on where it was.")
final class StudyJob implements Callable<Integer> {

  private static final double INGEST = 4;
  private static final double EVALUATE = 1;

  @Parameters(paramLabel = "CONF", description = "The experiment's configuration file.")
  private Path conf = Path.of("");

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();
  @Mixin private CellOptions cells = new CellOptions();

  @Override
  public Integer call() {
    Configuration configuration = Configuration.read(conf);
    try (SparkSession spark = options.open("study")) {
      return run(new Workplace(spark, configuration, console), cells, console.progress(40));
    }
  }

  /** Runs every step; the exit status. */
  static int run(Workplace place, CellOptions cells, Progress progress) {
    progress.now("ingesting the sites' exports");
    Experiment experiment = place.configuration().experiment();
    Ingested ingested =
        IngestJob.run(
            place.spark(),
            experiment.data().exports(),
            experiment.data().lake(),
            Pseudonyms.of(experiment.data()),
            Set.of());
    ingested.requireAllRead();
    IngestLedger ledger = ingested.ledger();
    progress.finished(
        INGEST, "ingested " + ledger.accepted() + " of " + ledger.received() + " records");
    return runFrom(place, ledger, cells, progress);
  }

  /** Runs the steps after the ingest; the exit status. */
  static int runFrom(Workplace place, IngestLedger ledger, CellOptions cells, Progress progress) {
    Console console = place.console();
    boolean goesOn = place.runs().unfinished(ledger.datasetDigest()).isPresent();
    RunFolder run = place.runs().begin(ledger.datasetDigest());
    if (goesOn) {
      console.warn(
          "Continuing the unfinished run " + run.name() + ": what it has finished is kept.");
    }
    SplitPlan plan = SplitJob.run(place.studies(), place.configuration().experiment(), run);
    TrainJob.run(place, plan, run, cells, progress, EVALUATE);
    progress.now("evaluating");
    Results results = EvaluateJob.run(place, plan, run, Resampling.DEFAULT);
    progress.now("writing report and evidence");
    String evidence =
        EvidenceJob.run(run, Optional.of(place.configuration().experiment()), console);
    List<MissingCell> missing = Validation.missing(place.configuration().experiment(), plan, run);
    if (missing.isEmpty()) {
      run.done();
    }
    ResultTable.print(results, place.configuration().experiment(), console.out());
    console.say("");
    console.tellSimulated(ledger.simulated());
    console.wrote("results", run.shownPathOf("results.json"));
    console.wrote("evidence", evidence);
    console.wrote("report", run.shownPathOf("report.html"));
    return MissingCells.told(missing, console);
  }
}
