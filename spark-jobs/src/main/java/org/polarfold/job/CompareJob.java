package org.polarfold.job;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.evaluate.ResultsFile;
import org.polarfold.report.ComparisonReport;
import org.polarfold.report.Report;
import org.polarfold.store.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Two runs side by side, with paired tests on the patients that both have. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compare two evaluated runs on the patients that both have: paired tests of AUROC and of the"
          + " drop, by site and across sites, and what their configurations do not say alike.",
      "Writes compare.json and compare.html (docs/results.md)."
    })
final class CompareJob implements Callable<Integer> {

  private static final String FILE = "compare.json";
  private static final String PAGE = "compare.html";

  private static final String RUN =
      "A run's folder (LAKE/runs/NAME-1, a path or hdfs://...), or an experiment's configuration"
          + " file: the last run that was begun with it.";

  @Parameters(index = "0", paramLabel = "RUN_A", description = RUN)
  private String first = "";

  @Parameters(
      index = "1",
      paramLabel = "RUN_B",
      description = "Another: differences are the first's figure minus this one's.")
  private String second = "";

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Receives the files (default: compare-NAME_A-NAME_B in the present folder).")
  private @Nullable Path out;

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    RunFolder one = Runs.named(first);
    RunFolder other = Runs.named(second);
    if (one.toString().equals(other.toString())) {
      throw new UserException(
          "Invalid command: compare " + one + " with itself (expected another)");
    }
    Path given = out;
    RunFolder folder =
        RunFolder.at(
            (given == null ? Path.of("compare-" + one.name() + "-" + other.name()) : given)
                .toAbsolutePath()
                .normalize()
                .toString());
    requireReplaceable(folder);
    try (SparkSession spark = options.open("compare")) {
      console.progress(0).now("comparing");
      RunsCompared compared =
          RunsCompared.of(
              spark, ComparedRun.at(spark, one, console), ComparedRun.at(spark, other, console));
      byte[] json = ResultsFile.text(compared.document()).getBytes(StandardCharsets.UTF_8);
      String page = ComparisonReport.page(new Report.Source(folder.shownPathOf(FILE), json));
      folder
          .parent()
          .writeFolder(
              folder.name(), Map.of(FILE, json, PAGE, page.getBytes(StandardCharsets.UTF_8)));
      ComparisonTable.print(compared, console.out());
      console.tellSimulated(compared.first().isSimulated() || compared.second().isSimulated());
    }
    console.wrote("comparison", folder.shownPathOf(PAGE));
    return 0;
  }

  /** A folder is written anew as a whole: what else may lie in it must not be lost. */
  private static void requireReplaceable(RunFolder folder) {
    if (!List.of(FILE, PAGE).containsAll(folder.names())) {
      throw new UserException(
          "Cannot write comparison: "
              + folder
              + " holds other files (expected a new folder, or one of ./run compare)");
    }
  }
}
