package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;

/** Two runs of one lake, the second with a wider network, two fewer models and another draw. */
final class CompareIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path folder;
  private static SmallStudy study;
  private static Path first;
  private static Path second;
  private static Path firstConf;

  @BeforeAll
  static void twoRuns(@TempDir Path temporary) throws IOException {
    folder = temporary;
    study = SmallStudy.simulated(Files.createDirectories(folder.resolve("study")));
    String lake = folder.resolve("lake").toString();
    firstConf = configured(lake, "models = [logistic]", "models = [logistic, majority]");
    succeeds("ingest", firstConf.toString());
    first = evaluated(firstConf, lake, 1);
    second = evaluated(configured(lake, "hidden-units = 8", "hidden-units = 12"), lake, 2);
  }

  /** The study with one setting of its own. */
  private static Path configured(String lake, String from, String to) throws IOException {
    Path conf = study.onLake(lake);
    return Files.writeString(conf, Files.readString(conf).replace(from, to));
  }

  private static Path evaluated(Path conf, String lake, int number) {
    for (String step : List.of("split", "train")) {
      succeeds(step, conf.toString());
    }
    succeeds("evaluate", conf.toString(), "--resamples", "0");
    return Path.of(lake, "runs", "demo-small-" + number);
  }

  private static Told succeeds(String... command) {
    Told told = Told.by(command);
    assertThat(told.status()).as(told.err()).isZero();
    return told;
  }

  private static String isRefused(String message, Object... command) throws IOException {
    Path out = folder.resolve("refused");
    List<String> all = new ArrayList<>(List.of("compare"));
    Stream.of(command).map(Object::toString).forEach(all::add);
    all.addAll(List.of("--out", out.toString()));
    Told told = Told.by(all.toArray(String[]::new));
    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err()).contains(message).hasLineCount(1);
    assertThat(out).doesNotExist();
    return told.err();
  }

  @Test
  void theDifferencesAreThoseOfTheEvaluatedRuns() throws IOException {
    Path out = folder.resolve("both");

    Told told = succeeds("compare", first.toString(), second.toString(), "--out", out.toString());

    assertThat(told.out())
        .contains("A: " + first, "B: " + second)
        .contains("  drop                       the same in both runs")
        .contains("Differing setting training.hidden-units: A 8, B 12")
        .contains("AUROC of impaired_mfr from the reserve map, model dl (circular")
        .contains(
            "Not compared: impaired_mfr from the reserve map, model majority (in run A alone)")
        .contains("Simulated data: not clinical results.")
        .endsWith("Comparison: " + out.resolve("compare.html") + "\n");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("compare.json", "compare.html");
    }
    JsonNode root = JSON.readTree(out.resolve("compare.json").toFile());
    assertThat(root.at("/runs/A/run").asText()).isEqualTo("demo-small-1");
    assertThat(root.at("/settings")).hasSize(2);
    assertThat(root.at("/settings/0/key").asText()).isEqualTo("comparators.models");
    assertThat(root.at("/settings/1/key").asText()).isEqualTo("training.hidden-units");
    assertThat(root.at("/settings/1/second").asText()).isEqualTo("12");
    assertThat(root.path("comparisons")).hasSize(2);
    for (JsonNode comparison : root.path("comparisons")) {
      for (String arm : List.of("internal", "external")) {
        JsonNode difference = comparison.path("arms").path(arm);
        assertThat(difference.path("onlyFirst").asInt(-1)).isZero();
        assertThat(difference.path("onlySecond").asInt(-1)).isZero();
        String model = comparison.path("model").asText();
        double a = pooled(first, model, arm);
        double b = pooled(second, model, arm);
        assertThat(difference.at("/pooled/first").doubleValue()).isEqualTo(a);
        assertThat(difference.at("/pooled/second").doubleValue()).isEqualTo(b);
        assertThat(difference.at("/pooled/difference").doubleValue()).isEqualTo(a - b);
        if (model.equals("logistic")) {
          assertThat(a).isEqualTo(b); // it has no hidden units
        }
      }
    }
  }

  /** The area that a run's own results.json has. */
  private static double pooled(Path run, String model, String arm) throws IOException {
    JsonNode results = JSON.readTree(run.resolve("results.json").toFile());
    for (JsonNode target : results.path("targets")) {
      if (target.path("model").asText().equals(model)) {
        return target.path("arms").path(arm).at("/pooled/auroc/value").doubleValue();
      }
    }
    throw new AssertionError(model);
  }

  /** Two runs of one name: a configuration stands for the last that was begun with it. */
  @Test
  void aConfigurationIsTheRunThatWasBegunWithIt() {
    Path out = folder.resolve("by-configuration");

    Told told =
        succeeds("compare", firstConf.toString(), second.toString(), "--out", out.toString());

    assertThat(told.out()).contains("A: " + first, "B: " + second);
    assertThat(Told.by("status", firstConf.toString()).out()).contains("demo-small-1");
  }

  @Test
  void theFolderOfAnEarlierComparisonIsReplacedAndNoOther() throws IOException {
    Path out = folder.resolve("again");
    String[] command = {"compare", first.toString(), second.toString(), "--out", out.toString()};
    succeeds(command);
    Files.writeString(out.resolve("compare.html"), "spoilt");
    succeeds(command);
    assertThat(out.resolve("compare.html")).content().startsWith("<!DOCTYPE html>");

    Path notes = Files.writeString(out.resolve("notes.txt"), "of an afternoon");
    assertThat(Told.by(command).status()).isEqualTo(2);
    assertThat(notes).hasContent("of an afternoon");

    Path foreign = Files.createDirectories(folder.resolve("foreign"));
    Path kept = Files.writeString(foreign.resolve("thesis.tex"), "of three years");
    Told told = Told.by("compare", first.toString(), second.toString(), "--out", "" + foreign);
    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err())
        .isEqualTo(
            "Cannot write comparison: "
                + foreign
                + " holds other files (expected a new folder, or one of ./run compare)\n");
    assertThat(kept).hasContent("of three years");
  }

  @Test
  void whatCannotBeComparedIsRefusedInOneLine() throws IOException {
    isRefused("compare " + first + " with itself", first, first);
    Path none = folder.resolve("none");
    isRefused("Cannot find a run: " + none + " (expected its folder, ", first, none);
    Path unevaluated = copy("unevaluated", 2);
    Files.delete(unevaluated.resolve("run.json"));
    isRefused("no run.json (expected a run after ./run evaluate)", first, unevaluated);
    Path unscored = copy("unscored", 2);
    DemoJob.delete(unscored.resolve("predictions"));
    isRefused("Cannot find predictions: " + unscored, first, unscored);
  }

  @Test
  void lakesOfDifferentKeysHaveNoPatientInCommon() throws IOException {
    Path other = copy("other-key", 2);
    Path ledger = other.resolve("../../ingest.json").normalize();
    Files.writeString(
        ledger,
        Files.readString(ledger)
            .replaceFirst("\"keyCheck\" ?: ?\"[^\"]*\"", "\"keyCheck\" : \"0123456789abcdef\""));

    isRefused("their lakes were made with different keys", first, other);
  }

  /** A patient whose label the second run's lake has corrected. */
  @Test
  void aContradictingLabelIsRefusedByFileAndRow() throws IOException {
    Path other = copy("corrected", 2);
    String predictions = other.resolve("predictions").toString();
    try (SparkSession spark = LocalSpark.start()) {
      Dataset<Row> rows = spark.read().parquet(predictions);
      String patient = rows.where("label is not null").first().getAs("patient");
      rows.withColumn(
              "label",
              functions
                  .when(
                      functions.col("patient").equalTo(patient),
                      functions.lit(1).minus(functions.col("label")))
                  .otherwise(functions.col("label")))
          .localCheckpoint()
          .coalesce(1)
          .write()
          .mode(SaveMode.Overwrite)
          .parquet(predictions);
    }

    String told = isRefused("Invalid predictions: " + first + "/predictions/part-", first, other);
    assertThat(told).contains("column label: value ", "of " + other + "/predictions/part-");
  }

  /** A lake with one of the runs. */
  private static Path copy(String name, int number) throws IOException {
    Path lake = folder.resolve(name);
    Path from = folder.resolve("lake");
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, lake.resolve(from.relativize(path)));
      }
    }
    return lake.resolve("runs/demo-small-" + number);
  }
}
