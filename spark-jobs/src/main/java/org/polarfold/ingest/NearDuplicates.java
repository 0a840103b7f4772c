package org.polarfold.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.Segment17;

/**
 * Finds maps of nearly the same shape ({@link MapShape}) without comparing every pair: shapes are
 * dropped into cells by several random projections each, several times over, and only those of one
 * cell are compared (locality-sensitive hashing for Euclidean distance: Datar et al., Proc SCG
 * 2004:253). Two of a difference of 0.002, which is what another export of the same maps shows, are
 * missed once in some thousand; the projections are fixed, so the same studies give the same
 * answer.
 */
final class NearDuplicates {

  private static final int TABLES = 6;
  private static final int PROJECTIONS = 5;

  /** Width of a cell: some ten times what a projection moves between two exports of one map. */
  private static final double WIDTH = 0.05;

  private static final int LONGEST = 2 * Segment17.COUNT;
  private static final float[][][] DIRECTIONS = directions();

  private static final String CALLED = "called";
  private static final String CELL = "cell";
  private static final String FIRST = "first";

  /** The column with the patient of the earlier row. */
  static final String EARLIER = "earlier";

  private static final StructType WHERE =
      new StructType()
          .add(StudyCodec.SITE, DataTypes.StringType, false)
          .add(StudyCodec.PATIENT, DataTypes.StringType, false)
          .add(OutcomeCodec.FILE, DataTypes.StringType, false)
          .add(OutcomeCodec.LINE, DataTypes.LongType, false);

  private static final StructType FOUND =
      WHERE.add(CALLED, DataTypes.StringType, false).add(EARLIER, DataTypes.StringType, false);

  private static final StructType IN_CELL =
      WHERE.add(StudyStore.SHAPE, DataTypes.BinaryType, false).add(CELL, DataTypes.LongType, false);

  /** Few cells hold two that are the same, so that hardly any has to be put in order. */
  private static final Comparator<InCell> IN_ORDER =
      Comparator.comparing((InCell in) -> in.row().getString(0))
          .thenComparing(in -> in.row().getString(1));

  private NearDuplicates() {}

  /**
   * The rows whose shape is that of an earlier row, by site and patient.
   *
   * @param keys site, patient, file, line and shape
   * @return site, patient, file, line, what the earlier one is called, and its patient
   */
  static Dataset<Row> among(Dataset<Row> keys) {
    FlatMapFunction<Row, Row> intoCells =
        row -> {
          byte[] bytes = row.getAs(4);
          float[] shape = MapShape.ofBytes(bytes);
          List<Row> inCells = new ArrayList<>(TABLES);
          for (int table = 0; table < TABLES; table++) {
            inCells.add(
                RowFactory.create(
                    row.getString(0),
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    bytes,
                    cell(shape, table)));
          }
          return inCells.iterator();
        };
    return keys.select(
            col(StudyCodec.SITE),
            col(StudyCodec.PATIENT),
            col(OutcomeCodec.FILE),
            col(OutcomeCodec.LINE),
            col(StudyStore.SHAPE))
        .flatMap(intoCells, Encoders.row(IN_CELL))
        .groupByKey((MapFunction<Row, Long>) row -> row.getLong(5), Encoders.LONG())
        .flatMapGroups(
            (FlatMapGroupsFunction<Long, Row, Row>) (cell, rows) -> later(rows),
            Encoders.row(FOUND))
        .groupBy(StudyCodec.SITE, StudyCodec.PATIENT, OutcomeCodec.FILE, OutcomeCodec.LINE)
        // Found in several cells, perhaps after different firsts: the choice must not be chance's.
        .agg(min(struct(CALLED, EARLIER)).as(FIRST))
        .select(
            col(StudyCodec.SITE),
            col(StudyCodec.PATIENT),
            col(OutcomeCodec.FILE),
            col(OutcomeCodec.LINE),
            col(FIRST + "." + CALLED),
            col(FIRST + "." + EARLIER));
  }

  /** Of the rows of a cell those that come after one of the same shape, by site and patient. */
  private static Iterator<Row> later(Iterator<Row> rows) {
    List<InCell> all = new ArrayList<>();
    boolean none = true;
    while (rows.hasNext()) {
      InCell row = InCell.of(rows.next());
      none = none && all.stream().noneMatch(row::isSame);
      all.add(row);
    }
    return none ? Collections.emptyIterator() : laterInOrder(all);
  }

  private static Iterator<Row> laterInOrder(List<InCell> all) {
    all.sort(IN_ORDER);
    List<InCell> firsts = new ArrayList<>();
    List<Row> found = new ArrayList<>();
    for (InCell row : all) {
      Optional<InCell> same = firsts.stream().filter(row::isSame).findFirst();
      if (same.isPresent()) {
        found.add(row.after(same.get()));
      } else {
        firsts.add(row);
      }
    }
    return found.iterator();
  }

  /** A study in a cell. */
  private record InCell(Row row, float[] shape) {

    static InCell of(Row row) {
      return new InCell(row, MapShape.ofBytes(row.getAs(4)));
    }

    boolean isSame(InCell other) {
      return MapShape.isSame(shape, other.shape);
    }

    Row after(InCell first) {
      return RowFactory.create(
          row.getString(0),
          row.getString(1),
          row.getString(2),
          row.getLong(3),
          "the maps of " + first.row.getString(2) + ":" + first.row.getLong(3),
          first.row.getString(1));
    }
  }

  /** The cell of a shape in a table; shapes of other lengths share none but by chance. */
  private static long cell(float[] shape, int table) {
    long cell = 31L * shape.length + table;
    for (float[] direction : DIRECTIONS[table]) {
      double along = direction[LONGEST];
      for (int i = 0; i < shape.length; i++) {
        along += shape[i] * direction[i];
      }
      cell = cell * 1_000_003L + (long) Math.floor(along / WIDTH);
    }
    return cell;
  }

  /** Unit vectors, and after each an offset of up to one width. */
  private static float[][][] directions() {
    Random random = new Random(17);
    float[][][] directions = new float[TABLES][PROJECTIONS][LONGEST + 1];
    for (float[][] table : directions) {
      for (float[] direction : table) {
        double length = 0;
        for (int i = 0; i < LONGEST; i++) {
          direction[i] = (float) random.nextGaussian();
          length += direction[i] * direction[i];
        }
        for (int i = 0; i < LONGEST; i++) {
          direction[i] /= (float) Math.sqrt(length);
        }
        direction[LONGEST] = (float) (WIDTH * random.nextDouble());
      }
    }
    return directions;
  }
}
