package org.polarfold.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.size;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.MapKind;
import scala.Tuple2;

/**
 * Finds patients of a lake who share their maps, by the rule of the ingest ({@link Duplicates}). It
 * keeps none of them, so that there are some only where a lake was not made by it, or by a rule
 * before this one.
 */
public final class CopiedMaps {

  private static final String PATIENTS = "patients";

  private static final StructType KEYS =
      new StructType()
          .add(StudyCodec.SITE, DataTypes.StringType, false)
          .add(StudyCodec.PATIENT, DataTypes.StringType, false)
          .add(OutcomeCodec.FILE, DataTypes.StringType, false)
          .add(OutcomeCodec.LINE, DataTypes.LongType, false)
          .add(StudyStore.SHAPE, DataTypes.BinaryType, false);

  private CopiedMaps() {}

  /**
   * Patients with the same maps.
   *
   * @param exactly to the last bit; else of the same shape ({@link MapShape#isSame})
   * @param patients at least two, in no order
   */
  public record Copies(boolean exactly, List<String> patients) implements Serializable {}

  /**
   * All such groups; two that are the same to the last bit are of the same shape as well.
   *
   * @param studies rows of {@link StudyStore#read} that have a reserve map
   */
  public static JavaRDD<Copies> among(Dataset<Row> studies) {
    return exact(studies).union(near(studies));
  }

  private static JavaRDD<Copies> exact(Dataset<Row> studies) {
    return studies
        .groupBy(StudyCodec.MAP_DIGEST)
        .agg(collect_list(StudyCodec.PATIENT).as(PATIENTS))
        .where(size(col(PATIENTS)).gt(1))
        .select(PATIENTS)
        .toJavaRDD()
        .map(row -> new Copies(true, List.copyOf(row.<String>getList(0))));
  }

  private static JavaRDD<Copies> near(Dataset<Row> studies) {
    Column[] seen = {
      col(StudyCodec.SITE),
      col(StudyCodec.PATIENT),
      col(StudyCodec.segmentColumn(MapKind.REST)),
      col(StudyCodec.segmentColumn(MapKind.STRESS)),
      col(StudyCodec.segmentColumn(MapKind.RESERVE))
    };
    MapFunction<Row, Row> keyed =
        row -> RowFactory.create(row.getString(0), row.getString(1), "", 0L, shape(row));
    return NearDuplicates.among(studies.select(seen).map(keyed, Encoders.row(KEYS)))
        .select(NearDuplicates.EARLIER, StudyCodec.PATIENT)
        .toJavaRDD()
        .mapToPair(row -> new Tuple2<>(row.getString(0), row.getString(1)))
        .groupByKey()
        .map(
            group -> {
              List<String> patients = new ArrayList<>(List.of(group._1()));
              group._2().forEach(patients::add);
              return new Copies(false, List.copyOf(patients));
            });
  }

  /** The shape that {@link MapShape#of} has of the study. */
  private static byte[] shape(Row row) {
    List<double[]> means = new ArrayList<>();
    for (int column = 2; column < row.length(); column++) {
      boolean reserveToo = means.isEmpty();
      if (!row.isNullAt(column) && (column < row.length() - 1 || reserveToo)) {
        means.add(row.<Double>getList(column).stream().mapToDouble(Double::doubleValue).toArray());
      }
    }
    return MapShape.bytes(MapShape.ofMeans(means));
  }
}
