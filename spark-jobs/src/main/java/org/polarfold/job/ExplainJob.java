package org.polarfold.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.AttributionStore;
import org.polarfold.store.AttributionStore.Attribution;
import org.polarfold.store.RunFolder;
import org.polarfold.validate.Explanation;
import org.polarfold.validate.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Says where in the maps the networks of a run look: {@code attributions.parquet}, and {@code
 * attributions.json} of it for the report.
 */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Say where in the maps the networks of the last run look, on patients held out of them.",
      "Occlusion of the 17 segments and gradients, averaged over patients, as 30 x 72 maps."
    })
final class ExplainJob implements Callable<Integer> {

  private static final String FILE = "attributions.parquet";
  private static final String SUMMARY = "attributions.json";

  @Parameters(paramLabel = "CONF", description = "The experiment's configuration file.")
  private Path conf = Path.of("");

  @Option(
      names = "--patients",
      paramLabel = "N",
      description = "Patients of every map, drawn by seed (default: ${DEFAULT-VALUE}).")
  private int patients = 200;

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    if (patients < 1 || patients > 100_000) {
      throw new UserException(
          "Invalid value of --patients: " + patients + " (expected 1 to 100000)");
    }
    Configuration configuration = Configuration.read(conf);
    if (configuration.experiment().harmonisation().method() != SiteHarmonisation.Method.NONE) {
      throw new UserException(
          "Cannot explain networks of harmonised features: "
              + conf
              + " (expected harmonisation.method = none)");
    }
    try (SparkSession spark = options.open("explain")) {
      Workplace place = new Workplace(spark, configuration, console);
      RunFolder run = place.runs().existing();
      SplitPlan plan = SplitJob.existing(run, place.studies().ledger().datasetDigest());
      Validation validation =
          new Validation(
              spark, configuration.experiment(), plan, place.backbone(), place.origin(), run);
      Explanation explanation = new Explanation(validation, place.studies(), patients);
      int cells = explanation.cells();
      Progress progress = console.progress(cells);
      progress.now("explaining the networks of " + cells + " cells");
      progress.count("cells");
      List<Attribution> all = explanation.all(cell -> progress.finished(1, "explained " + cell));
      AttributionStore.write(spark, all, run.pathOf(FILE));
      Map<String, Object> provenance = Provenance.of(place, run);
      provenance.put("planDigest", plan.digest());
      provenance.put("code", CodeVersion.current());
      run.write(SUMMARY, AttributionSummary.of(provenance, all).text());
      console.tellSimulated(place.studies().ledger().simulated());
      console.wrote("attributions", run.shownPathOf(FILE));
    }
    return 0;
  }
}
