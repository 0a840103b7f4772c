package org.polarfold.job;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.report.Report;
import org.polarfold.store.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code results.json}, {@code run.json} and what other commands wrote beside them to {@code
 * report.html}; nothing else is told of.
 */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Write the last run's report.html from its results.json and run.json.",
      "audit.json, stress.json and attributions.json are shown where ./run audit, stress and explain"
          + " wrote them."
    })
final class ReportJob implements Callable<Integer> {

  @Parameters(paramLabel = "CONF", description = "The experiment's configuration file.")
  private Path conf = Path.of("");

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    Configuration configuration = Configuration.read(conf);
    try (SparkSession spark = options.open("report")) {
      Workplace place = new Workplace(spark, configuration, console);
      RunFolder run = place.runs().existing();
      source(run, "results.json");
      Gate.beforeReporting(place, SplitJob.drawn(run), run, "report");
      console.tellSimulated(place.studies().ledger().simulated());
      console.wrote("report", run(run));
    }
    return 0;
  }

  /** Writes a run's report and says where it is. */
  static String run(RunFolder run) {
    Report.Sources sources =
        new Report.Sources(
            source(run, "results.json"),
            source(run, "run.json"),
            beside(run, "audit.json"),
            beside(run, "stress.json"),
            beside(run, "attributions.json"));
    run.write("report.html", Report.page(sources));
    return run.shownPathOf("report.html");
  }

  private static Report.@Nullable Source beside(RunFolder run, String name) {
    return run.bytes(name).map(json -> new Report.Source(run.shownPathOf(name), json)).orElse(null);
  }

  private static Report.Source source(RunFolder run, String name) {
    String shown = run.shownPathOf(name);
    return new Report.Source(
        shown,
        run.bytes(name)
            .orElseThrow(
                () ->
                    new UserException(
                        "Cannot read file: "
                            + shown
                            + " (no such file; ./run evaluate writes it)")));
  }
}
