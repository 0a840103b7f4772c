package org.polarfold.leakage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.FeatureCache;
import org.polarfold.experiment.Augmentation;
import org.polarfold.experiment.Experiment;
import org.polarfold.experiment.Network;
import org.polarfold.experiment.Settings;
import org.polarfold.leakage.Leak.Kind;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.Enrolment;
import org.polarfold.split.Fold;
import org.polarfold.split.SplitPlan;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.split.ValidationDesign;
import org.polarfold.store.LakeFixture;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyStore;
import org.polarfold.study.ClinicalFacts;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** Leaks planted in a lake, a plan, a cache and a configuration, and none where none is planted. */
class LeakageGateIT {

  private static final Path CONF = Path.of(System.getProperty("polarfold.conf", "../conf"));

  private static final List<PerfusionStudy> HONEST =
      Stream.of(LakeFixture.site("birch", 56, 1), LakeFixture.site("cedar", 56, 2))
          .flatMap(List::stream)
          .toList();

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private Experiment experiment(UnaryOperator<String> change) throws IOException {
    String text = Files.readString(CONF.resolve("demo-small.conf"));
    Path conf = Files.writeString(folder.resolve("planted.conf"), change.apply(text));
    return Experiment.from(Settings.read(conf));
  }

  private Experiment experiment() throws IOException {
    return experiment(text -> text);
  }

  private StudyStore lake(List<PerfusionStudy> studies) {
    return LakeFixture.write(spark, folder.resolve("lake"), studies);
  }

  private String place() {
    return folder.resolve("lake").toString();
  }

  private static SplitPlan drawn(Experiment experiment, StudyStore store) {
    return SplitPlan.draw(
        store.ledger().datasetDigest(),
        new Enrolment(store.enrolled(experiment.mapKinds()), experiment.splitting(), new Seeds(4)),
        ValidationDesign.of(experiment.splitting()));
  }

  /** All that the gate finds. */
  private List<Leak> found(Experiment experiment, StudyStore store) {
    RunFolder run = RunFolder.at(folder.resolve("lake/runs/planted-1").toString());
    return new LeakageGate(experiment, drawn(experiment, store), run)
        .beforeTraining(store, cache(store), place());
  }

  private List<Leak> covariates(Experiment experiment, StudyStore store) {
    return CovariateLeaks.find(experiment, store.learnable(experiment.mapKinds()), place());
  }

  private FeatureCache cache(StudyStore store) {
    return new FeatureCache(
        spark,
        RunFolder.at(folder.resolve("lake").toString()),
        store,
        Backbone.of(Network.SHIPPED, new Configuration()),
        Augmentation.NONE,
        new Seeds(1));
  }

  private static PerfusionStudy study(
      PerfusionStudy of, String patient, String site, ClinicalFacts facts, float factor) {
    Map<MapKind, PolarMap> maps = new EnumMap<>(MapKind.class);
    of.maps()
        .forEach((kind, map) -> maps.put(kind, kind == MapKind.RESERVE ? map : times(map, factor)));
    return new PerfusionStudy(
        new PatientId(patient),
        new SiteId(site),
        facts,
        of.acquisition(),
        of.quantity(),
        maps,
        of.colourResidual());
  }

  private static PolarMap times(PolarMap map, float factor) {
    float[] values = map.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return PolarMap.of(values);
  }

  private static List<PerfusionStudy> and(PerfusionStudy one) {
    return Stream.concat(HONEST.stream(), Stream.of(one)).toList();
  }

  /** Everybody smokes or not as something else says. */
  private static List<PerfusionStudy> smoking(Map<PatientId, Integer> told) {
    return HONEST.stream()
        .map(
            study -> {
              Map<Target, Integer> labels = new EnumMap<>(study.clinical().labels());
              labels.remove(Target.SMOKING);
              Integer label = told.get(study.patient());
              if (label != null) {
                labels.put(Target.SMOKING, label);
              }
              return study(
                  study,
                  study.patient().value(),
                  study.site().value(),
                  ClinicalFacts.of(study.clinical().ageYears(), labels),
                  1);
            })
        .toList();
  }

