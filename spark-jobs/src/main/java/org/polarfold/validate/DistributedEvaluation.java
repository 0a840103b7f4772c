package org.polarfold.validate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.polarfold.UserException;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.ModelComparison;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Results;
import org.polarfold.evaluate.Results.TargetResult;
import org.polarfold.evaluate.RunComparison;
import org.polarfold.evaluate.Supplement;
import org.polarfold.store.PredictionDecoder;
import org.polarfold.store.PredictionTable;
import org.polarfold.validate.CellResult.Flaw;
import org.polarfold.validate.CellResults.Estimation;
import org.polarfold.validate.CellResults.Same;

/**
 * Evaluates a table of predictions where it lies: every target, model and map (a cell) by itself in
 * one task, so that estimates alone come to the driver. An executor holds the rows of one cell for
 * each of its cores. The results are those of {@link Evaluation} over all rows at once, whatever
 * the number of partitions.
 *
 * @param resampling for intervals that no formula gives
 * @param partitions tasks that cells are spread over
 * @param supplements what others estimate beside it
 */
public record DistributedEvaluation(
    Resampling resampling, int partitions, List<? extends Supplement> supplements) {

  // Cells fall on partitions by hash: with many more partitions than cores, cores stay busy.
  private static final int LEAST_PARTITIONS = 64;
  private static final int PARTITIONS_A_CORE = 4;

  /** Without supplements. */
  public DistributedEvaluation(Resampling resampling, int partitions) {
    this(resampling, partitions, List.of());
  }

  /** As many partitions as suit the cluster, without supplements. */
  public static DistributedEvaluation on(SparkSession spark, Resampling resampling) {
    return on(spark, resampling, List.of());
  }

  /** As many partitions as suit the cluster. */
  public static DistributedEvaluation on(
      SparkSession spark, Resampling resampling, List<? extends Supplement> supplements) {
    int cores = spark.sparkContext().defaultParallelism();
    return new DistributedEvaluation(
        resampling, Math.max(LEAST_PARTITIONS, PARTITIONS_A_CORE * cores), supplements);
  }

  /**
   * Evaluates the table.
   *
   * @throws UserException where it has no row, or a row that is not right: first contradictions of
   *     a patient's site or label anywhere in the table, then the first bad row by file and row; of
   *     several in one cell, the one that the cell's rows in this order meet first
   */
  public Results of(PredictionTable table) {
    Contradictions.refuse(table);
    Resampling drawn = resampling;
    List<? extends Supplement> others = supplements;
    List<CellResult<TargetResult>> cells =
        cells(
            table.unplaced(),
            table.source(),
            PredictionTable.CELL,
            PredictionTable.CELL,
            PredictionDecoder::sameCell,
            predictions -> Evaluation.of(predictions, drawn, others).targets());
    if (cells.isEmpty()) {
      throw new UserException("Cannot read predictions: " + table.source() + " (no rows)");
    }
    if (firstFlaw(cells).isPresent()) {
      // Once more with the rows' places, which all the others need not carry.
      List<String> order = new ArrayList<>(PredictionTable.CELL);
      order.addAll(List.of(PredictionTable.FILE, PredictionTable.ROW));
      throw firstFlaw(
              cells(
                  table.rows(),
                  table.source(),
                  PredictionTable.CELL,
                  order,
                  PredictionDecoder::sameCell,
                  predictions -> List.<TargetResult>of()))
          .map(flaw -> new UserException(flaw.message()))
          .orElseThrow(() -> new IllegalStateException("Invalid table: it changes while read"));
    }
    Results results =
        Results.of(cells.stream().flatMap(cell -> cell.estimates().stream()).toList());
    return ModelComparison.in(
        results, severalModels(results) ? byTask(table, ModelComparison::of) : List.of());
  }

  /**
   * Compares two runs.
   *
   * @param both rows of both, as {@link PredictionTable#ofTwoRuns} holds them
   * @throws UserException where the runs contradict each other in a patient's site or label
   */
  public List<RunComparison> ofTwoRuns(PredictionTable both) {
    Contradictions.refuse(both);
    return byTask(both, RunComparison::of);
  }

  private static boolean severalModels(Results results) {
    Set<List<String>> tasks = new HashSet<>();
    return !results.binary().stream()
        .allMatch(result -> tasks.add(List.of(result.target(), result.map())));
  }

  /** All models of a target and map together, which is as much as is held at once. */
  private <T extends Serializable> List<T> byTask(PredictionTable table, Estimation<T> estimation) {
    List<CellResult<T>> tasks =
        cells(
            table.unplaced(),
            table.source(),
            PredictionTable.TASK,
            PredictionTable.CELL,
            PredictionDecoder::sameTask,
            estimation);
    // What contradicts itself from model to model alone.
    firstFlaw(tasks)
        .ifPresent(
            flaw -> {
              throw new UserException(flaw.message());
            });
    return tasks.stream().flatMap(task -> task.estimates().stream()).toList();
  }

  private static Optional<Flaw> firstFlaw(List<? extends CellResult<?>> cells) {
    return cells.stream().flatMap(cell -> cell.flaws().stream()).min(Flaw.ORDER);
  }

  private <T extends Serializable> List<CellResult<T>> cells(
      Dataset<Row> rows,
      String source,
      List<String> together,
      List<String> order,
      Same same,
      Estimation<T> estimation) {
    return rows.repartition(partitions, columns(together))
        .sortWithinPartitions(columns(order))
        .javaRDD()
        .mapPartitions(some -> new CellResults<>(some, source, same, estimation))
        .collect();
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }
}
