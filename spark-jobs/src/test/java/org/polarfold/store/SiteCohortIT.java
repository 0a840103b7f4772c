package org.polarfold.store;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.store.Ages.Quartiles;
import org.polarfold.store.SiteCohort.Months;
import org.polarfold.store.SiteCohort.Share;
import org.polarfold.store.StudyStore.NotEnrolled;
import org.polarfold.study.Acquisition;
import org.polarfold.study.ClinicalFacts;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Quantity;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** The figures of a small lake beside those worked out by hand. */
class SiteCohortIT {

  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  /** Of birch, in order; -1 is not known. */
  private static final List<Integer> SEXES = List.of(1, 0, 1, 1, -1);

  private static SparkSession spark;
  private static StudyStore store;

  /**
   * Five patients of birch: flow, two tracers; three of cedar: two pictures of uptake, one flow.
   */
  @BeforeAll
  static void write(@TempDir Path lake) {
    spark = LocalSpark.start();
    List<PerfusionStudy> studies = new ArrayList<>();
    List<ClinicalFacts> birch =
        List.of(
            facts(50, "2020-03", Map.of(Target.SEX, 1, Target.DIABETES, 0), "White")
                .read(Map.of("reader-a", 1, "reader-b", 1))
                .angiography(true, true),
            facts(60, "2019-12", Map.of(Target.SEX, 0, Target.DIABETES, 1), "White")
                .read(Map.of("reader-a", 0))
                .angiography(true, false),
            facts(70.5, "2021-01", Map.of(Target.SEX, 1), "Black")
                .read(Map.of("reader-a", 1))
                .angiography(true, null),
            facts(80, null, Map.of(Target.SEX, 1), null).read(Map.of()).angiography(false, null),
            facts(-1, null, Map.of(), null).read(Map.of()).angiography(null, null));
    List<String> tracers = List.of("N-13 ammonia", "N-13 ammonia", "Rb-82", "unknown", "Rb-82");
    List<PerfusionStudy> simulated = LakeFixture.site("birch", 5, 11);
    for (int i = 0; i < birch.size(); i++) {
      studies.add(
          study(
              "birch",
              i,
              birch.get(i),
              tracers.get(i),
              Quantity.FLOW,
              simulated.get(i).maps(),
              OptionalDouble.empty()));
    }
    ClinicalFacts unknown = ClinicalFacts.of(OptionalDouble.empty(), Map.of());
    for (int i = 0; i < 2; i++) {
      Map<MapKind, PolarMap> uptake = new EnumMap<>(MapKind.class);
      uptake.put(MapKind.REST, level(0.5f));
      uptake.put(MapKind.STRESS, level(0.7f));
      studies.add(
          study(
              "cedar",
              i,
              unknown,
              "Tc-99m sestamibi",
              Quantity.RELATIVE_UPTAKE,
              uptake,
              OptionalDouble.of(0.01 + 0.02 * i)));
    }
    ClinicalFacts aged = ClinicalFacts.of(OptionalDouble.of(61.3), Map.of(Target.SMOKING, 1));
    studies.add(
        study(
            "cedar",
            2,
            aged,
            "unknown",
            Quantity.FLOW,
            Map.of(MapKind.STRESS, level(2.5f)),
            OptionalDouble.empty()));
    store = LakeFixture.write(spark, lake.resolve("lake"), studies);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static SiteCohort site(int index) {
    List<SiteCohort> sites = SiteCohort.of(store);
    assertThat(sites).extracting(s -> s.site().value()).containsExactly("birch", "cedar");
    return sites.get(index);
  }

  @Test
  void whyStudiesAreNotEnrolledIsCounted() {
    NotEnrolled cedar = new NotEnrolled(new SiteId("cedar"), 2, 1);

    assertThat(store.notEnrolled(List.of(MapKind.REST))).containsExactly(cedar);
    assertThat(store.enrolled(List.of(MapKind.REST))).hasSize(5);
  }

  @Test
  void agesAreThoseWorkedOutByHand() {
    Ages ages = site(0).ages();

    assertThat(site(0).patients()).isEqualTo(5);
    assertThat(ages.known()).isEqualTo(4);
    assertThat(ages.missing()).isEqualTo(1);
    assertThat(ages.sum()).isEqualByComparingTo("260.5");
    assertThat(ages.mean()).hasValue(65.125);
    // Squares of the deviations -15.125, -5.125, 5.375, 14.875 over 3.
    assertThat(ages.standardDeviation().getAsDouble()).isCloseTo(Math.sqrt(505.1875 / 3), EXACT);
    // Between the ordered ages at 0.75, 1.5 and 2.25.
    assertThat(ages.quartiles()).hasValue(new Quartiles(57.5, 65.25, 72.875));
  }

  @Test
  void aSiteWithOneAgeHasNoDeviationAndOneWithoutHasNoFigure() {
    Ages ages = site(1).ages();

    assertThat(ages.mean()).hasValue(61.3);
    assertThat(ages.standardDeviation()).isEmpty();
    assertThat(ages.quartiles()).hasValue(new Quartiles(61.3, 61.3, 61.3));
    Ages none = Ages.none();
    assertThat(none.mean()).isEmpty();
    assertThat(none.standardDeviation()).isEmpty();
    assertThat(none.plus(ages)).isEqualTo(ages);
    assertThat(ages.plus(site(0).ages()).quartiles()).isEmpty();
    assertThat(ages.plus(site(0).ages()).sum()).isEqualByComparingTo("321.8");
  }

  @Test
  void labelsReadersAndAngiographyTellWhatIsMissing() {
    SiteCohort birch = site(0);

    assertThat(birch.labels())
        .containsEntry(Target.SEX, new Share(3, 4, 1))
        .containsEntry(Target.DIABETES, new Share(1, 2, 3))
        .containsEntry(Target.IMPAIRED_MFR, new Share(0, 0, 5))
        .hasSize(Target.values().length);
    assertThat(birch.readers())
        .containsExactly(
            Map.entry("reader-a", new Share(2, 3, 2)), Map.entry("reader-b", new Share(1, 1, 4)));
    assertThat(birch.race()).containsExactly(Map.entry("Black", 1L), Map.entry("White", 2L));
    assertThat(birch.angiographyDone()).isEqualTo(new Share(3, 4, 1));
    assertThat(birch.obstructiveDisease()).isEqualTo(new Share(1, 2, 1));
    assertThat(birch.examined())
        .hasValue(new Months(3, YearMonth.of(2019, 12), YearMonth.of(2021, 1)));
    assertThat(site(1).readers()).isEmpty();
    assertThat(site(1).race()).isEmpty();
    assertThat(site(1).examined()).isEmpty();
    assertThat(site(1).labels()).containsEntry(Target.SMOKING, new Share(1, 1, 2));
  }

  @Test
  void everyTracerOfASiteIsCounted() {
    assertThat(site(0).acquisition()).containsOnlyKeys(StudyCodec.ACQUISITION);
    assertThat(site(0).acquisition().get("tracer"))
        .containsExactly(Map.entry("N-13 ammonia", 2L), Map.entry("Rb-82", 2L));
    assertThat(site(0).acquisition().get("scanner")).containsExactly(Map.entry("PET/CT", 5L));
    assertThat(site(0).acquisition().get("software")).isEmpty();
    assertThat(site(1).acquisition().get("tracer"))
        .containsExactly(Map.entry("Tc-99m sestamibi", 2L));
  }

  @Test
  void flowAndUptakeAreKeptApart() {
    SiteCohort cedar = site(1);

    assertThat(site(0).quantities()).containsEntry(Quantity.RELATIVE_UPTAKE, 0L);
    assertThat(site(0).maps()).containsEntry(MapKind.RESERVE, 5L).containsEntry(MapKind.REST, 5L);
    assertThat(cedar.quantities())
        .containsEntry(Quantity.FLOW, 1L)
        .containsEntry(Quantity.RELATIVE_UPTAKE, 2L);
    assertThat(cedar.maps())
        .containsEntry(MapKind.REST, 2L)
        .containsEntry(MapKind.STRESS, 3L)
        .containsEntry(MapKind.RESERVE, 0L);
    assertThat(cedar.meanSegments()).containsOnlyKeys(MapKind.STRESS);
    assertThat(cedar.meanSegments().get(MapKind.STRESS))
        .hasSize(Segment17.COUNT)
        .allSatisfy(mean -> assertThat(mean).isEqualTo(2.5));
    assertThat(cedar.colourResiduals().pictures()).isEqualTo(2);
    assertThat(cedar.colourResiduals().mean()).hasValue(0.02);
    assertThat(cedar.colourResiduals().largest()).hasValue(0.03);
    assertThat(site(0).colourResiduals().mean()).isEmpty();
  }

  /** The means of both labels, weighted by their patients, are the mean of all who have one. */
  @Test
  void meanMapsArePartedByTheLabelThatIsAskedFor() {
    assertThat(site(0).meanSegmentsByLabel()).isEmpty();
    List<SiteCohort> sites = SiteCohort.of(store, Target.SEX);
    assertThat(sites.get(1).meanSegmentsByLabel()).isEmpty();
    List<SiteCohort.OfLabel> stress =
        sites.get(0).meanSegmentsByLabel().stream()
            .filter(one -> one.kind() == MapKind.STRESS)
            .toList();
    assertThat(stress).extracting(SiteCohort.OfLabel::positive).containsExactly(true, false);
    List<PerfusionStudy> simulated = LakeFixture.site("birch", 5, 11);
    for (SiteCohort.OfLabel one : stress) {
      List<PolarMap> maps = new ArrayList<>();
      for (int i = 0; i < simulated.size(); i++) {
        if (SEXES.get(i) == (one.positive() ? 1 : 0)) {
          maps.add(Objects.requireNonNull(simulated.get(i).maps().get(MapKind.STRESS)));
        }
      }
      assertThat(one.patients()).isEqualTo(maps.size());
      double first = maps.stream().mapToDouble(map -> Segment17.means(map)[0]).average().orElse(0);
      assertThat(one.segments()).hasSize(Segment17.COUNT);
      assertThat(one.segments().get(0)).isCloseTo(first, Offset.offset(1e-6));
    }
  }

  @Test
  void figuresDoNotDependOnHowTheStudiesLie() {
    List<SiteCohort> sites = SiteCohort.of(store);
    SparkSession other = spark.newSession();
    other.conf().set("spark.sql.shuffle.partitions", "5");
    other.conf().set("spark.sql.adaptive.enabled", "false");

    assertThat(SiteCohort.of(store.read().repartition(1))).isEqualTo(sites);
    assertThat(SiteCohort.of(store.read().repartition(7))).isEqualTo(sites);
    StudyStore again =
        StudyStore.at(other, store.read().inputFiles()[0].replaceAll("/studies/.*", ""));
    assertThat(SiteCohort.of(again.read().orderBy("age_years"))).isEqualTo(sites);
  }

  @Test
  void noMapIsRead() {
    Dataset<Row> light = store.read();
    for (Quantity quantity : Quantity.values()) {
      for (MapKind kind : MapKind.values()) {
        light = light.drop(StudyCodec.mapColumn(kind, quantity));
      }
    }
    assertThat(light.columns()).doesNotContain("rest_ml_min_g", "reserve_ratio");

    assertThat(SiteCohort.of(light)).isEqualTo(SiteCohort.of(store));
  }

  /** Columns that version 1 of the schema lacks are null: no reader, and flow. */
  @Test
  void rowsOfTheFirstSchemaAreCounted() {
    Dataset<Row> first =
        store
            .read()
            .withColumn(StudyCodec.READERS, lit(null).cast("map<string,int>"))
            .withColumn(StudyCodec.QUANTITY, lit(null).cast("string"))
            .withColumn("stressor", lit(null).cast("string"));

    SiteCohort birch = SiteCohort.of(first).get(0);

    assertThat(birch.readers()).isEmpty();
    assertThat(birch.quantities()).containsEntry(Quantity.FLOW, 5L);
    assertThat(birch.acquisition().get("stressor")).isEmpty();
    assertThat(birch.race()).containsEntry("White", 2L);
  }

  /** The whole way to the file, from Parquet. */
  @Test
  void theCsvHoldsTheFiguresOfTheLake() {
    assertThat(CohortCsv.text(SiteCohort.of(store), store.ledger().sites()))
        .contains("birch,age_years,,4,5,1,65.125,12.976", ",65.25,57.5,72.875,,years\n")
        .contains("birch,tracer,Rb-82,2,4,1,")
        .contains("ALL,tracer,Rb-82,2,6,2,")
        .contains("ALL,age_years,,5,8,3,64.36,");
  }

  private static Facts facts(
      double age, @Nullable String month, Map<Target, Integer> labels, @Nullable String race) {
    return new Facts(age, month, labels, race, Map.of());
  }

  /** What is told of a patient; an age below zero and null are missing. */
  private record Facts(
      double age,
      @Nullable String month,
      Map<Target, Integer> labels,
      @Nullable String race,
      Map<String, Integer> readers) {

    Facts read(Map<String, Integer> by) {
      return new Facts(age, month, labels, race, by);
    }

    ClinicalFacts angiography(@Nullable Boolean done, @Nullable Boolean obstructive) {
      return new ClinicalFacts(
          age < 0 ? OptionalDouble.empty() : OptionalDouble.of(age),
          Optional.ofNullable(month).map(YearMonth::parse),
          labels,
          Optional.ofNullable(race),
          readers,
          Optional.ofNullable(done),
          Optional.ofNullable(obstructive));
    }
  }

  private static PerfusionStudy study(
      String site,
      int number,
      ClinicalFacts clinical,
      String tracer,
      Quantity quantity,
      Map<MapKind, PolarMap> maps,
      OptionalDouble residual) {
    return new PerfusionStudy(
        new PatientId(site + "-" + number),
        new SiteId(site),
        clinical,
        new Acquisition(tracer, "PET/CT", "unknown", "unknown", "OSEM", "CT", "adenosine"),
        quantity,
        maps,
        residual);
  }

  private static PolarMap level(float value) {
    float[] values = new float[PolarMap.SIZE];
    Arrays.fill(values, value);
    return PolarMap.of(values);
  }
}
