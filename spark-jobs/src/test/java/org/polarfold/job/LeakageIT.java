package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.split.Fold;
import org.polarfold.split.PatientSum;
import org.polarfold.split.SplitPlan;
import org.polarfold.split.SplitPlanFile;

/**
 * A finished study that the gate has let through, and what it no longer lets through once changed.
 */
final class LeakageIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CELL = "external-birch-reserve-seed-1-step-1";

  private static Path conf;
  private static Path run;
  private static SplitPlan plan;

  @BeforeAll
  static void anHonestStudyPasses(@TempDir Path folder) throws IOException {
    SmallStudy study = SmallStudy.simulated(Files.createDirectories(folder.resolve("study")));
    conf = study.onLake(folder.resolve("lake").toString());
    Files.writeString(
        conf,
        Files.readString(conf)
            .replaceFirst("models = \\[logistic]", "models = [majority]")
            .replaceFirst("step-1 ", "selection { share = 0.25, patience = 1 }\n  step-1 "));
    run = folder.resolve("lake/runs/demo-small-1");

    Told told = Told.by("study", conf.toString());

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.err()).doesNotContain("Leak ");
    plan = SplitPlanFile.read(Files.readString(run.resolve("splits.json")), "splits.json");
  }

  private static List<String> heldOut(String fold) {
    return plan.designs().stream()
        .flatMap(design -> design.folds().stream())
        .filter(one -> one.name().equals(fold))
        .findFirst()
        .orElseThrow()
        .heldOut()
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** How many the network learns from that is judged at birch. */
  private static int training() {
    return plan.patients().size() - heldOut("birch").size();
  }

  private static void isStopped(String verb, String... lines) {
    Told told = Told.by(verb, conf.toString());
    assertThat(told.status()).as(told.err()).isEqualTo(2);
    List<String> leaks = told.err().lines().filter(line -> line.startsWith("Leak ")).toList();
    assertThat(leaks).as(told.err()).hasSize(lines.length);
    for (int i = 0; i < lines.length; i++) {
      assertThat(leaks.get(i)).isEqualTo(lines[i]);
    }
    assertThat(told.err())
        .endsWith(
            "Cannot "
                + verb
                + " "
                + run
                + ": "
                + lines.length
                + (lines.length == 1 ? " leak" : " leaks")
                + " (expected none: docs/decisions/leakage.md)\n");
  }

  @Test
  void aScoreOfSomebodyWhomTheCellHasLearntFrom() throws IOException {
    Path predictions = run.resolve("predictions");
    Path away = run.resolve("predictions-away");
    Files.move(predictions, away);
    String moved = heldOut("alder").get(0);
    int alder = heldOut("alder").size();
    try {
      try (SparkSession spark = LocalSpark.start()) {
        Dataset<Row> rows = spark.read().parquet(away.toString());
        rows.withColumn(
                "fold",
                functions
                    .when(
                        functions
                            .col("patient")
                            .equalTo(moved)
                            .and(functions.col("arm").equalTo("external"))
                            .and(functions.col("model").equalTo("dl")),
                        "birch")
                    .otherwise(functions.col("fold")))
            .write()
            .parquet(predictions.toString());
      }

      for (String verb : List.of("evaluate", "report")) {
        isStopped(
            verb,
            "Leak not-scored in "
                + predictions
                + ", arm external, fold alder, target impaired_mfr, model dl, map reserve, seed 1:"
                + " %d of %d held-out patients are scored (expected the %d patients whom the plan"
                    .formatted(alder - 1, alder, alder)
                + " holds out, each once)",
            "Leak not-held-out in "
                + predictions
                + ", arm external, fold birch, target impaired_mfr, model dl, map reserve, seed 1:"
                + " scored, and not held out by the plan: "
                + moved
                + " (learnt from) (expected the %d patients whom the plan holds out, each once)"
                    .formatted(heldOut("birch").size()));
      }
    } finally {
      DemoJob.delete(predictions);
      Files.move(away, predictions);
    }
  }

  private static void isFoundInACell(
      String key, BiFunction<PatientSum, String, PatientSum> change, String line)
      throws IOException {
    Path file = run.resolve("cells").resolve(CELL).resolve("cell.json");
    String honest = Files.readString(file);
    ObjectNode cell = (ObjectNode) JSON.readTree(honest);
    JsonNode of = cell.path(key);
    PatientSum sum =
        PatientSum.of(of.path("patients").asLong(), of.path("sum").asText()).orElseThrow();
    PatientSum planted = change.apply(sum, heldOut("birch").get(0));
    cell.putObject(key).put("patients", planted.count()).put("sum", planted.hex());
    Files.writeString(file, cell.toString());
    try {
      isStopped(
          "evaluate", line.formatted(file, training() + planted.count() - sum.count(), training()));
    } finally {
      Files.writeString(file, honest);
    }
  }

  @Test
  void aCellThatWasFittedToOneWhomItHoldsOut() throws IOException {
    isFoundInACell(
        "fittedTo",
        (sum, heldOut) -> sum.plus(PatientSum.of(heldOut)),
        "Leak fitted-on-held-out in %s: fitted to %d patients, not those of the plan: "
            + heldOut("birch").get(0)
            + " (held out) (expected the %d patients of arm external, fold birch that its settings say)");
  }

  @Test
  void anEarlyStopThatAHeldOutPatientHasToldInPlaceOfAnother() throws IOException {
    String other = heldOut("alder").get(0);
    isFoundInACell(
        "watched",
        (sum, heldOut) -> sum.plus(PatientSum.of(heldOut)).minus(PatientSum.of(other)),
        "Leak watched-held-out in %s: learnt from and watched %d patients, not those of the plan: "
            + heldOut("birch").get(0)
            + " (held out), without "
            + other
            + " (expected the %d patients of arm external, fold birch that its settings say)");
  }

  @Test
  void aCellOfAnotherPlanOrThatDoesNotSay() throws IOException {
    Path file = run.resolve("cells").resolve(CELL).resolve("cell.json");
    String honest = Files.readString(file);
    try {
      Files.writeString(file, honest.replace(plan.digest(), "0".repeat(64)));
      isStopped(
          "report",
          "Leak foreign-cell in "
              + file
              + ": made for another plan, fold or experiment: "
              + CELL
              + " (expected plan "
              + plan.digest().substring(0, 12)
              + "; train it again in a new run)");
      ObjectNode cell = (ObjectNode) JSON.readTree(honest);
      cell.remove("fittedTo");
      Files.writeString(file, cell.toString());
      isStopped(
          "report",
          "Leak fitted-on-held-out in "
              + file
              + ": fitted to nobody knows whom: cell "
              + CELL
              + " (expected the "
              + training()
              + " patients of arm external, fold birch that its settings say)");
    } finally {
      Files.writeString(file, honest);
    }
  }

  @Test
  void aCircularTargetThatIsNoLongerDeclared() throws IOException {
    String declared = Files.readString(conf);
    Files.writeString(conf, declared.replaceAll("(?m)^circular = .*$", ""));
    try {
      for (String verb : List.of("train", "evaluate")) {
        isStopped(
            verb,
            "Leak circular-target in experiment demo-small: impaired_mfr is computed from the map"
                + " that it is told from: reserve (expected circular = [impaired-mfr] in the"
                + " configuration, or another map)");
      }
    } finally {
      Files.writeString(conf, declared);
    }
  }

  @Test
  void featuresOfAnotherMapInTheirPlace() throws IOException {
    Path features;
    try (Stream<Path> all = Files.list(run.resolve("../../features").normalize())) {
      features = all.findFirst().orElseThrow();
    }
    Path file = features.resolve("made-for.txt");
    String honest = Files.readString(file);
    String another = honest.replace("-reserve of ", "-rest of ");
    assertThat(another).isNotEqualTo(honest);
    Files.writeString(file, another);
    try {
      isStopped(
          "train",
          "Leak foreign-features in "
              + features
              + ": features made for another experiment: "
              + another.strip()
              + " (expected "
              + honest.strip()
              + "; remove the folder)");
    } finally {
      Files.writeString(file, honest);
    }
  }

  /** A plan is a file: its digest can be made to fit again. */
  @Test
  void aPlanWhoseDigestFitsAndInWhichASiteIsOnBothSides() throws IOException {
    Path file = run.resolve("splits.json");
    String honest = Files.readString(file);
    String moved = heldOut("birch").get(0);
    String edited = withoutAPatientOfBirch();
    try {
      Files.writeString(file, edited);
      isStopped(
          "train",
          "Leak known-site in "
              + file
              + ", arm external, fold birch: learnt from, of site birch: "
              + moved
              + " (expected no patient of a site that is held out)");
    } finally {
      Files.writeString(file, honest);
    }
  }

  private static String withoutAPatientOfBirch() {
    List<SplitPlan.PlannedDesign> designs =
        plan.designs().stream()
            .map(
                design ->
                    new SplitPlan.PlannedDesign(
                        design.arm(),
                        design.repeat(),
                        design.folds().stream()
                            .map(
                                fold ->
                                    fold.name().equals("birch")
                                        ? new Fold(
                                            fold.name(),
                                            fold.heldOut().subList(1, fold.heldOut().size()))
                                        : fold)
                            .toList()))
            .toList();
    return SplitPlanFile.write(
        new SplitPlan(plan.datasetDigest(), plan.seed(), designs, plan.notHeldOut()));
  }
}