  private static SplitPlan withFold(SplitPlan plan, String name, UnaryOperator<Fold> change) {
    return new SplitPlan(
        plan.datasetDigest(),
        plan.seed(),
        plan.designs().stream()
            .map(
                design ->
                    new PlannedDesign(
                        design.arm(),
                        design.repeat(),
                        design.folds().stream()
                            .map(fold -> fold.name().equals(name) ? change.apply(fold) : fold)
                            .toList()))
            .toList(),
        plan.notHeldOut());
  }

  @Test
  void anHonestStudyPasses() throws IOException {
    Experiment demographic =
        experiment(
            text ->
                text.replace("models = [logistic]", "models = [logistic, demographic]")
                    .replace("[impaired-mfr, sex]", "[impaired-mfr, sex, smoking]")
                    .replace("[reserve]", "[reserve, rest, stress]"));

    assertThat(found(demographic, lake(HONEST))).isEmpty();
  }

  @Test
  void theSameMapsOfTwoPseudonymsAcrossAFoldAreFound() throws IOException {
    PerfusionStudy first = HONEST.get(0);
    PerfusionStudy copy = study(first, "another", "cedar", HONEST.get(60).clinical(), 1);

    List<Leak> leaks = found(experiment(), lake(and(copy)));

    assertThat(leaks).isNotEmpty().extracting(Leak::kind).containsOnly(Kind.COPIED_MAP);
    assertThat(leaks.get(0).line())
        .isEqualTo(
            "Leak copied-map in "
                + folder.resolve("lake")
                + ", arm external: the same maps are learnt from and held out: another and "
                + first.patient()
                + " (held out by birch) (expected an examination once; ingest the exports again,"
                + " which keeps the first)");
  }

  @Test
  void nearlyTheSameMapsAreFoundAndNotAtTheSameSideOfEveryFold() throws IOException {
    PerfusionStudy first = HONEST.get(0);
    PerfusionStudy copy = study(first, "another", "birch", HONEST.get(60).clinical(), 1.2f);

    StudyStore store = lake(and(copy));
    SplitPlan plan = drawn(experiment(), store);

    // Both at birch, which is left out as a whole: apart in the internal arm, or in none.
    assertThat(copies(store, together(plan, first.patient(), "another"))).isEmpty();
    assertThat(copies(store, apart(plan, first.patient(), "another")))
        .singleElement()
        .satisfies(
            leak -> {
              assertThat(leak.kind()).isEqualTo(Kind.COPIED_MAP);
              assertThat(leak.found())
                  .isEqualTo("maps of the same shape are learnt from and held out");
              assertThat(leak.place()).endsWith(", arm internal");
              assertThat(leak.records().get(0)).contains("another", first.patient().value());
            });
  }

  private List<Leak> copies(StudyStore store, SplitPlan plan) {
    return CopiedMapLeaks.find(store.learnable(List.of(MapKind.RESERVE)), Sides.of(plan), place());
  }

  private static SplitPlan together(SplitPlan plan, PatientId one, String other) {
    return moved(plan, one, new PatientId(other), true);
  }

  private static SplitPlan apart(SplitPlan plan, PatientId one, String other) {
    return moved(plan, one, new PatientId(other), false);
  }

  private static SplitPlan moved(SplitPlan plan, PatientId one, PatientId other, boolean same) {
    boolean inFirst = heldOut(plan, "fold-1").contains(one);
    return withFold(
        withFold(plan, "fold-1", fold -> with(fold, other, inFirst == same)),
        "fold-2",
        fold -> with(fold, other, inFirst != same));
  }

  private static Fold with(Fold fold, PatientId patient, boolean is) {
    List<PatientId> all = new ArrayList<>(fold.heldOut());
    all.remove(patient);
    if (is) {
      all.add(patient);
    }
    return new Fold(fold.name(), all, fold.setAside());
  }

  private static List<PatientId> heldOut(SplitPlan plan, String name) {
    return plan.designs().stream()
        .flatMap(design -> design.folds().stream())
        .filter(fold -> fold.name().equals(name))
        .findFirst()
        .orElseThrow()
        .heldOut();
  }

