package org.polarfold.job;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.evidence.Evidence;
import org.polarfold.evidence.RunFiles;
import org.polarfold.experiment.Experiment;
import org.polarfold.report.Report;
import org.polarfold.store.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What goes with a paper: the folder {@code evidence} of a run. */
@Command(
    name = "evidence",
    mixinStandardHelpOptions = true,
    description = {
      "Write sheets of reporting guidelines, a model card, tables, figures and methods of the last"
          + " run: its folder evidence (docs/evidence.md). Its report is written anew, too.",
      "Of ./run evaluate --predictions: --results FOLDER, the one that holds results.json."
    })
final class EvidenceJob implements Callable<Integer> {

  private static final String FOLDER = "evidence";

  @Parameters(
      paramLabel = "CONF",
      arity = "0..1",
      description = "The experiment's configuration file: of its last run.")
  private @Nullable Path conf;

  @Option(
      names = "--results",
      paramLabel = "FOLDER",
      description =
          "A folder with results.json; run.json, audit.json, stress.json if they are there.")
  private @Nullable Path results;

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    Path experiment = conf;
    Path folder = results;
    if (experiment != null && folder == null) {
      ofRun(Configuration.read(experiment));
    } else if (experiment == null && folder != null) {
      RunFolder run = RunFolder.at(folder.toAbsolutePath().toString());
      console.wrote(FOLDER, run(run, Optional.empty(), console));
    } else {
      throw new UserException(
          "Invalid command: evidence (expected either CONF, or --results FOLDER)");
    }
    return 0;
  }

  private void ofRun(Configuration configuration) {
    try (SparkSession spark = options.open(FOLDER)) {
      Workplace place = new Workplace(spark, configuration, console);
      RunFolder run = place.runs().existing();
      if (!run.has("results.json")) {
        throw lacking(run);
      }
      Gate.beforeReporting(place, SplitJob.drawn(run), run, FOLDER);
      String pack = run(run, Optional.of(configuration.experiment()), console);
      console.tellSimulated(place.studies().ledger().simulated());
      console.wrote(FOLDER, pack);
    }
  }

  /** Writes a run's pack and says where it is. */
  static String run(RunFolder run, Optional<Experiment> experiment, Console console) {
    RunFiles files =
        new RunFiles(
            file(run, "results.json").orElseThrow(() -> lacking(run)),
            file(run, "run.json"),
            file(run, "audit.json"),
            file(run, "stress.json"),
            experiment);
    Optional<String> page = Optional.empty();
    if (run.has("run.json")) {
      ReportJob.run(run);
      page = run.text("report.html");
    }
    Evidence.Pack pack = Evidence.of(files, page);
    run.writeFolder(FOLDER, pack.files());
    pack.notice().ifPresent(console::warn);
    return run.shownPathOf(FOLDER);
  }

  private static Optional<Report.Source> file(RunFolder run, String name) {
    return run.bytes(name).map(bytes -> new Report.Source(run.shownPathOf(name), bytes));
  }

  private static UserException lacking(RunFolder run) {
    return new UserException(
        "Cannot read file: "
            + run.shownPathOf("results.json")
            + " (no such file; ./run evaluate writes it)");
  }
}
