package org.polarfold.train;

import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.polarfold.UserException;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.HeldOutStudies;
import org.polarfold.store.TrainingStudies;
import org.polarfold.study.Target;
import scala.Tuple2;

/** The conventional model: logistic regression of one target on a map's 17 segment means. */
public final class LogisticBaseline {

  private static final StructType SCHEMA =
      DataTypes.createStructType(
          List.of(
              DataTypes.createStructField("label", DataTypes.DoubleType, false),
              DataTypes.createStructField("features", SQLDataTypes.VectorType(), false)));

  private final LogisticRegressionModel model;

  private LogisticBaseline(LogisticRegressionModel model) {
    this.model = model;
  }

  /**
   * Fits the model to the training studies whose label is known. On one partition in a fixed order:
   * on several, Spark ML's sums differ from run to run.
   *
   * @param ridge weight of the squared coefficients of standardised values, at least 0
   * @throws UserException where only one class is there to learn from
   */
  public static LogisticBaseline fit(
      SparkSession spark, TrainingStudies studies, Target target, double ridge) {
    JavaRDD<Row> rows =
        studies
            .shares()
            .filter(study -> study.label(target).isPresent())
            .mapToPair(study -> new Tuple2<>(study.patient(), study))
            .repartitionAndSortWithinPartitions(new org.apache.spark.HashPartitioner(1))
            .values()
            .map(
                study ->
                    RowFactory.create((double) study.label(target).orElseThrow(), segments(study)));
    Dataset<Row> table = spark.createDataFrame(rows, SCHEMA).cache();
    try {
      if (table.select("label").distinct().count() < 2) {
        throw new UserException(
            "Cannot fit logistic regression of "
                + target.key()
                + ": its training studies have one class (expected both)");
      }
      return new LogisticBaseline(
          new LogisticRegression()
              .setRegParam(ridge)
              .setElasticNetParam(0)
              .setStandardization(true)
              .setMaxIter(200)
              .setTol(1e-9)
              .fit(table));
    } finally {
      table.unpersist();
    }
  }

  /** The probability of the target for every held-out study. */
  public JavaPairRDD<FeaturedStudy, Double> scores(HeldOutStudies heldOut) {
    LogisticRegressionModel fitted = model;
    return heldOut
        .studies()
        .mapToPair(
            study -> new Tuple2<>(study, fitted.predictProbability(segments(study)).apply(1)));
  }

  private static Vector segments(FeaturedStudy study) {
    return Vectors.dense(study.segments());
  }
}
