package org.polarfold.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.polarfold.UserException;
import org.polarfold.familiarity.Familiarity.Distances;
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
            field("repeat", DataTypes.IntegerType, true),
            field("seed", DataTypes.LongType, false),
            field("fold", DataTypes.StringType, false),
            field("label", DataTypes.IntegerType, true),
            field("score", DataTypes.DoubleType, false),
            field("sex", DataTypes.StringType, true),
            field("age", DataTypes.DoubleType, true),
            field("race", DataTypes.StringType, true)
          });

  /** Of a finished model's, with how far each study lies; null where the model does not say. */
  private static final StructType SHOWN =
      SCHEMA
          .add("mahalanobis", DataTypes.DoubleType, true)
          .add("mahalanobis_share", DataTypes.DoubleType, true)
          .add("nearest", DataTypes.DoubleType, true)
          .add("nearest_share", DataTypes.DoubleType, true);

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
   * @param repeat of the design's draws, 0 for the first
   * @param seed of the training
   * @param fold as {@code fold-1}
   */
  public record Origin(String arm, String model, String map, int repeat, long seed, String fold)
      implements java.io.Serializable {

    /** The same of another model. */
    public Origin ofModel(String other) {
      return new Origin(arm, other, map, repeat, seed, fold);
    }

    /** The same in another arm. */
    public Origin of(String other) {
      return new Origin(other, model, map, repeat, seed, fold);
    }
  }

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
        origin.repeat(),
        origin.seed(),
        origin.fold(),
        label.isPresent() ? label.getAsInt() : null,
        score,
        male.isPresent() ? (male.getAsInt() == 1 ? "male" : "female") : null,
        Double.isNaN(study.ageYears()) ? null : study.ageYears(),
        study.race().orElse(null));
  }

  /**
   * One patient's score, in [0, 1], by who tells no more of the patient than that.
   *
   * @param label 0 or 1
   */
  public static Row row(
      Origin origin, String patient, String site, String target, int label, double score) {
    return RowFactory.create(
        patient,
        site,
        origin.arm(),
        target,
        origin.model(),
        origin.map(),
        origin.repeat(),
        origin.seed(),
        origin.fold(),
        label,
        score,
        null,
        null,
        null);
  }

  /** Writes rows as they lie, a file a partition, replacing what was there. */
  public static void writeParts(SparkSession spark, JavaRDD<Row> rows, String path) {
    spark.createDataFrame(rows, SCHEMA).write().mode(SaveMode.Overwrite).parquet(path);
  }

  /** A row of {@link #row}, with how far the study lies from those that the model learnt from. */
  public static Row shown(Row row, Optional<Distances> distances) {
    Object[] cells = new Object[SHOWN.length()];
    for (int i = 0; i < row.length(); i++) {
      cells[i] = row.get(i);
    }
    if (distances.isPresent()) {
      cells[row.length()] = distances.get().mahalanobis();
      cells[row.length() + 1] = distances.get().mahalanobisShare();
      cells[row.length() + 2] = distances.get().nearest();
      cells[row.length() + 3] = distances.get().nearestShare();
    }
    return RowFactory.create(cells);
  }

  /** Writes rows of {@link #shown} as one file, sorted. */
  public static void writeShown(SparkSession spark, JavaRDD<Row> rows, String path) {
    write(spark.createDataFrame(rows, SHOWN), path);
  }

  /** Whether a file begins as {@link #writeCsv} has it. */
  public static boolean isCsv(java.nio.file.Path file) {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return String.join(",", SHOWN.fieldNames()).equals(lines.readLine());
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes a cell's rows as one file, sorted, replacing what was there. */
  public static void write(SparkSession spark, JavaRDD<Row> rows, String path) {
    write(spark.createDataFrame(rows, SCHEMA), path);
  }

  /**
   * Writes rows of {@link #shown} as CSV, sorted, with a header, replacing what was there when all
   * are; null is empty.
   */
  public static void writeCsv(SparkSession spark, JavaRDD<Row> rows, java.nio.file.Path file) {
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setHeader(SHOWN.fieldNames()).setRecordSeparator('\n').get();
    java.nio.file.Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    try {
      try (CSVPrinter printer =
          new CSVPrinter(Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8), format)) {
        Iterator<Row> sorted = sorted(spark.createDataFrame(rows, SHOWN)).toLocalIterator();
        while (sorted.hasNext()) {
          Row row = sorted.next();
          for (int i = 0; i < row.length(); i++) {
            printer.print(row.get(i));
          }
          printer.println();
        }
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserException(
          "Cannot write predictions: " + file + " (expected a file in a folder that is there)", e);
    }
  }

  /** Gathers the predictions of many cells. */
  public static void gather(SparkSession spark, List<String> cells, String path) {
    for (String cell : cells) {
      ParquetFooters.of(new Path(cell), spark.sparkContext().hadoopConfiguration()).rows(SCHEMA);
    }
    write(spark.read().schema(SCHEMA).parquet(cells.toArray(String[]::new)), path);
  }

  private static void write(Dataset<Row> rows, String path) {
    sorted(rows).write().mode(SaveMode.Overwrite).parquet(path);
  }

  private static Dataset<Row> sorted(Dataset<Row> rows) {
    return rows.coalesce(1)
        .sortWithinPartitions("target", "model", "map", "arm", "repeat", "seed", "site", "patient");
  }
}
