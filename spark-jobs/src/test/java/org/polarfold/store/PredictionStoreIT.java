package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.LocalSpark;
import org.polarfold.UserException;
import org.polarfold.evaluate.Prediction;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.PredictionsBuilder;
import org.polarfold.study.Target;

/** Predictions of our own and of other programs, through real Parquet files. */
class PredictionStoreIT {

  private static final String ROW =
      "select 'x1' patient, 'birch' site, 'internal' arm, 'sex' target, 'r-glm' model,"
          + " 1 label, 0.25 score";

  private static SparkSession spark;

  private final Path folder;

  PredictionStoreIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private String parquet(String sql) {
    String path = folder.resolve("theirs.parquet").toString();
    spark.sql(sql).coalesce(1).write().parquet(path);
    return path;
  }

  /** Reads as the evaluation does. */
  private static List<Prediction> read(String path) {
    PredictionTable table = PredictionTable.read(spark, path, path);
    PredictionDecoder decoder = new PredictionDecoder(path);
    PredictionsBuilder builder = Predictions.from(decoder);
    List<Prediction> predictions = new ArrayList<>();
    for (Row row :
        table.rows().orderBy(PredictionTable.FILE, PredictionTable.ROW).collectAsList()) {
      long number = decoder.number(row);
      Prediction prediction = decoder.prediction(row, number);
      builder.add(number, prediction);
      predictions.add(prediction);
    }
    // What a label or a score may be is judged when all rows are there.
    assertThat(builder.build()).isNotNull();
    return predictions;
  }

  @Test
  void theRequiredColumnsSuffice() {
    Prediction prediction = read(parquet(ROW)).get(0);

    assertThat(prediction.patient()).hasToString("x1");
    assertThat(prediction.site()).hasToString("birch");
    assertThat(prediction.arm()).hasToString("internal");
    assertThat(prediction.target()).isEqualTo("sex");
    assertThat(prediction.model()).isEqualTo("r-glm");
    assertThat(prediction.map()).isEqualTo(Prediction.NO_MAP);
    assertThat(prediction.repeat()).isZero();
    assertThat(prediction.seed()).isZero();
    assertThat(prediction.fold()).isEmpty();
    assertThat(prediction.label()).hasValue(1);
    assertThat(prediction.score()).hasValue(0.25);
  }

  @Test
  void everyColumnOfTheContractIsRead() {
    String path =
        parquet(
            "select float(0.5) score, 7 fold, 9223372036854775807 seed, double(2) repeat, 'rest' map,"
                + " double(0) label, 'f' race, 'sex' target, 'r-glm' model, 'internal' arm,"
                + " 'birch' site, 'x1' patient");

    Prediction prediction = read(path).get(0);

    assertThat(prediction.score()).hasValue(0.5);
    assertThat(prediction.fold()).contains("7");
    assertThat(prediction.seed()).isEqualTo(Long.MAX_VALUE);
    assertThat(prediction.repeat()).isEqualTo(2);
    assertThat(prediction.map()).isEqualTo("rest");
    assertThat(prediction.label()).hasValue(0);
  }

  @Test
  void anEmptyMapIsNoMap() {
    assertThat(read(parquet(ROW.replace("1 label", "1 label, '' map"))).get(0).map())
        .isEqualTo(Prediction.NO_MAP);
  }

