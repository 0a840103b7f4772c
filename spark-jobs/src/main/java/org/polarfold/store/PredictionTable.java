package org.polarfold.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.polarfold.UserException;
import org.polarfold.evaluate.Attributes;
import org.polarfold.evaluate.LabelSource;
import org.polarfold.evaluate.Prediction;
import org.polarfold.evaluate.RunComparison;

/**
 * Predictions as Parquet, a run's own or any other program's, in the columns of the contract and
 * with each row's place, where they lie.
 *
 * @param rows columns {@code patient, site, arm, target, model, map, repeat, seed, fold, segment,
 *     weight, sex, age, race, verified, readers, label, score} and {@link #FILE} and {@link #ROW},
 *     in no order; read by {@link PredictionDecoder}
 * @param source the file or folder, as messages name it; empty where each row's file is named whole
 */
public record PredictionTable(Dataset<Row> rows, String source) {

  /** The column with the name of the row's file. */
  public static final String FILE = "file";

  /** The column with the row's number in its file, from 1. */
  public static final String ROW = "row";

  /**
   * The columns that tell apart what is evaluated by itself; no null where the contract is kept.
   */
  public static final List<String> CELL = List.of("target", "map", "model");

  /** The columns that tell one comparison of models from another. */
  public static final List<String> TASK = List.of("target", "map");

  /** The column with what each reader said: an array of names and labels. */
  static final String READERS = "readers";

  private static DataType ofReaders() {
    return DataTypes.createArrayType(
        new StructType(
            new StructField[] {
              field("name", DataTypes.StringType, false), field("label", DataTypes.DoubleType, true)
            }),
        false);
  }

  /** All columns; of those of the contract, what may be null may also be absent. */
  static final StructType COLUMNS =
      new StructType(
          new StructField[] {
            field("patient", DataTypes.StringType, false),
            field("site", DataTypes.StringType, false),
            field("arm", DataTypes.StringType, false),
            field("target", DataTypes.StringType, false),
            field("model", DataTypes.StringType, false),
            field("map", DataTypes.StringType, true),
            field("repeat", DataTypes.LongType, true),
            field("seed", DataTypes.LongType, true),
            field("fold", DataTypes.StringType, true),
            field("segment", DataTypes.LongType, true),
            field("weight", DataTypes.DoubleType, true),
            field(Attributes.SEX, DataTypes.StringType, true),
            field(Attributes.AGE, DataTypes.DoubleType, true),
            field(Attributes.RACE, DataTypes.StringType, true),
            field(LabelSource.VERIFIED, DataTypes.DoubleType, true),
            field(READERS, ofReaders(), true),
            field("label", DataTypes.DoubleType, true),
            field("score", DataTypes.DoubleType, true),
            field(FILE, DataTypes.StringType, false),
            field(ROW, DataTypes.LongType, false)
          });

  private static final List<String> NAME_OR_NUMBER =
      List.of("fold", Attributes.SEX, Attributes.RACE);
  private static final List<String> MAY_HOLD_NULL_BUT_NOT_BE_ABSENT = List.of("label", "score");

  /** The rows but those of some targets of an arm, model and map. */
  public PredictionTable without(String arm, String model, String map, List<String> targets) {
    Column theirs =
        functions
            .col("arm")
            .equalTo(arm)
            .and(functions.col("model").equalTo(model))
            .and(functions.col("map").equalTo(map))
            .and(functions.col("target").isInCollection(targets));
    return new PredictionTable(rows.where(functions.not(theirs)), source);
  }

  /** The rows without their places, which are only of use where a row is not right. */
  public Dataset<Row> unplaced() {
    return rows.drop(FILE, ROW);
  }

  private static StructField field(String name, DataType type, boolean nullable) {
    return DataTypes.createStructField(name, type, nullable);
  }

  /**
   * The predictions at a path.
   *
   * @param path a file, or a folder of files
   * @param source the same, as messages shall name it
   * @throws UserException where it is not Parquet, or a column is missing or of another type
   */
  public static PredictionTable read(SparkSession spark, String path, String source) {
    // Spark takes these for a pattern.
    String exact = path.replaceAll("([\\[\\]{}*?\\\\])", "\\\\$1");
    Dataset<Row> table;
    StructType given;
    try {
      table = spark.read().parquet(exact);
      given = table.schema();
    } catch (Exception e) { // Spark throws AnalysisException, which it does not declare
      throw new UserException("Cannot read predictions: " + source + " (expected Parquet)", e);
    }
    ParquetFooters.of(new Path(path), spark.sparkContext().hadoopConfiguration())
        .rows(new StructType());
    Column[] columns =
        Arrays.stream(COLUMNS.fields())
            .map(wanted -> column(given, wanted, source))
            .toArray(Column[]::new);
    return new PredictionTable(table.select(columns), source);
  }

