package org.polarfold.job;

import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.validate.Execution;
import picocli.CommandLine.Option;

/** How cells are run; no result depends on it. */
final class CellOptions {

  private static final int MOST = 64;
  private static final int MOST_BY_ITSELF = 8;

  @Option(
      names = "--folds-at-once",
      paramLabel = "N",
      description =
          "Folds whose cells are trained at the same time (default: as many as fill the cores,"
              + " and one more).")
  private int foldsAtOnce;

  @Option(
      names = "--checkpoint-seconds",
      paramLabel = "N",
      description =
          "How much time of a training may be lost when it is killed (default: ${DEFAULT-VALUE}).")
  private int checkpointSeconds = 30;

  /**
   * How cells are run.
   *
   * @param workers of a cell
   * @param fits whether there is memory for so many
   */
  Execution execution(SparkSession spark, int workers, IntPredicate fits) {
    if (checkpointSeconds < 0) {
      throw new UserException(
          "Invalid value of --checkpoint-seconds: " + checkpointSeconds + " (expected 0 or more)");
    }
    return new Execution(foldsAtOnce(spark, workers, fits), Duration.ofSeconds(checkpointSeconds));
  }

  private int foldsAtOnce(SparkSession spark, int workers, IntPredicate fits) {
    if (foldsAtOnce < 0 || foldsAtOnce > MOST) {
      throw new UserException(
          "Invalid value of --folds-at-once: " + foldsAtOnce + " (expected 1 to " + MOST + ")");
    }
    if (foldsAtOnce > 0) {
      return foldsAtOnce;
    }
    int cores = spark.sparkContext().defaultParallelism();
    // One more: while its driver averages, the others' workers have the cores.
    int wanted = Math.min(MOST_BY_ITSELF, (cores + workers - 1) / workers + 1);
    return IntStream.iterate(wanted, folds -> folds > 1, folds -> folds - 1)
        .filter(fits)
        .findFirst()
        .orElse(1);
  }
}
