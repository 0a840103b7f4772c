package org.polarfold.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.LocalSpark;
import org.polarfold.UserException;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.PredictionsCsv;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Results;
import org.polarfold.evaluate.ResultsFile;
import org.polarfold.fairness.AgeBands;
import org.polarfold.fairness.Fairness;
import org.polarfold.reference.ImperfectReference;
import org.polarfold.store.PredictionTable;

/** The same predictions as CSV on the driver and as Parquet where they lie; planted mistakes. */
class DistributedEvaluationIT {

  private static final String COLUMNS = "patient,site,arm,target,model,map,repeat,seed,label,score";
  private static final List<String> TARGETS = List.of("mace", "sex", "smoking");

  private static final Resampling RESAMPLING = new Resampling(100, 3);

  private static SparkSession spark;

  private final Path folder;

  DistributedEvaluationIT(@TempDir Path folder) {
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

  /**
   * 3 targets x 2 models x 2 maps x 2 arms x 90 patients at 4 sites, one of which has one class
   * only; labels and scores missing; two repeats of one model, the second not of every patient.
   */
  private static String rows() {
    StringBuilder rows = new StringBuilder();
    for (String target : TARGETS) {
      for (String model : List.of("dl", "logistic")) {
        for (String map : List.of("", "rest")) {
          for (String arm : List.of("external", "internal")) {
            for (int repeat = 0; repeat < (model.equals("dl") ? 2 : 1); repeat++) {
              rows(rows, List.of(arm, target, model, map), repeat);
            }
          }
        }
      }
    }
    return rows.toString();
  }

  private static void rows(StringBuilder rows, List<String> cell, int repeat) {
    for (int i = 0; i < 90; i++) {
      if (repeat == 1 && i % 17 == 0) {
        continue;
      }
      int hash = Math.floorMod((cell + "/" + i + "/" + repeat).hashCode(), 997);
      String site = "site-" + i % 4;
      int event = i % 4 == 3 ? 0 : Math.floorMod((cell.get(1) + i * 31).hashCode(), 7) / 4;
      String label = i % 23 == 0 ? "" : String.valueOf(event);
      String score = hash % 41 == 0 ? "" : String.valueOf((hash / 997.0 + event) / 2);
      rows.append(
          "patient-%02d,%s,%s,%d,9007199254740993,%s,%s%n"
              .formatted(i, site, String.join(",", cell), repeat, label, score));
    }
  }

  private Path csv(String rows) {
    try {
      return Files.writeString(folder.resolve("p.csv"), COLUMNS + "\n" + rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows as Parquet: in their order where in one file, else dealt out. */
  private PredictionTable parquet(String rows, int files) {
    String path = folder.resolve("p.parquet").toString();
    Dataset<Row> table =
        spark
            .read()
            .option("header", "true")
            .schema(
                "patient string, site string, arm string, target string, model string, map string,"
                    + " repeat int, seed long, label double, score double")
            .csv(csv(rows).toString());
    (files == 1 ? table.coalesce(1) : table.repartition(files)).write().parquet(path);
    return PredictionTable.read(spark, path, path);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,1", "1,5", "7,5"})
  void theResultsAreThoseOfTheDriverWhateverTheParallelism(int partitions, int files) {
    Results onDriver = Evaluation.of(PredictionsCsv.read(csv(rows())), RESAMPLING);

    Results distributed =
        new DistributedEvaluation(RESAMPLING, partitions).of(parquet(rows(), files));

    assertThat(distributed).isEqualTo(onDriver);
    assertThat(distributed.targets()).hasSize(12);
    assertThat(distributed.counts().rows()).isEqualTo(rows().lines().count());
    assertThat(distributed.counts().excluded().labelMissing()).isPositive();
    assertThat(distributed.counts().excluded().scoreMissing()).isPositive();
    assertThat(distributed.counts().excluded().notInEveryRepeat()).isPositive();
  }

  @Test
  void cellsSharingATaskAreEvaluatedOneByOne() {
    PredictionTable table = parquet(rows(), 2);

    assertThat(new DistributedEvaluation(Resampling.NONE, 1).of(table))
        .isEqualTo(DistributedEvaluation.on(spark, Resampling.NONE).of(table));
  }

  @Test
  void segmentsAndWeightsAreReadOfParquetAsOfCsv() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      for (int segment = 1; segment <= 3; segment++) {
        for (String arm : List.of("external", "internal")) {
          double label = 1.5 + i % 5 * 0.25 + segment * 0.125;
          double score = label + i % 3 * 0.5 - (arm.equals("external") ? 0.75 : 0.5);
          rows.append(
              "p-%02d,s-%d,%s,mfr,dl,,0,1,%d,,%s,%s%n"
                  .formatted(i, i % 2, arm, segment, label, score));
        }
      }
      rows.append(
          "p-%02d,s-%d,internal,mace,dl,,0,1,,%s,%d,%s%n"
              .formatted(i, i % 2, i % 4 == 0 ? 0.5 : 1, i % 3 == 0 ? 1 : 0, i / 24.0));
    }
    Path csv;
    try {
      csv =
          Files.writeString(
              folder.resolve("s.csv"),
              "patient,site,arm,target,model,map,repeat,seed,segment,weight,label,score\n" + rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String path = folder.resolve("s.parquet").toString();
    spark
        .read()
        .option("header", "true")
        .schema(
            "patient string, site string, arm string, target string, model string, map string,"
                + " repeat int, seed long, segment int, weight double, label double, score double")
        .csv(csv.toString())
        .write()
        .parquet(path);
    Results onDriver = Evaluation.of(PredictionsCsv.read(csv), RESAMPLING);

    assertThat(new DistributedEvaluation(RESAMPLING, 3).of(PredictionTable.read(spark, path, path)))
        .isEqualTo(onDriver);
    assertThat(onDriver.targets()).extracting("kind").containsExactly("binary", "regression");
  }

  @Test
  void subgroupsAreThoseOfTheDriver() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 160; i++) {
      for (String arm : List.of("external", "internal")) {
        int label = Math.floorMod(i * 37, 11) / 6;
        double score = (Math.floorMod((arm + i).hashCode(), 97) / 97.0 + label) / 2;
        rows.append(
            "p-%03d,s-%d,%s,mace,dl,%s,%s,%s,%d,%s%n"
                .formatted(
                    i,
                    i % 2,
                    arm,
                    i % 3 == 0 ? "male" : "female",
                    i % 7 == 0 ? "" : String.valueOf(40.5 + i % 50),
                    i % 40 == 0 ? "black" : "white",
                    label,
                    score));
      }
    }
    String columns = "patient,site,arm,target,model,sex,age,race,label,score\n";
    Path csv;
    try {
      csv = Files.writeString(folder.resolve("g.csv"), columns + rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String path = folder.resolve("g.parquet").toString();
    spark
        .read()
        .option("header", "true")
        .schema(
            "patient string, site string, arm string, target string, model string, sex string,"
                + " age double, race string, label double, score double")
        .csv(csv.toString())
        .write()
        .parquet(path);
    List<Fairness> subgroups = List.of(new Fairness(AgeBands.USUAL));
    Results onDriver = Evaluation.of(PredictionsCsv.read(csv), Resampling.NONE, subgroups);
    PredictionTable table = PredictionTable.read(spark, path, path);

    Results distributed = new DistributedEvaluation(Resampling.NONE, 3, subgroups).of(table);

    assertThat(distributed).isEqualTo(onDriver);
    assertThat(ResultsFile.text(onDriver, Map.of()))
        .contains("\"sex x race\"", "\"65 to 74\"", "suppressed", "pHolm");
  }

  @Test
  void imperfectReferencesAreThoseOfTheDriver() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      for (String arm : List.of("external", "internal")) {
        int label = Math.floorMod(i * 37, 11) / 6;
        double score = (Math.floorMod((arm + i).hashCode(), 97) / 97.0 + label) / 2;
        int verified = i % 4 == 1 ? 0 : 1;
        rows.append(
            "p-%03d,s-%d,%s,cad,dl,%d,%s,%d,%s,%s,%s%n"
                .formatted(
                    i,
                    i / 2 % 2,
                    arm,
                    verified,
                    i % 7 == 0 ? 1 - label : label,
                    label,
                    i % 10 == 0 ? "" : label,
                    verified == 1 ? label : "",
                    score));
      }
    }
    String columns =
        "patient,site,arm,target,model,verified,reader:a,reader:b c,reader:d,label,score\n";
    Path csv;
    try {
      csv = Files.writeString(folder.resolve("v.csv"), columns + rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String path = folder.resolve("v.parquet").toString();
    spark
        .read()
        .option("header", "true")
        .schema(
            "patient string, site string, arm string, target string, model string, verified int,"
                + " `reader:a` int, `reader:b c` double, `reader:d` int, label int, score double")
        .csv(csv.toString())
        .write()
        .parquet(path);
    List<ImperfectReference> reference = List.of(new ImperfectReference());
    Results onDriver = Evaluation.of(PredictionsCsv.read(csv), RESAMPLING, reference);
    PredictionTable table = PredictionTable.read(spark, path, path);

    Results distributed = new DistributedEvaluation(RESAMPLING, 3, reference).of(table);

    assertThat(distributed).isEqualTo(onDriver);
    assertThat(ResultsFile.text(onDriver, Map.of()))
        .contains("doublyRobust", "reader:b c", "dawidSkene", "largestWeight");
  }

  @Test
  void twoSexesOfAPatientInTwoCellsAreFound() {
    String path = folder.resolve("c.parquet").toString();
    spark
        .sql(
            "select 'patient-1' patient, 'oslo' site, 'internal' arm, t target, 'dl' model,"
                + " s sex, 1 label, 0.5 score from values ('a', 'female'), ('b', 'male') as v(t, s)")
        .coalesce(1)
        .write()
        .parquet(path);

    assertRefused(
        PredictionTable.read(spark, path, path), ", column sex: value \"", "of the same patient)");
  }

  /** {@code patient-05} stands in row 6 first, at site-1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "patient-05,site-2,external,other,dl,,0,1,1,0.5"
            + "| , column site: value \"site-2\" (expected \"site-1\", as in row 6 of the same patient)",
        "patient-91,site-2,external,mace,vendor,,0,1,1,1.7"
            + "| , column score: value 1.7 (expected a number from 0 to 1, or empty where missing)",
        "patient-91,site-2,external,mace,vendor,,0,1,2,0.7| , column label: value 2 (expected 0 or 1",
        "patient-91,,external,mace,vendor,,0,1,1,0.7| : Invalid site name: \"\" (expected",
        ",site-1,external,mace,vendor,,0,1,1,0.7| : Invalid pseudonym: blank",
        "patient-91,site-1,external,,vendor,,0,1,1,0.7| : no target (expected a name)",
        "patient-05,site-1,external,mace,dl,,0,9007199254740993,,0.7"
            + "| : a second row of the same patient, arm, target, model, map, repeat, seed and"
            + " segment (expected one, which is row 6;",
      })
  void aBadRowAnywhereIsNamed(String bad, String told) {
    long number = rows().lines().count() + 1;

    assertRefused(parquet(rows() + bad + "\n", 1), ".parquet:" + number + told);
  }

  @Test
  void twoLabelsOfAPatientInTwoCellsAreFound() {
    String row = "patient-%s,site-1,external,mace,%s,,0,1,%d,0.5%n";
    String contradiction = row.formatted(91, "a", 1) + row.formatted(91, "b", 0);
    long number = rows().lines().count() + 2;

    assertRefused(
        parquet(rows() + contradiction, 1),
        ".parquet:"
            + number
            + ", column label: value 0 (expected 1, as in row "
            + (number - 1)
            + " of the same patient and target)");
  }

  @Test
  void otherFilesAreNamed() {
    String row = "patient-91,site-%d,external,mace,%s,,0,1,1,0.5%n";

    assertRefused(
        parquet(rows() + row.formatted(1, "a") + row.formatted(2, "b"), 40), "of part-000");
  }

  @Test
  void ofSeveralBadRowsTheFirstIsToldOf() {
    String row = "patient-%d,site-1,external,%s,dl,,0,1,1,%s%n";
    String rows = row.formatted(91, "z", "7") + rows() + row.formatted(92, "a", "8");

    PredictionTable table = parquet(rows, 1);
    for (int partitions : new int[] {1, 7}) {
      assertThatThrownBy(() -> new DistributedEvaluation(Resampling.NONE, partitions).of(table))
          .hasMessageContaining(".parquet:1, column score: value 7 ");
    }
  }

  @Test
  void aTableWithoutARowIsRefused() {
    assertRefused(parquet("", 1), "Cannot read predictions: ", "(no rows)");
  }

  private static void assertRefused(PredictionTable table, String... told) {
    assertThatThrownBy(() -> DistributedEvaluation.on(spark, Resampling.NONE).of(table))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(told)
        .message()
        .contains(table.source())
        .doesNotContain("\n")
        .doesNotContain("patient-");
  }
}
