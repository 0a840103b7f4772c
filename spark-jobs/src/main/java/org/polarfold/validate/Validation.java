package org.polarfold.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.backbone.Backbone;
import org.polarfold.experiment.Experiment;
import org.polarfold.split.Fold;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.PredictionStore;
import org.polarfold.store.RunFolder;
import org.polarfold.study.InputMaps;
import org.polarfold.study.PatientId;
import org.polarfold.study.Target;
import org.polarfold.train.HeadNetwork;
import org.polarfold.train.WorkerMemory;

/**
 * Runs every cell of a plan once and gathers the predictions.
 *
 * @param spark the session
 * @param experiment what is trained
 * @param plan who is held out
 * @param run the run's folder
 */
public record Validation(
    SparkSession spark,
    Experiment experiment,
    SplitPlan plan,
    Backbone backbone,
    Origin origin,
    RunFolder run) {

  /** Told of every cell that was run; not of those found finished. By one thread at a time. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A cell is finished, or has failed.
     *
     * @param cell its name
     * @param failed why it has
     */
    void ended(String cell, Optional<FailedCell> failed);
  }

  /** The model under test, in predictions and results. */
  public static String networkModel() {
    return Stage.NETWORK;
  }

  /** About what the largest of its cells takes, of so many patients. */
  public WorkerMemory memory(long patients) {
    return experiment.maps().stream()
        .map(
            maps ->
                WorkerMemory.of(
                    new HeadNetwork(
                        backbone.features(maps), backbone.unfrozen(), experiment.training()),
                    patients,
                    1 + experiment.network().augmentation().variants(),
                    experiment.targets()))
        .max(Comparator.comparingLong(memory -> memory.share() + memory.network()))
        .orElseThrow();
  }

  /** The names of all cells, in the order they are run in. */
  public List<String> cells() {
    return folds().flatMap(fold -> fold.stages(experiment).stream().map(fold::cell)).toList();
  }

  /** How many cells an earlier, interrupted run has left finished. */
  public int finished() {
    RunFolder cells = run.folder("cells");
    return (int) cells().stream().filter(cell -> cells.folder(cell).isDone()).count();
  }

  /**
   * Runs the cells that are not finished; those of an earlier run with the same digest are kept.
   * One that fails does not stop the others: {@link #missing} tells of it.
   *
   * @param patients all of the plan's
   * @param studies the studies of a map, with features
   * @param execution how; no result depends on it
   * @throws UserException where a finished cell was made by something else, or every cell failed
   */
  public void run(
      List<PatientId> patients,
      Function<InputMaps, JavaRDD<FeaturedStudy>> studies,
      Execution execution,
      Progress progress) {
    Map<InputMaps, JavaRDD<FeaturedStudy>> inMemory = new HashMap<>();
    experiment.maps().forEach(maps -> inMemory.put(maps, studies.apply(maps).cache()));
    FoldsInFlight inFlight = new FoldsInFlight(spark.sparkContext(), execution.foldsAtOnce());
    Object oneAtATime = new Object();
    inFlight.run(
        folds().toList(),
        fold -> {
          JavaRDD<FeaturedStudy> ofMap = Objects.requireNonNull(inMemory.get(fold.map()));
          try (FoldRunner runner = new FoldRunner(this, fold, ofMap, patients)) {
            for (Stage stage : fold.stages(experiment)) {
              if (runner.run(stage, execution.checkpointEvery(), inFlight::isEnding)
                  != FoldRunner.Outcome.FOUND) {
                synchronized (oneAtATime) {
                  progress.ended(fold.cell(stage), FailedCell.in(runner.folder(stage)));
                }
              }
            }
          }
        });
    inMemory.values().forEach(JavaRDD::unpersist);
    gather();
  }

  /**
   * Trains the networks to hand on: on every patient of the plan, with the experiment's first seed.
   * No design holds anybody out of them, so that nothing here says how well they do.
   *
   * @return the files of the models, by map and stage, as {@code reserve-step-1}
   */
  public SortedMap<String, byte[]> everyone(
      List<PatientId> patients, Function<InputMaps, JavaRDD<FeaturedStudy>> studies) {
    SortedMap<String, byte[]> models = new TreeMap<>();
    for (InputMaps maps : experiment.maps()) {
      FoldOfMap all = new FoldOfMap("final", 0, Fold.NOBODY_OUT, maps, experiment.seeds().get(0));
      JavaRDD<FeaturedStudy> ofMap = studies.apply(maps).cache();
      try (FoldRunner runner = new FoldRunner(this, all, ofMap, patients)) {
        for (Stage stage : all.stages(experiment)) {
          if (stage.kind() != Stage.Kind.COMPARATOR) {
            if (runner.run(stage, Execution.PLAIN.checkpointEvery(), () -> false)
                == FoldRunner.Outcome.FAILED) {
              throw new UserException(
                  "Cannot train "
                      + runner.folder(stage)
                      + ": "
                      + FailedCell.in(runner.folder(stage)).orElseThrow().reason());
            }
            models.put(
                maps.key() + "-" + stage.key(),
                runner.folder(stage).bytes(FoldRunner.MODEL).orElseThrow());
          }
        }
      } finally {
        ofMap.unpersist();
      }
    }
    return models;
  }

  /**
   * The file of a finished cell's network.
   *
   * @throws UserException where the cell is not finished
   */
  byte[] model(FoldOfMap fold, Stage stage) {
    RunFolder cell = run.folder("cells").folder(fold.cell(stage));
    return cell.bytes(FoldRunner.MODEL)
        .orElseThrow(
            () ->
                new UserException(
                    "Cannot find "
                        + cell.shownPathOf(FoldRunner.MODEL)
                        + " (expected ./run train before)"));
  }

  private void gather() {
    List<MissingCell> missing = missing(experiment, plan, run);
    List<String> scored =
        scoring(experiment, plan)
            .map(FoldStage::cell)
            .filter(cell -> missing.stream().noneMatch(one -> one.cell().equals(cell)))
            .map(cell -> run.folder("cells").folder(cell).pathOf("predictions.parquet"))
            .toList();
    if (scored.isEmpty()) {
      throw new UserException(
          "Cannot train: all "
              + missing.size()
              + " cells failed; the first, "
              + missing.get(0).cell()
              + ": "
              + missing.get(0).reason());
    }
    PredictionStore.gather(spark, scored, run.pathOf("predictions"));
  }

  private record FoldStage(FoldOfMap fold, Stage stage) {
    String cell() {
      return fold.cell(stage);
    }
  }

  /** The cells that yield predictions. */
  private static Stream<FoldStage> scoring(Experiment experiment, SplitPlan plan) {
    return FoldOfMap.of(experiment, plan).stream()
        .flatMap(
            fold ->
                fold.stages(experiment).stream()
                    .filter(stage -> !stage.targets().isEmpty())
                    .map(stage -> new FoldStage(fold, stage)));
  }

  /** The cells of which a run has no predictions, and why. */
  public static List<MissingCell> missing(Experiment experiment, SplitPlan plan, RunFolder run) {
    List<MissingCell> missing = new ArrayList<>();
    scoring(experiment, plan)
        .forEach(
            one -> {
              RunFolder cell = run.folder("cells").folder(one.cell());
              if (!cell.isDone()) {
                missing.add(
                    new MissingCell(
                        one.cell(),
                        FailedCell.in(cell).map(FailedCell::reason).orElse("not trained"),
                        one.fold.arm(),
                        one.stage.model(),
                        one.fold.map().key(),
                        one.stage.targets().stream().map(Target::key).toList()));
              }
            });
    return missing;
  }

  private Stream<FoldOfMap> folds() {
    return FoldOfMap.of(experiment, plan).stream();
  }
}