  /**
   * The predictions of two runs in one table, their models {@link RunComparison.Model#marked
   * marked}. What is known of a patient beside site and label is left out: no comparison looks at
   * it.
   */
  public static PredictionTable ofTwoRuns(PredictionTable first, PredictionTable second) {
    return new PredictionTable(
        first.of(RunComparison.FIRST).unionByName(second.of(RunComparison.SECOND)), "");
  }

  /** The rows with the names that they have beside another run's. */
  private Dataset<Row> of(String run) {
    Column nothing = functions.lit(null);
    return rows.withColumn(
            "model",
            functions.concat(
                functions.lit(new RunComparison.Model(run, "").marked()), functions.col("model")))
        .withColumn(FILE, functions.concat(functions.lit(source + "/"), functions.col(FILE)))
        .withColumn(Attributes.SEX, nothing.cast(DataTypes.StringType))
        .withColumn(Attributes.AGE, nothing.cast(DataTypes.DoubleType))
        .withColumn(Attributes.RACE, nothing.cast(DataTypes.StringType));
  }

  /** Writes rows with the columns of the contract, a file a partition, to a new folder. */
  public static void write(Dataset<Row> rows, String path) {
    rows.write().parquet(path);
  }

  private static Column column(StructType given, StructField wanted, String source) {
    String name = wanted.name();
    if (name.equals(FILE)) {
      return functions.col("_metadata.file_name").as(FILE);
    }
    if (name.equals(ROW)) {
      return functions.col("_metadata.row_index").plus(1).as(ROW);
    }
    if (name.equals(READERS)) {
      return readers(given, source).as(READERS);
    }
    Optional<DataType> found =
        Arrays.stream(given.fields())
            .filter(field -> field.name().equals(name))
            .map(StructField::dataType)
            .findFirst();
    if (found.isPresent()) {
      Column taken = functions.col(name).cast(taken(found.get(), wanted, source));
      return filled(name, taken).as(name);
    }
    if (!wanted.nullable() || MAY_HOLD_NULL_BUT_NOT_BE_ABSENT.contains(name)) {
      throw new UserException(
          "Invalid predictions: " + source + ": no column " + name + " (expected it)");
    }
    Column nothing = functions.lit(null).cast(wanted.dataType());
    return filled(name, nothing).as(name);
  }

  /** What the columns of readers say, as one column, however many they are. */
  private static Column readers(StructType given, String source) {
    List<Column> said = new ArrayList<>();
    for (StructField field : given.fields()) {
      String name = field.name();
      if (name.startsWith(LabelSource.READER) && name.length() > LabelSource.READER.length()) {
        StructField number = field(name, DataTypes.DoubleType, true);
        said.add(
            functions.struct(
                functions.lit(name.substring(LabelSource.READER.length())).as("name"),
                functions
                    .col("`" + name.replace("`", "``") + "`")
                    .cast(taken(field.dataType(), number, source))
                    .as("label")));
      }
    }
    return said.isEmpty()
        ? functions.lit(null).cast(ofReaders())
        : functions.array(said.toArray(Column[]::new));
  }

  /** What stands for nothing where rows are grouped by a column that may be missing. */
  private static Column filled(String name, Column column) {
    return switch (name) {
      case "map" -> named(column);
      case "segment" -> functions.coalesce(column, functions.lit(0L));
      default -> column;
    };
  }

  /** Rows that name no map belong to one cell, however they say so. */
  private static Column named(Column map) {
    return functions.coalesce(
        functions.when(map.notEqual(""), map), functions.lit(Prediction.NO_MAP));
  }

  /** The type in which a column is taken; the decoder judges what a cast would cut off. */
  private static DataType taken(DataType given, StructField wanted, String source) {
    boolean text = wanted.dataType().equals(DataTypes.StringType);
    boolean fits = text ? given.equals(DataTypes.StringType) : given instanceof NumericType;
    if (!fits && !NAME_OR_NUMBER.contains(wanted.name())) {
      throw new UserException(
          "Invalid predictions: %s, column %s: type %s (expected %s)"
              .formatted(source, wanted.name(), given.simpleString(), text ? "text" : "a number"));
    }
    boolean whole = wanted.dataType().equals(DataTypes.LongType);
    return whole && given instanceof FractionalType ? DataTypes.DoubleType : wanted.dataType();
  }
}
