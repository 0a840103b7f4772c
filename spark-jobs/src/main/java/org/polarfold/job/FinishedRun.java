package org.polarfold.job;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.backbone.Backbone;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyStore;
import org.polarfold.validate.Origin;
import org.polarfold.validate.Validation;

/**
 * A run that is over, with the lake that it lies in, and a session in this process.
 *
 * @param spark the session
 * @param folder the run's
 * @param lake the lake's path
 */
public record FinishedRun(SparkSession spark, RunFolder folder, String lake)
    implements AutoCloseable {

  /**
   * The run of a lake that was begun last and is finished.
   *
   * @throws UserException where there is none
   */
  public static FinishedRun last(String lake) {
    RunFolder runs = RunFolder.at(lake).folder("runs");
    RunFolder last =
        runs.folders().stream()
            .map(runs::folder)
            .filter(RunFolder::isDone)
            .max(Comparator.comparing(Runs::startedAt).thenComparing(RunFolder::name))
            .orElseThrow(
                () ->
                    new UserException(
                        "Cannot find a finished run in " + runs + " (expected ./run demo before)"));
    return at(last);
  }

  /**
   * A run by its folder.
   *
   * @throws UserException where it is none, or not finished
   */
  public static FinishedRun at(String path) {
    RunFolder folder = RunFolder.at(path);
    if (!folder.isDone()) {
      throw new UserException(
          "Cannot open run " + folder + " (expected the folder of a finished run)");
    }
    return at(folder);
  }

  private static FinishedRun at(RunFolder folder) {
    return new FinishedRun(
        new SparkOptions().open("notebook"), folder, folder.parent().parent().toString());
  }

  /** The lake's studies. */
  public StudyStore studies() {
    return StudyStore.at(spark, lake);
  }

  /**
   * Its experiment, plan and networks, none of which is run.
   *
   * @throws UserException where the lake's studies have changed since
   */
  public Validation validation() {
    Configuration configuration = Configuration.of(folder);
    return new Validation(
        spark,
        configuration.experiment(),
        SplitJob.existing(folder, studies().ledger().datasetDigest()),
        Backbone.of(
            configuration.experiment().network(), spark.sparkContext().hadoopConfiguration()),
        new Origin(studies().ledger().simulated(), List.of()),
        folder);
  }

  @Override
  public void close() {
    spark.stop();
  }
}
