package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.PredictionsCsv;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Results;
import org.polarfold.evaluate.ResultsFile;
import org.polarfold.evaluate.Supplement;
import org.polarfold.experiment.Experiment;
import org.polarfold.fairness.AgeBands;
import org.polarfold.fairness.Fairness;
import org.polarfold.fairness.ReadOffMap;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.provenance.Digest;
import org.polarfold.reference.ImperfectReference;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.PredictionTable;
import org.polarfold.store.RunFolder;
import org.polarfold.validate.DistributedEvaluation;
import org.polarfold.validate.MissingCell;
import org.polarfold.validate.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Predictions to estimates with intervals: {@code results.json}. A run is told of in {@code
 * run.json}.
 */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Estimate performance and drop, with intervals: results.json.",
      "Of a run: ./run evaluate CONF. Of any program's predictions: --predictions and --out."
    })
final class EvaluateJob implements Callable<Integer> {

  @Parameters(
      paramLabel = "CONF",
      arity = "0..1",
      description = "The experiment's configuration file: its last run is evaluated.")
  private @Nullable Path conf;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "Predictions as CSV or Parquet (docs/results.md).")
  private @Nullable Path predictions;

  @Option(names = "--out", paramLabel = "FOLDER", description = "Receives results.json.")
  private @Nullable Path out;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description =
          "Bootstrap resamples: 0 for none, or 100 to 1000000 (default: ${DEFAULT-VALUE}).")
  private int resamples = Resampling.USUAL;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of what is drawn again (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--age-bands",
      paramLabel = "YEARS",
      description =
          "Ages that begin a band, for estimates by subgroup, as in 50,65,75 (the default; of a"
              + " run: subgroups.age-bands).")
  private @Nullable String ageBands;

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    Path experiment = conf;
    Path file = predictions;
    Path folder = out;
    if (experiment != null && file == null && folder == null) {
      return evaluateRun(Configuration.read(experiment));
    } else if (experiment == null && file != null && folder != null) {
      evaluateFile(file, folder);
    } else {
      throw new UserException(
          "Invalid command: evaluate (expected either CONF, or --predictions FILE --out FOLDER)");
    }
    return 0;
  }

  private int evaluateRun(Configuration configuration) {
    try (SparkSession spark = options.open("evaluate")) {
      Workplace place = new Workplace(spark, configuration, console);
      RunFolder run = place.runs().existing();
      SplitPlan plan = SplitJob.existing(run, place.studies().ledger().datasetDigest());
      AgeBands bands = bands().orElseGet(() -> bands(configuration.experiment()));
      console.progress(0).now("evaluating");
      Results results = run(place, plan, run, new Resampling(resamples, seed), bands);
      ResultTable.print(results, configuration.experiment(), console.out());
      console.tellSimulated(place.studies().ledger().simulated());
      console.wrote("results", run.shownPathOf("results.json"));
      return MissingCells.told(Validation.missing(configuration.experiment(), plan, run), console);
    }
  }

  private Optional<AgeBands> bands() {
    return Optional.ofNullable(ageBands).map(AgeBands::parse);
  }

  private static AgeBands bands(Experiment experiment) {
    return new AgeBands(experiment.subgroups().ageBands());
  }

  /** Evaluates a run and writes its {@code results.json} and {@code run.json}. */
  static Results run(Workplace place, SplitPlan plan, RunFolder run, Resampling resampling) {
    return run(place, plan, run, resampling, bands(place.configuration().experiment()));
  }

  private static Results run(
      Workplace place, SplitPlan plan, RunFolder run, Resampling resampling, AgeBands bands) {
    requirePredictions(run);
    Gate.beforeReporting(place, plan, run, "evaluate");
    List<MissingCell> missing = Validation.missing(place.configuration().experiment(), plan, run);
    PredictionTable table = predictions(place.spark(), run, missing);
    if (!missing.isEmpty() && table.rows().isEmpty()) {
      throw new UserException(
          "Cannot evaluate "
              + run.shownPathOf("predictions")
              + ": no arm is whole, "
              + missing.size()
              + (missing.size() == 1 ? " cell is missing" : " cells are missing")
              + " (expected ./run train before)");
    }
    Results results =
        ReadOffMap.in(
            DistributedEvaluation.on(place.spark(), resampling, supplements(bands)).of(table));
    Map<String, Object> provenance = Provenance.of(place, run);
    provenance.put("missingCells", missing.stream().map(EvaluateJob::told).toList());
    if (plan.looksAtNamedExternal()) {
      provenance.put(
          "namedExternalLooks",
          new NamedExternalLooks(place)
              .taken().stream().map(NamedExternalLooks.Look::told).toList());
    }
    provenance.putAll(drawn(resampling));
    provenance.put("code", CodeVersion.current());
    run.write("results.json", ResultsFile.text(results, provenance));
    RunRecord.write(place, plan, run);
    return results;
  }

  /** Refuses a run in which nothing was predicted. */
  static void requirePredictions(RunFolder run) {
    if (!run.has("predictions")) {
      throw new UserException(
          "Cannot find predictions: "
              + run.shownPathOf("predictions")
              + " (expected ./run train before)");
    }
  }

  /** A run's predictions, but for those of arms that are not whole. */
  static PredictionTable predictions(SparkSession spark, RunFolder run, List<MissingCell> missing) {
    PredictionTable table =
        PredictionTable.read(spark, run.pathOf("predictions"), run.shownPathOf("predictions"));
    for (MissingCell cell : missing) {
      table = cell.outOf(table);
    }
    return table;
  }

  private static Map<String, Object> told(MissingCell cell) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("cell", cell.cell());
    told.put("reason", cell.reason());
    told.put("arm", cell.arm());
    told.put("model", cell.model());
    told.put("map", cell.map());
    told.put("targets", cell.targets());
    return told;
  }

  private void evaluateFile(Path file, Path folder) {
    Resampling resampling = new Resampling(resamples, seed);
    List<Supplement> supplements = supplements(bands().orElse(AgeBands.USUAL));
    console.progress(0).now("evaluating");
    Results results;
    Map<String, Object> provenance = new LinkedHashMap<>();
    if (file.toString().endsWith(".parquet") || Files.isDirectory(file)) {
      try (SparkSession spark = options.open("evaluate")) {
        results =
            DistributedEvaluation.on(spark, resampling, supplements)
                .of(PredictionTable.read(spark, file.toString(), file.toString()));
      }
    } else {
      results = Evaluation.of(PredictionsCsv.read(file), resampling, supplements);
    }
    results = ReadOffMap.in(results);
    provenance.put("predictions", String.valueOf(file.getFileName()));
    if (Files.isRegularFile(file)) {
      provenance.put("predictionsSha256", sha256(file));
    }
    provenance.putAll(drawn(resampling));
    provenance.put("code", CodeVersion.current());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserException("Cannot write results: " + folder + " (expected a folder)", e);
    }
    Path written = folder.resolve("results.json");
    ResultsFile.write(results, provenance, written);
    ResultTable.print(results, console.out());
    console.wrote("results", written.toString());
  }

  /** What stands in the results beside what the evaluation itself estimates. */
  private static List<Supplement> supplements(AgeBands bands) {
    return List.of(new Fairness(bands), new ImperfectReference());
  }

  private static String sha256(Path file) {
    try {
      return Digest.ofFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> drawn(Resampling resampling) {
    Map<String, Object> drawn = new LinkedHashMap<>();
    drawn.put("resamples", resampling.resamples());
    drawn.put("seed", resampling.seed());
    return Map.of("resampling", drawn);
  }
}
