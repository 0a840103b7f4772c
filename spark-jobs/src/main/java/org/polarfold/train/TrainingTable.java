package org.polarfold.train;

import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.polarfold.UserException;
import org.polarfold.store.TrainingStudies;
import org.polarfold.study.Target;
import scala.Tuple2;

/**
 * The training studies whose label is known, as Spark ML takes them: on one partition in the order
 * of patients, since on several its sums differ from run to run.
 */
record TrainingTable(Dataset<Row> rows) implements AutoCloseable {

  private static final StructType SCHEMA =
      DataTypes.createStructType(
          List.of(
              DataTypes.createStructField("label", DataTypes.DoubleType, false),
              DataTypes.createStructField("features", SQLDataTypes.VectorType(), false)));

  /**
   * The table of one target.
   *
   * @throws UserException where only one class is there to learn from
   */
  static TrainingTable of(
      SparkSession spark, TrainingStudies studies, Predictors predictors, Target target) {
    JavaRDD<Row> rows =
        studies
            .shares()
            .filter(study -> study.label(target).isPresent())
            .mapToPair(study -> new Tuple2<>(study.patient(), study))
            .repartitionAndSortWithinPartitions(new HashPartitioner(1))
            .values()
            .map(
                study ->
                    RowFactory.create(
                        (double) study.label(target).orElseThrow(), predictors.of(study)));
    TrainingTable table = new TrainingTable(spark.createDataFrame(rows, SCHEMA).cache());
    if (table.rows.select("label").distinct().count() < 2) {
      table.close();
      throw new UserException(
          "Cannot fit a conventional model of "
              + target.key()
              + ": its training studies have one class (expected both)");
    }
    return table;
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
