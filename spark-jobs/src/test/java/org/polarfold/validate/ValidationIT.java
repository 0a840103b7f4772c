package org.polarfold.validate;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.LocalSpark;
import org.polarfold.UserException;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.FeatureCache;
import org.polarfold.experiment.Augmentation;
import org.polarfold.experiment.Comparators;
import org.polarfold.experiment.Experiment;
import org.polarfold.experiment.Network;
import org.polarfold.experiment.Selection;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.experiment.SiteHarmonisation.Unseen;
import org.polarfold.experiment.Splitting;
import org.polarfold.experiment.Subgroups;
import org.polarfold.experiment.Training;
import org.polarfold.experiment.Training.Averaging;
import org.polarfold.experiment.Training.Schedule;
import org.polarfold.experiment.Training.Traits;
import org.polarfold.experiment.Training.TransferStep;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.Enrolled;
import org.polarfold.split.Enrolment;
import org.polarfold.split.Fold;
import org.polarfold.split.KFold;
import org.polarfold.split.LeaveOneSiteOut;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.LakeFixture;
import org.polarfold.store.RunFolder;
import org.polarfold.store.SiteCohort;
import org.polarfold.store.StudyStore;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.Target;

/** A whole, tiny validation: run once, then looked at, interrupted, and asked for other things. */
class ValidationIT {

  private static final Splitting SPLITTING =
      new Splitting(2, Target.IMPAIRED_MFR, 5, 1, Splitting.USUAL);

  private static final Backbone BACKBONE = Backbone.of(Network.SHIPPED, new Configuration());

  private static SparkSession spark;
  private static RunFolder lake;
  private static RunFolder run;
  private static StudyStore store;
  private static SplitPlan plan;
  private static List<Enrolled> enrolled;
  private static List<String> firstRun;

