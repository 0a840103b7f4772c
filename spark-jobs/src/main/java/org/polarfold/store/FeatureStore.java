package org.polarfold.store;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a frozen network yields for every map of a dataset, as Parquet. The folder's name holds all
 * that the features depend on, so that stale ones are never read.
 */
public final class FeatureStore {

  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("patient", DataTypes.StringType, false),
            DataTypes.createStructField(
                "features", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          });

  private final SparkSession spark;
  private final RunFolder folder;

  /**
   * The features of a dataset under a key.
   *
   * @param lake the lake's folder
   * @param datasetDigest of the studies
   * @param key of network, layer, preprocessing and map
   */
  public FeatureStore(SparkSession spark, RunFolder lake, String datasetDigest, String key) {
    this.spark = spark;
    this.folder = lake.folder("features").folder(key + "-" + datasetDigest.substring(0, 16));
  }

  /** Whether they were all written. */
  public boolean isComplete() {
    return folder.isDone();
  }

  /** One patient's features. */
  public static Row row(String patient, float[] features) {
    return RowFactory.create(patient, features);
  }

  /** Writes all rows and marks them complete. */
  public void write(JavaRDD<Row> rows) {
    folder.delete();
    spark
        .createDataFrame(rows, SCHEMA)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.pathOf("features.parquet"));
    folder.done();
  }

  /** Columns {@code patient} and {@code features}. */
  public Dataset<Row> read() {
    return spark.read().schema(SCHEMA).parquet(folder.pathOf("features.parquet"));
  }

  /** The values of a row's {@code array<float>} column. */
  public static float[] floats(Row row, String column) {
    List<Float> list = row.getList(row.fieldIndex(column));
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }
}