  @Test
  void anEmptyLabelOrScoreIsMissing() {
    Prediction prediction =
        read(parquet(
                ROW.replace("1 label", "int(null) label")
                    .replace("0.25 score", "double(null) score")))
            .get(0);

    assertThat(prediction.label()).isEqualTo(OptionalDouble.empty());
    assertThat(prediction.score()).isEqualTo(OptionalDouble.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"patient", "site", "arm", "target", "model", "label", "score"})
  void aMissingColumnIsNamed(String column) {
    String path = parquet(ROW.replace(" " + column, " something"));

    assertOneLine(path, "no column " + column + " (expected it)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.25 score   | '0.25' score      | column score: type string (expected a number)",
        "1 label      | true label        | column label: type boolean (expected a number)",
        "'x1' patient | 17 patient        | column patient: type int (expected text)",
        "0.25 score   | 1.7 score         | :1, column score: value 1.7 (expected a number",
        "0.25 score   | -0.1 score        | :1, column score: value -0.1 (expected a number",
        "0.25 score   | double('NaN') score | :1, column score: value NaN (expected a number",
        "1 label      | 2 label           | :1, column label: value 2 (expected 0 or 1",
        "'internal'   | 'intern'          | :1: Invalid arm: \"intern\" (expected internal, ",
        "'birch'      | 'Birch & Co'      | :1: Invalid site name: \"Birch & Co\" (expected 1 to 40 of a-z",
        "'x1' patient | ' ' patient       | :1: Invalid pseudonym: blank",
        "'x1' patient | string(null) patient | :1: Invalid pseudonym: blank",
        "'sex' target | '' target         | :1: no target (expected a name)",
        "'r-glm' model | string(null) model | :1: no model (expected a name)",
        "1 label      | 1 label, 0.5 repeat | :1: column repeat: value 0.5 (expected a whole number)",
        "1 label      | 1 label, 99999999999 repeat | :1: integer overflow",
        "1 label      | 1 label, 1e300 seed | :1: column seed: value 1.0E300 (expected a whole",
      })
  void whatTheContractDoesNotAllowIsRefused(String good, String bad, String message) {
    assertOneLine(parquet(ROW.replace(good, bad)), message);
  }

  private void assertOneLine(String path, String message) {
    assertThatThrownBy(() -> read(path))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid predictions: " + path)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n")
        .doesNotContain("x1");
  }

  @Test
  void whatIsNotParquetIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("theirs.parquet"), "patient,site\n");

    assertThatThrownBy(() -> read(text.toString()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read predictions: " + text + " (expected Parquet)");
  }

  @Test
  void ourOwnComeBackSortedWhateverTheirOrder() {
    PredictionStore.Origin origin =
        new PredictionStore.Origin("external", "dl", "reserve", 0, 3, "cedar");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      FeaturedStudy study =
          StudyFixture.study(
              "p%02d".formatted(i), new float[0], new double[17], Map.of(Target.SEX, i % 2));
      OptionalInt label = i == 4 ? OptionalInt.empty() : OptionalInt.of(i % 2);
      rows.add(PredictionStore.row(origin, study, "sex", label, i / 12.0));
    }
    Collections.reverse(rows);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    String path = folder.resolve("predictions").toString();
    PredictionStore.write(spark, context.parallelize(rows.subList(0, 5), 3), path + "1");
    PredictionStore.write(spark, context.parallelize(rows.subList(5, 12), 2), path + "2");

    PredictionStore.gather(spark, List.of(path + "1", path + "2"), path);

    List<Prediction> read = read(path);
    assertThat(read).hasSize(12);
    for (int i = 0; i < 12; i++) {
      Prediction prediction = read.get(i);
      assertThat(prediction.patient()).hasToString("p%02d".formatted(i));
      assertThat(prediction.site()).hasToString("here");
      assertThat(prediction.arm()).hasToString("external");
      assertThat(prediction.target()).isEqualTo("sex");
      assertThat(prediction.model()).isEqualTo("dl");
      assertThat(prediction.map()).isEqualTo("reserve");
      assertThat(prediction.seed()).isEqualTo(3);
      assertThat(prediction.fold()).contains("cedar");
      assertThat(prediction.score()).hasValue(i / 12.0);
      assertThat(prediction.label())
          .isEqualTo(i == 4 ? OptionalDouble.empty() : OptionalDouble.of(i % 2));
    }
    assertThat(spark.read().parquet(path).select("sex").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("female", "male");
  }
}