  @Test
  void aCovariateThatIsTheLabelIsFoundWhereAModelIsToldIt() throws IOException {
    Map<PatientId, Integer> sex = new HashMap<>();
    HONEST.forEach(
        study ->
            study.clinical().label(Target.SEX).ifPresent(s -> sex.put(study.patient(), 1 - s)));
    UnaryOperator<String> smokingToo =
        text -> text.replace("[impaired-mfr, sex]", "[impaired-mfr, smoking]");

    StudyStore store = lake(smoking(sex));

    assertThat(covariates(experiment(smokingToo), store)).isEmpty();
    assertThat(
            covariates(
                experiment(
                    text ->
                        smokingToo
                            .apply(text)
                            .replace("models = [logistic]", "models = [demographic]")),
                store))
        .singleElement()
        .extracting(Leak::line)
        .asString()
        .matches(
            "Leak covariate-is-label in .*: of all [0-9]+ patients smoking is told by a covariate:"
                + " sex \\(expected another column as label, or comparators without demographic\\)");
  }

  @Test
  void aTargetThatTheMapDefinesIsFoundUnlessItIsDeclared() throws IOException {
    assertThat(CircularTargets.find(experiment(text -> text.replaceAll("(?m)^circular = .*$", ""))))
        .singleElement()
        .extracting(Leak::line)
        .isEqualTo(
            "Leak circular-target in experiment demo-small: impaired_mfr is computed from the map"
                + " that it is told from: reserve (expected circular = [impaired-mfr] in the"
                + " configuration, or another map)");

    // A label that somebody has made of the map's mean, whatever it is called.
    List<PatientId> byReserve =
        HONEST.stream()
            .sorted(Comparator.comparingDouble(LeakageGateIT::meanReserve))
            .map(PerfusionStudy::patient)
            .toList();
    Map<PatientId, Integer> lower = new HashMap<>();
    for (int i = 0; i < byReserve.size(); i++) {
      lower.put(byReserve.get(i), i < byReserve.size() / 2 ? 1 : 0);
    }
    UnaryOperator<String> smokingToo =
        text -> text.replace("[impaired-mfr, sex]", "[impaired-mfr, smoking]");
    StudyStore store = lake(smoking(lower));
    assertThat(covariates(experiment(smokingToo), store))
        .singleElement()
        .satisfies(
            leak -> {
              assertThat(leak.kind()).isEqualTo(Kind.CIRCULAR_TARGET);
              assertThat(leak.found())
                  .isEqualTo("smoking of every patient is told by a single value of the map");
              assertThat(leak.records()).containsExactly("mean of the segments of reserve");
            });
    assertThat(
            covariates(
                experiment(
                    text ->
                        smokingToo
                            .apply(text)
                            .replace("[impaired-mfr]", "[impaired-mfr, smoking]")),
                store))
        .isEmpty();
  }

  private static double meanReserve(PerfusionStudy study) {
    double sum = 0;
    for (double segment : Segment17.means(study.map(MapKind.RESERVE).orElseThrow())) {
      sum += segment;
    }
    return sum;
  }

  @Test
  void featuresOfAnotherExperimentAreFoundAndNeverRead() throws IOException {
    Experiment experiment = experiment();
    StudyStore store = lake(HONEST);
    FeatureCache cache = cache(store);
    assertThat(ForeignFeatures.find(experiment, cache)).isEmpty();
    InputMaps reserve = InputMaps.of(MapKind.RESERVE);
    float[] right = cache.studies(reserve).first().features();
    cache.studies(InputMaps.of(MapKind.REST));
    assertThat(ForeignFeatures.find(experiment, cache)).isEmpty();
    Path features = folder.resolve("lake/features");
    Path ofReserve = only(features, "-reserve-");
    Path ofRest = only(features, "-rest-");
    // With its digests, which are of its files and not of its name.
    Files.move(ofReserve, features.resolve("away"));
    Files.move(ofRest, ofReserve);

    assertThat(ForeignFeatures.find(experiment, cache))
        .singleElement()
        .satisfies(
            leak -> {
              assertThat(leak.kind()).isEqualTo(Kind.FOREIGN_FEATURES);
              assertThat(leak.place()).isEqualTo(ofReserve.toString());
              assertThat(leak.records().get(0)).contains("-rest of dataset ");
              assertThat(leak.expected()).contains("-reserve of dataset ");
            });
    assertThat(cache(store).studies(reserve).first().features()).isEqualTo(right);
  }

  private static Path only(Path folder, String inName) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().contains(inName))
          .findFirst()
          .orElseThrow();
    }
  }
}
