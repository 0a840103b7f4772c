package org.polarfold.store;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Where in the maps a network looked, averaged over patients, as Parquet: a row a target and map.
 */
public final class AttributionStore {

  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            field("target", DataTypes.StringType),
            field("map", DataTypes.StringType),
            field("kind", DataTypes.StringType),
            field("method", DataTypes.StringType),
            field("patients", DataTypes.LongType),
            field("mean", DataTypes.createArrayType(DataTypes.DoubleType, false)),
            field("mean_absolute", DataTypes.createArrayType(DataTypes.DoubleType, false))
          });

  private AttributionStore() {}

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, false);
  }

  /**
   * One row.
   *
   * @param target as {@code impaired_mfr}
   * @param map what the network saw, as {@code reserve} or {@code rest-stress}
   * @param kind which of those maps the row is of
   * @param method {@code occlusion} or {@code gradient}
   * @param patients who are averaged over
   * @param mean 2,160 logits, ring by ring from the apex
   * @param meanAbsolute of their sizes, whatever their signs
   */
  public record Attribution(
      String target,
      String map,
      String kind,
      String method,
      long patients,
      double[] mean,
      double[] meanAbsolute) {

    private Row row() {
      return RowFactory.create(target, map, kind, method, patients, mean, meanAbsolute);
    }
  }

  /** Writes all rows, replacing what was there. */
  public static void write(SparkSession spark, List<Attribution> all, String path) {
    spark
        .createDataFrame(all.stream().map(Attribution::row).toList(), SCHEMA)
        .coalesce(1)
        .sortWithinPartitions("map", "target", "kind", "method")
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(path);
  }
}