  @BeforeAll
  static void start(@TempDir Path folder) {
    spark = LocalSpark.start();
    store =
        LakeFixture.write(
            spark,
            folder,
            Stream.of(LakeFixture.site("birch", 14, 1), LakeFixture.site("cedar", 15, 2))
                .flatMap(List::stream)
                .toList());
    lake = RunFolder.at(folder.toString(), spark.sparkContext().hadoopConfiguration());
    run = lake.folder("runs").folder("tiny-1");
    enrolled = store.enrolled(List.of(MapKind.RESERVE));
    plan =
        SplitPlan.draw(
            store.ledger().datasetDigest(),
            new Enrolment(enrolled, SPLITTING, new Seeds(4)),
            List.of(new KFold(2), new LeaveOneSiteOut()));
    firstRun = run(experiment(5, 0.1));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Experiment experiment(int hiddenUnits, double ridge, Long... seeds) {
    TransferStep step = new TransferStep(2, 0.01, 0.001, Schedule.CONSTANT, 1);
    return new Experiment(
        "tiny",
        20260101,
        new Experiment.DataLocations(
            Path.of("exports"), "lake", Optional.empty(), Optional.empty()),
        SPLITTING,
        List.of(InputMaps.of(MapKind.RESERVE)),
        List.of(Target.IMPAIRED_MFR, Target.SEX),
        List.of(Target.IMPAIRED_MFR),
        seeds.length == 0 ? List.of(1L) : List.of(seeds),
        Network.SHIPPED,
        SiteHarmonisation.NONE,
        new Training(
            2,
            4,
            2,
            Averaging.WEIGHTED,
            hiddenUnits,
            1,
            false,
            Traits.TOGETHER,
            Optional.empty(),
            step,
            step),
        new Comparators(List.of(Comparators.Model.LOGISTIC), List.of(ridge)),
        Subgroups.USUAL);
  }

  private static Validation validation(Experiment experiment) {
    return validation(experiment, run);
  }

  private static Validation validation(Experiment experiment, RunFolder folder) {
    return new Validation(
        spark, experiment, plan, BACKBONE, new Origin(true, SiteCohort.of(store)), folder);
  }

  /** Runs what is missing; the names of the cells that were run. */
  private static List<String> run(Experiment experiment) {
    return run(validation(experiment), 1);
  }

  private static List<String> run(Validation validation, int atOnce) {
    List<String> cells = new ArrayList<>();
    validation.run(
        enrolled.stream().map(Enrolled::patient).toList(),
        new FeatureCache(spark, lake, store, BACKBONE, Augmentation.NONE, new Seeds(1))::studies,
        new Execution(atOnce, Duration.ZERO),
        (cell, failed) -> cells.add(cell));
    return cells;
  }

  private static List<Row> predictions() {
    return predictions(run);
  }

  private static List<Row> predictions(RunFolder folder) {
    return spark
        .read()
        .parquet(folder.pathOf("predictions"))
        .orderBy("target", "model", "map", "arm", "seed", "site", "patient")
        .collectAsList();
  }

  private static Path cell(String name) {
    return Path.of(URI.create(run.folder("cells").pathOf(name)));
  }

  @Test
  void everyCellIsRunOnceInOrder() {
    // Two folds of each arm, three stages of each.
    assertThat(firstRun)
        .hasSize(12)
        .startsWith(
            "internal-fold-1-reserve-seed-1-step-1",
            "internal-fold-1-reserve-seed-1-step-2",
            "internal-fold-1-reserve-seed-1-logistic",
            "internal-fold-2-reserve-seed-1-step-1")
        .endsWith("external-cedar-reserve-seed-1-logistic")
        .isEqualTo(validation(experiment(5, 0.1)).cells());
    // The baseline draws nothing: a second seed brings two cells a fold and no third.
    assertThat(validation(experiment(5, 0.1, 1L, 2L)).cells()).hasSize(20);
  }

  @Test
  void everyPatientIsScoredOnceByWhoeverHasNotSeenHim() {
    Map<String, List<Row>> groups = new TreeMap<>();
    for (Row row : predictions()) {
      String group =
          String.join("/", row.getAs("arm"), row.<String>getAs("target"), row.getAs("model"));
      groups.computeIfAbsent(group, name -> new ArrayList<>()).add(row);
    }

    assertThat(groups)
        .containsOnlyKeys(
            "internal/impaired_mfr/dl",
            "internal/impaired_mfr/logistic",
            "internal/sex/dl",
            "internal/sex/logistic",
            "external/impaired_mfr/dl",
            "external/impaired_mfr/logistic",
            "external/sex/dl",
            "external/sex/logistic");
    List<String> patients = enrolled.stream().map(e -> e.patient().value()).toList();
    groups.forEach(
        (name, rows) -> {
          assertThat(rows)
              .extracting(row -> row.<String>getAs("patient"))
              .containsExactlyInAnyOrderElementsOf(patients);
          assertThat(rows)
              .allSatisfy(row -> assertThat(row.<Double>getAs("score")).isBetween(0.0, 1.0));
        });
    for (Row row : predictions()) {
      String held = row.getAs("arm").equals("external") ? row.getAs("site") : foldOf(row);
      assertThat(row.<String>getAs("fold")).isEqualTo(held);
    }
  }

  private static String foldOf(Row row) {
    PatientId patient = new PatientId(row.getAs("patient"));
    return plan.designs().get(0).folds().stream()
        .filter(fold -> fold.heldOut().contains(patient))
        .map(Fold::name)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void labelsAreThoseOfTheStudies() {
    Map<String, Enrolled> byPatient =
        enrolled.stream().collect(toMap(e -> e.patient().value(), e -> e));
    for (Row row : predictions()) {
      Target target = row.getAs("target").equals("sex") ? Target.SEX : Target.IMPAIRED_MFR;
      Enrolled patient = requireNonNull(byPatient.get(row.<String>getAs("patient")));
      assertThat(row.<Integer>getAs("label")).isEqualTo(patient.labels().get(target));
    }
  }

  @Test
  void aRerunFindsEverythingFinished() {
    List<Row> before = predictions();

    assertThat(validation(experiment(5, 0.1)).finished()).isEqualTo(12);
    assertThat(run(experiment(5, 0.1))).isEmpty();
    assertThat(predictions()).isEqualTo(before);
  }

  @Test
  void foldsAtTheSameTimeGiveTheSame() throws IOException {
    RunFolder apart = lake.folder("runs").folder("tiny-at-once");

    assertThat(run(validation(experiment(5, 0.1), apart), 3))
        .containsExactlyInAnyOrderElementsOf(firstRun);

    assertThat(predictions(apart)).isEqualTo(predictions());
    for (String name : firstRun) {
      for (String file : List.of("cell.json", "model.zip")) {
        assertThat(bytes(apart, name, file))
            .as(name + "/" + file)
            .isEqualTo(bytes(run, name, file));
      }
    }
  }

  private static byte[] bytes(RunFolder ofRun, String cell, String file) {
    return ofRun.folder("cells").folder(cell).bytes(file).orElse(new byte[0]);
  }

  /** A learning rate at which nothing is learnt fails the networks, and leaves the baselines. */
  @Test
  void cellsThatFailAreToldAndTheOthersKept() {
    RunFolder apart = lake.folder("runs").folder("tiny-failed");
    Experiment tiny = experiment(5, 0.1);
    TransferStep wild = new TransferStep(2, 1e38, 0, Schedule.CONSTANT, 1);
    Experiment diverging = learning(tiny, Optional.empty(), wild);

    assertThat(run(validation(diverging, apart), 2)).hasSize(12);

    assertThat(predictions(apart))
        .isNotEmpty()
        .allMatch(row -> row.getAs("model").equals("logistic"));
    List<MissingCell> missing = Validation.missing(diverging, plan, apart);
    assertThat(missing).hasSize(8);
    assertThat(missing.get(0))
        .isEqualTo(
            new MissingCell(
                "internal-fold-1-reserve-seed-1-step-1",
                "training diverged: the loss is not finite after epoch 1 at learning rate 1.0E38",
                "internal",
                "dl",
                "reserve",
                List.of("impaired_mfr")));
    assertThat(missing.get(1).reason()).isEqualTo("its step 1 failed");
    // They are tried again, and nothing else is.
    assertThat(run(validation(diverging, apart), 1))
        .hasSize(8)
        .noneMatch(c -> c.contains("logistic"));
  }

  /** The same experiment, whose cells choose by a rule, and whose first step is another. */
  private static Experiment learning(
      Experiment tiny, Optional<Selection> selection, TransferStep step1) {
    Training training = tiny.training();
    return new Experiment(
        tiny.name(),
        tiny.seed(),
        tiny.data(),
        tiny.splitting(),
        tiny.maps(),
        tiny.targets(),
        tiny.circular(),
        tiny.seeds(),
        tiny.network(),
        tiny.harmonisation(),
        new Training(
            training.workers(),
            training.batchSize(),
            training.averagingPeriod(),
            training.averaging(),
            training.hiddenUnits(),
            training.robustFrom(),
            training.balanced(),
            training.traits(),
            selection,
            step1,
            training.step2()),
        tiny.comparators(),
        tiny.subgroups());
  }

  /** It looks at who is held out, which a model to hand on has nobody for. */
  @Test
  void anOracleIsForComparisonAlone() {
    RunFolder apart = lake.folder("runs").folder("tiny-oracle");
    Experiment tiny = experiment(5, 0.1);
    Selection oracle = new Selection(Selection.Rule.ORACLE, 0, 1, List.of(1.0, 0.1));
    Validation chosen =
        validation(learning(tiny, Optional.of(oracle), tiny.training().step1()), apart);

    run(chosen, 2);

    RunFolder cell = apart.folder("cells").folder("external-birch-reserve-seed-1-step-1");
    assertThat(cell.text("cell.json").orElse("")).contains("\"selection\" : {");
    assertThat(predictions(apart)).hasSameSizeAs(predictions());
    assertThatThrownBy(
            () ->
                chosen.everyone(
                    enrolled.stream().map(Enrolled::patient).toList(),
                    new FeatureCache(spark, lake, store, BACKBONE, Augmentation.NONE, new Seeds(1))
                        ::studies))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid value of training.selection.rule: oracle (expected another rule for a network"
                + " of everybody: nobody is held out)");
  }

  /** As a kill leaves a cell: some of it written, no mark that it is whole. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "internal-fold-2-reserve-seed-1-step-1",
        "external-birch-reserve-seed-1-step-2",
        "external-cedar-reserve-seed-1-logistic"
      })
  void anUnfinishedCellAloneIsRunAgainAndGivesTheSame(String name) throws IOException {
    List<Row> before = predictions();
    String description = Files.readString(cell(name).resolve("cell.json"));
    Files.delete(cell(name).resolve("_DONE"));
    Files.delete(cell(name).resolve("cell.json"));
    Files.writeString(cell(name).resolve("model.zip"), "half");
    assertThat(validation(experiment(5, 0.1)).finished()).isEqualTo(11);

    assertThat(run(experiment(5, 0.1))).containsExactly(name);

    assertThat(predictions()).isEqualTo(before);
    assertThat(cell(name).resolve("_DONE")).exists();
    // With the digest of the network in it, where there is one
    assertThat(cell(name).resolve("cell.json")).hasContent(description);
  }

  /** A network for each trait, learnt from the image on, of two maps and their variants. */
  @Test
  void aNetworkIsLearntFromItsLastFrozenLayerOnForEachTrait() throws IOException {
    Experiment tiny = experiment(5, 0.1);
    TransferStep step = new TransferStep(1, 0.001, 0, Schedule.LINEAR, 0.5);
    Augmentation varied = new Augmentation(1, 5, 0.1, 3, 0.01);
    Network network =
        new Network(
            Network.Backbone.COMPACT,
            Optional.empty(),
            Network.Drawing.DISC,
            64,
            "block-2",
            varied);
    Experiment other =
        new Experiment(
            tiny.name(),
            tiny.seed(),
            tiny.data(),
            tiny.splitting(),
            List.of(InputMaps.of(MapKind.REST, MapKind.STRESS)),
            List.of(Target.IMPAIRED_MFR, Target.SEX, Target.SMOKING),
            List.of(Target.IMPAIRED_MFR),
            List.of(1L),
            network,
            SiteHarmonisation.NONE,
            new Training(
                2,
                4,
                2,
                Averaging.WEIGHTED,
                5,
                1,
                true,
                Traits.EACH,
                Optional.of(new Selection(Selection.Rule.TRAINING_DOMAIN, 0.4, 1, List.of(1.0))),
                step,
                step),
            tiny.comparators(),
            tiny.subgroups());
    Backbone backbone = Backbone.of(network, new Configuration());
    RunFolder apart = lake.folder("runs").folder("tiny-2");
    List<String> cells = new ArrayList<>();
    new Validation(spark, other, plan, backbone, new Origin(true, SiteCohort.of(store)), apart)
        .run(
            enrolled.stream().map(Enrolled::patient).toList(),
            new FeatureCache(spark, lake, store, backbone, varied, new Seeds(1))::studies,
            Execution.PLAIN,
            (cell, failed) -> cells.add(cell));

    assertThat(cells)
        .hasSize(16)
        .startsWith(
            "internal-fold-1-rest-stress-seed-1-step-1",
            "internal-fold-1-rest-stress-seed-1-step-2-sex",
            "internal-fold-1-rest-stress-seed-1-step-2-smoking",
            "internal-fold-1-rest-stress-seed-1-logistic");
    List<Row> rows = spark.read().parquet(apart.pathOf("predictions")).collectAsList();
    // 29 patients, two arms, three targets, two models
    assertThat(rows).hasSize(29 * 2 * 3 * 2);
    assertThat(rows).allMatch(row -> row.getAs("map").equals("rest-stress"));
    String description = apart.folder("cells").folder(cells.get(1)).text("cell.json").orElseThrow();
    assertThat(description).contains("\"selection\"", "\"epoch\" : 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void otherSettingsAreRefusedAndTouchNothing(int hiddenUnits) {
    List<Row> before = predictions();
    Experiment other = experiment(hiddenUnits, hiddenUnits == 5 ? 0.2 : 0.1);

    assertThatThrownBy(() -> run(other))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "Cannot continue cell /.*/internal-fold-1-reserve-seed-1-step-1: it was made with other"
                + " settings, digest [0-9a-f]{12} \\(expected [0-9a-f]{12}\\); begin a new run");

    assertThat(validation(other).finished()).isEqualTo(12);
    assertThat(predictions()).isEqualTo(before);
  }

  /** The network of an external cell is trained once and judged twice. */
  @Test
  void aSiteAdaptedToIsAnArmOfItsOwn() throws IOException {
    Experiment tiny = experiment(5, 0.1);
    Experiment alike = harmonised(tiny, new Unseen.Adapted(4));
    RunFolder apart = lake.folder("runs").folder("tiny-alike");

    assertThat(run(validation(alike, apart), 1)).hasSize(12);

    Map<String, List<Row>> arms = new TreeMap<>();
    for (Row row : predictions(apart)) {
      String arm = row.<String>getAs("model") + "/" + row.<String>getAs("arm");
      arms.computeIfAbsent(arm, name -> new ArrayList<>()).add(row);
    }
    assertThat(arms)
        .containsOnlyKeys(
            "dl/internal",
            "dl/external",
            "dl/external-adapted",
            "logistic/internal",
            "logistic/external");
    List<Row> external = arms.getOrDefault("dl/external", List.of());
    List<Row> adapted = arms.getOrDefault("dl/external-adapted", List.of());
    assertThat(adapted)
        .extracting(row -> row.<String>getAs("patient") + row.<String>getAs("target"))
        .containsExactlyElementsOf(
            external.stream()
                .map(row -> row.<String>getAs("patient") + row.<String>getAs("target"))
                .toList());
    assertThat(adapted)
        .extracting(row -> row.<Double>getAs("score"))
        .isNotEqualTo(external.stream().map(row -> row.<Double>getAs("score")).toList());
    JsonNode facts =
        new ObjectMapper()
            .readTree(
                apart
                    .folder("cells")
                    .folder("external-birch-reserve-seed-1-step-1")
                    .text("cell.json")
                    .orElseThrow())
            .path("harmonisation");
    assertThat(facts.path("method").asText()).isEqualTo("combat");
    assertThat(facts.path("adaptedTo").path("birch").asInt()).isEqualTo(4);

    // Without, and with another way for unseen sites, it is another cell.
    assertThatThrownBy(() -> run(validation(tiny, apart), 1)).isInstanceOf(UserException.class);
    assertThatThrownBy(
            () -> run(validation(harmonised(tiny, new Unseen.LikeReference()), apart), 1))
        .isInstanceOf(UserException.class);
  }

  private static Experiment harmonised(Experiment tiny, Unseen unseen) {
    return new Experiment(
        tiny.name(),
        tiny.seed(),
        tiny.data(),
        tiny.splitting(),
        tiny.maps(),
        tiny.targets(),
        tiny.circular(),
        tiny.seeds(),
        tiny.network(),
        new SiteHarmonisation(SiteHarmonisation.Method.COMBAT, unseen),
        tiny.training(),
        tiny.comparators(),
        tiny.subgroups());
  }
}
