package org.polarfold.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.Devices;
import org.polarfold.backbone.FeatureCache;
import org.polarfold.experiment.Experiment;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.RunFolder;
import org.polarfold.train.WorkerMemory;
import org.polarfold.validate.Execution;
import org.polarfold.validate.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Trains every cell of a run's plan and scores its held-out studies: {@code predictions/}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train every cell of the plan and score who it holds out; goes on where it was.")
final class TrainJob implements Callable<Integer> {

  /** Units of work of a cell, as {@link Progress} counts them. */
  static final double CELL = 1;

  /** The file of a run with the names of all its cells, in the order in which they are begun. */
  static final String CELLS = "cells.txt";

  @Parameters(paramLabel = "CONF", description = "The experiment's configuration file.")
  private Path conf = Path.of("");

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();
  @Mixin private CellOptions cells = new CellOptions();

  @Override
  public Integer call() {
    Configuration configuration = Configuration.read(conf);
    try (SparkSession spark = options.open("train")) {
      Workplace place = new Workplace(spark, configuration, console);
      RunFolder run = place.runs().existing();
      SplitPlan plan = SplitJob.existing(run, place.studies().ledger().datasetDigest());
      run(place, plan, run, cells, console.progress(0), 0);
      console.wrote("predictions", run.shownPathOf("predictions"));
      return MissingCells.told(Validation.missing(configuration.experiment(), plan, run), console);
    }
  }

  /**
   * Runs what is missing of a run, which no other process may do at the same time.
   *
   * @param after units of work that come after it
   */
  static void run(
      Workplace place,
      SplitPlan plan,
      RunFolder run,
      CellOptions options,
      Progress progress,
      double after) {
    run.alone(() -> runAlone(place, plan, run, options, progress, after));
  }

  private static void runAlone(
      Workplace place,
      SplitPlan plan,
      RunFolder run,
      CellOptions options,
      Progress progress,
      double after) {
    Experiment experiment = place.configuration().experiment();
    Backbone backbone = place.backbone();
    Validation validation =
        new Validation(place.spark(), experiment, plan, backbone, place.origin(), run);
    Execution execution =
        options.execution(
            place.spark(),
            experiment.training().workers(),
            folds -> lackOfMemory(place, validation, folds).isEmpty());
    requireMemory(place, validation, execution.foldsAtOnce());
    requireDevices(place);
    FeatureCache features = place.features(backbone);
    progress.now("looking for leaks");
    Gate.beforeTraining(place, features, plan, run);
    if (plan.looksAtNamedExternal()) {
      new NamedExternalLooks(place).take(run, plan);
    }
    int cells = validation.cells().size();
    run.write(CELLS, String.join("\n", validation.cells()) + "\n");
    progress.remaining(CELL * cells + after);
    progress.skip(CELL * validation.finished());
    AtomicInteger ended = new AtomicInteger(validation.finished());
    validation.run(
        plan.patients(),
        maps -> {
          progress.now("computing features of map " + maps.key());
          JavaRDD<FeaturedStudy> studies = features.studies(maps);
          progress.count("cells");
          return studies;
        },
        execution,
        (cell, failed) ->
            progress.finished(
                CELL,
                (failed.isEmpty() ? "trained" : "failed at")
                    + " cell "
                    + ended.incrementAndGet()
                    + " of "
                    + cells
                    + ", "
                    + cell));
    RunStatus.of(run, Instant.now()).warning().ifPresent(place.console()::warn);
  }

  /**
   * A clear line now instead of a killed process in the night.
   *
   * @param foldsAtOnce trained at the same time
   */
  static void requireMemory(Workplace place, Validation validation, int foldsAtOnce) {
    lackOfMemory(place, validation, foldsAtOnce)
        .ifPresent(
            lack -> {
              throw new UserException(lack);
            });
  }

  private static Optional<String> lackOfMemory(
      Workplace place, Validation validation, int foldsAtOnce) {
    SparkOptions.Processes processes = SparkOptions.processes(place.spark());
    long ofTraining = validation.experiment().training().workers();
    long workers = foldsAtOnce * ofTraining;
    long ofOne = (workers + processes.count() - 1) / processes.count();
    long atOnce = Math.min(ofOne, processes.atOnce());
    boolean here = place.spark().sparkContext().isLocal();
    WorkerMemory memory = validation.memory(validation.plan().patients().size());
    long driver = memory.onDriversHeap(foldsAtOnce, ofTraining);
    long worker = memory.onWorkersHeap(foldsAtOnce, atOnce);
    String more = here ? "POLARFOLD_MEMORY" : "spark.executor.memoryOverhead";
    return lack(
            memory.outsideHeap(ofOne, processes.atOnce()),
            processes.nativeBytes(),
            "a process, for the examples and networks of " + ofOne + " workers",
            more)
        .or(
            () ->
                lack(
                    here ? driver + worker : driver,
                    Runtime.getRuntime().maxMemory(),
                    "the driver's heap, for what " + workers + " workers bring back",
                    "POLARFOLD_MEMORY"))
        .or(
            () ->
                lack(
                    worker,
                    processes.heapBytes(),
                    "an executor's heap, for what " + atOnce + " workers send",
                    "spark.executor.memory"));
  }

  private static Optional<String> lack(long needed, long limit, String what, String more) {
    return needed <= limit
        ? Optional.empty()
        : Optional.of(
            "Cannot train: about "
                + WorkerMemory.gigabytes(needed)
                + " in "
                + what
                + " (expected at most "
                + WorkerMemory.gigabytes(limit)
                + ": raise "
                + more
                + ", or take fewer variants, a smaller batch or a part that is frozen further)");
  }

  /** Executors that cannot compute as Spark asks them to are told of before anything is done. */
  static void requireDevices(Workplace place) {
    Devices.preflight(JavaSparkContext.fromSparkContext(place.spark().sparkContext()));
  }
}
