package org.polarfold.leakage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.polarfold.leakage.Leak.Kind;
import org.polarfold.leakage.Sides.Cut;
import org.polarfold.leakage.Sides.Side;
import org.polarfold.store.PredictionTable;
import scala.Tuple2;

/**
 * Scores of anybody whom the plan does not hold out of the cell that made them, and held-out
 * patients without a score; in one job.
 */
final class PredictionLeaks {

  /** Scored by the external arm's networks. */
  private static final String ADAPTED = "external-adapted";

  private static final List<String> COLUMNS =
      List.of("patient", "arm", "repeat", "fold", "target", "model", "map", "seed");

  private PredictionLeaks() {}

  private record Cell(
      String arm, int repeat, String fold, String target, String model, String map, long seed)
      implements Serializable {

    static Cell of(Row row) {
      return new Cell(
          row.getString(1),
          row.isNullAt(2) ? 0 : (int) row.getLong(2),
          row.isNullAt(3) ? "" : row.getString(3),
          row.getString(4),
          row.getString(5),
          row.getString(6),
          row.isNullAt(7) ? 0 : row.getLong(7));
    }

    Optional<Cut> cut(Sides sides) {
      return sides.cut(arm.equals(ADAPTED) ? "external" : arm, repeat, fold);
    }

    String shown() {
      return "arm "
          + arm
          + (repeat == 0 ? "" : ", repeat " + (repeat + 1))
          + ", fold "
          + fold
          + ", target "
          + target
          + ", model "
          + model
          + ", map "
          + map
          + ", seed "
          + seed;
    }
  }

  /** The rows of a cell, and those of them that should not be there. */
  private record Rows(long count, Tally wrong) implements Serializable {

    Rows plus(Rows other) {
      return new Rows(count + other.count, wrong.plus(other.wrong));
    }
  }

  private static final Rows RIGHT = new Rows(1, Tally.NONE);

  /** Looks. */
  static List<Leak> find(PredictionTable predictions, Sides sides) {
    Broadcast<Sides> sent =
        JavaSparkContext.fromSparkContext(predictions.rows().sparkSession().sparkContext())
            .broadcast(sides);
    List<Tuple2<Cell, Rows>> cells =
        new ArrayList<>(
            predictions
                .rows()
                .select(COLUMNS.stream().map(functions::col).toArray(Column[]::new))
                .toJavaRDD()
                .mapPartitionsToPair(rows -> ofShare(rows, sent.value()))
                .reduceByKey(Rows::plus)
                .collect());
    sent.destroy();
    List<Leak> leaks = new ArrayList<>();
    cells.stream()
        .sorted(Comparator.comparing(cell -> cell._1().shown()))
        .forEach(
            cell -> leak(cell._1(), cell._2(), sides, predictions.source()).ifPresent(leaks::add));
    return leaks;
  }

  private static Iterator<Tuple2<Cell, Rows>> ofShare(Iterator<Row> share, Sides sides) {
    Map<Cell, Optional<Cut>> cuts = new HashMap<>();
    Map<Cell, Rows> cells = new HashMap<>();
    while (share.hasNext()) {
      Row row = share.next();
      Cell cell = Cell.of(row);
      Optional<Cut> cut = cuts.computeIfAbsent(cell, one -> one.cut(sides));
      cells.merge(cell, one(row.getString(0), cut, sides), Rows::plus);
    }
    return cells.entrySet().stream()
        .map(cell -> new Tuple2<>(cell.getKey(), cell.getValue()))
        .iterator();
  }

  private static Rows one(String patient, Optional<Cut> cut, Sides sides) {
    Side side = cut.map(of -> sides.side(of, patient)).orElse(Side.UNKNOWN);
    return side == Side.HELD_OUT
        ? RIGHT
        : new Rows(1, Tally.of(patient + " (" + side.shown() + ")"));
  }

  private static Optional<Leak> leak(Cell cell, Rows rows, Sides sides, String source) {
    long right = rows.count - rows.wrong.count();
    long all = cell.cut(sides).map(cut -> (long) cut.heldOut().size()).orElse(0L);
    if (rows.wrong.count() == 0 && right == all) {
      return Optional.empty();
    }
    return Optional.of(
        new Leak(
            rows.wrong.count() == 0 ? Kind.NOT_SCORED : Kind.NOT_HELD_OUT,
            source + ", " + cell.shown(),
            rows.wrong.count() == 0
                ? right + " of " + all + " held-out patients are scored"
                : "scored, and not held out by the plan",
            rows.wrong.first(),
            rows.wrong.count(),
            "the " + all + " patients whom the plan holds out, each once"));
  }
}
