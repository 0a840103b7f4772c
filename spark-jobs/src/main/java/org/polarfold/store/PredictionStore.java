package org.polarfold.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.polarfold.UserException;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Prediction;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** Predictions as Parquet, a row a patient, arm, target, model, map and seed. */
public final class PredictionStore {

  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            field("patient", DataTypes.StringType, false),
            field("site", DataTypes.StringType, false),
            field("arm", DataTypes.StringType, false),
            field("target", DataTypes.StringType, false),
            field("model", DataTypes.StringType, false),
            field("map", DataTypes.StringType, false),
            field("seed", DataTypes.LongType, false),
            field("fold", DataTypes.StringType, false),
            field("label", DataTypes.IntegerType, true),
            field("score", DataTypes.DoubleType, false),
            field("sex", DataTypes.StringType, true),
            field("age", DataTypes.DoubleType, true)
          });

  /** What is read of other programs' predictions; what may be null may also be absent. */
  private static final StructType FOREIGN =
      new StructType(
          new StructField[] {
            field("patient", DataTypes.StringType, false),
            field("site", DataTypes.StringType, false),
            field("arm", DataTypes.StringType, false),
            field("target", DataTypes.StringType, false),
            field("model", DataTypes.StringType, false),
            field("map", DataTypes.StringType, true),
            field("repeat", DataTypes.IntegerType, true),
            field("seed", DataTypes.LongType, true),
            field("fold", DataTypes.StringType, true),
            field("segment", DataTypes.IntegerType, true),
            field("weight", DataTypes.DoubleType, true),
            field("label", DataTypes.DoubleType, true),
            field("score", DataTypes.DoubleType, true)
          });

  private PredictionStore() {}

  private static StructField field(
      String name, org.apache.spark.sql.types.DataType type, boolean nullable) {
    return DataTypes.createStructField(name, type, nullable);
  }

  /**
   * What a cell's predictions have in common.
   *
   * @param arm as {@code internal}
   * @param model as {@code dl}
   * @param map as {@code reserve}
   * @param seed of the training
   * @param fold as {@code fold-1}
   */
  public record Origin(String arm, String model, String map, long seed, String fold)
      implements java.io.Serializable {}

  /** One patient's score, in [0, 1], for one target; the label is empty where missing. */
  public static Row row(
      Origin origin, FeaturedStudy study, String target, OptionalInt label, double score) {
    OptionalInt male = study.label(Target.SEX);
    return RowFactory.create(
        study.patient(),
        study.site(),
        origin.arm(),
        target,
        origin.model(),
        origin.map(),
        origin.seed(),
        origin.fold(),
        label.isPresent() ? label.getAsInt() : null,
        score,
        male.isPresent() ? (male.getAsInt() == 1 ? "male" : "female") : null,
        Double.isNaN(study.ageYears()) ? null : study.ageYears());
  }

  /** Writes a cell's rows as one file, sorted, replacing what was there. */
  public static void write(SparkSession spark, JavaRDD<Row> rows, String path) {
    write(spark.createDataFrame(rows, SCHEMA), path);
  }

  /** Gathers the predictions of many cells. */
  public static void gather(SparkSession spark, List<String> cells, String path) {
    write(spark.read().schema(SCHEMA).parquet(cells.toArray(String[]::new)), path);
  }

  /** The predictions at a path, in a fixed order. */
  public static Dataset<Row> read(SparkSession spark, String path) {
    return spark
        .read()
        .schema(SCHEMA)
        .parquet(path)
        .orderBy("target", "model", "map", "arm", "seed", "site", "patient");
  }

  /**
   * The predictions that another program wrote as Parquet, with the columns of the contract.
   *
   * @throws UserException where the file is not Parquet, or a column is missing or of another type
   */
  public static Dataset<Row> readForeign(SparkSession spark, String path) {
    // Spark takes these for a pattern.
    String exact = path.replaceAll("([\\[\\]{}*?\\\\])", "\\\\$1");
    Dataset<Row> table;
    try {
      table = spark.read().parquet(exact);
      table.schema();
    } catch (Exception e) { // Spark throws AnalysisException, which it does not declare
      throw new UserException("Cannot read predictions: " + path + " (expected Parquet)", e);
    }
    List<Column> columns = new ArrayList<>();
    for (StructField field : FOREIGN.fields()) {
      columns.add(column(table.schema(), field, path));
    }
    return table.select(columns.toArray(Column[]::new));
  }

  private static Column column(StructType given, StructField wanted, String path) {
    for (StructField field : given.fields()) {
      if (field.name().equals(wanted.name())) {
        boolean text = wanted.dataType().equals(DataTypes.StringType);
        boolean fits =
            text
                ? field.dataType().equals(DataTypes.StringType)
                : field.dataType() instanceof NumericType;
        // A fold is a name or a number.
        if (!fits && !wanted.name().equals("fold")) {
          throw new UserException(
              "Invalid predictions: "
                  + path
                  + ", column "
                  + wanted.name()
                  + ": type "
                  + field.dataType().simpleString()
                  + " (expected "
                  + (text ? "text" : "a number")
                  + ")");
        }
        return functions.col(field.name()).cast(wanted.dataType()).as(wanted.name());
      }
    }
    if (!wanted.nullable() || wanted.name().equals("label") || wanted.name().equals("score")) {
      throw new UserException(
          "Invalid predictions: " + path + ": no column " + wanted.name() + " (expected it)");
    }
    return functions.lit(null).cast(wanted.dataType()).as(wanted.name());
  }

  /**
   * A row of {@link #read} or {@link #readForeign} as the evaluation takes it.
   *
   * @param source named in messages
   * @param number the row's, from 1, named in messages
   * @throws UserException where a text or number is none that the contract allows
   */
  public static Prediction prediction(Row row, String source, long number) {
    try {
      return new Prediction(
          new PatientId(text(row, "patient").orElse("")),
          new SiteId(text(row, "site").orElse("")),
          new Arm(text(row, "arm").orElse("")),
          text(row, "target").orElse(""),
          text(row, "model").orElse(""),
          text(row, "map").orElse(Prediction.NO_MAP),
          (int) number(row, "repeat").orElse(0),
          (long) number(row, "seed").orElse(0),
          text(row, "fold"),
          (int) number(row, "segment").orElse(0),
          number(row, "weight"),
          number(row, "label"),
          number(row, "score"));
    } catch (UserException | IllegalArgumentException e) {
      throw new UserException(
          "Invalid predictions: " + source + ", row " + number + ": " + e.getMessage(), e);
    }
  }

  private static Optional<String> text(Row row, String column) {
    int index = index(row, column);
    return index < 0 || row.isNullAt(index) ? Optional.empty() : Optional.of(row.getString(index));
  }

  private static OptionalDouble number(Row row, String column) {
    int index = index(row, column);
    return index < 0 || row.isNullAt(index)
        ? OptionalDouble.empty()
        : OptionalDouble.of(((Number) row.get(index)).doubleValue());
  }

  private static int index(Row row, String column) {
    return List.of(row.schema().fieldNames()).indexOf(column);
  }

  private static void write(Dataset<Row> rows, String path) {
    rows.coalesce(1)
        .sortWithinPartitions("target", "model", "map", "arm", "seed", "site", "patient")
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(path);
  }
}
