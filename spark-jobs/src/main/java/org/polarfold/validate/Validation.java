package org.polarfold.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Told of every cell that was run; not of those found finished. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A cell is finished.
     *
     * @param cell its name
     * @param done how many are finished
     * @param all how many there are
     */
    void finished(String cell, int done, int all);
  }

  /** The model under test, in predictions and results. */
  public static String networkModel() {
    return Stage.Kind.STEP_1.model();
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
   *
   * @param patients all of the plan's
   * @param studies the studies of a map, with features
   * @throws UserException where a finished cell was made by something else
   */
  public void run(
      List<PatientId> patients,
      Function<InputMaps, JavaRDD<FeaturedStudy>> studies,
      Progress progress) {
    int all = cells().size();
    int done = 0;
    Map<InputMaps, JavaRDD<FeaturedStudy>> inMemory = new HashMap<>();
    for (FoldOfMap fold : folds().toList()) {
      JavaRDD<FeaturedStudy> ofMap =
          inMemory.computeIfAbsent(fold.map(), map -> studies.apply(map).cache());
      try (FoldRunner runner = new FoldRunner(this, fold, ofMap, patients)) {
        for (Stage stage : fold.stages(experiment)) {
          done++;
          if (runner.run(stage)) {
            progress.finished(fold.cell(stage), done, all);
          }
        }
      }
    }
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
      FoldOfMap all = new FoldOfMap("final", Fold.NOBODY_OUT, maps, experiment.seeds().get(0));
      JavaRDD<FeaturedStudy> ofMap = studies.apply(maps).cache();
      try (FoldRunner runner = new FoldRunner(this, all, ofMap, patients)) {
        for (Stage stage : all.stages(experiment)) {
          if (stage.kind() != Stage.Kind.BASELINE) {
            runner.run(stage);
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
    List<String> scored = new ArrayList<>();
    folds()
        .forEach(
            fold ->
                fold.stages(experiment).stream()
                    .filter(stage -> !stage.targets().isEmpty())
                    .map(fold::cell)
                    .map(cell -> run.folder("cells").folder(cell).pathOf("predictions.parquet"))
                    .forEach(scored::add));
    PredictionStore.gather(spark, scored, run.pathOf("predictions"));
  }

  private Stream<FoldOfMap> folds() {
    return FoldOfMap.of(experiment, plan).stream();
  }
}
