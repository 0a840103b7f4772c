package org.polarfold.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;
import org.polarfold.ingest.ExportFixture;
import org.polarfold.ingest.Pseudonyms;
import org.polarfold.job.IngestJob.Ingested;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.IngestLedger.Failure;
import org.polarfold.store.SiteCohort;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** Whole ingests of three tiny sites on a real Spark. */
class IngestJobIT {

  private static final String ME = ExportFixture.IDENTITY;
  private static final PolarGrid CLOCKWISE = new PolarGrid(60, 144, false, 90, false);
  private static final PolarGrid CANONICAL = PolarGrid.CANONICAL;
  private static final Pseudonyms KEYED =
      Pseudonyms.ofVariable("KEY", Map.of("KEY", "000102030405060708090a0b0c0d0e0f"));

  private static SparkSession spark;

  /** The three sites' ledger and lake, for the tests that only look. */
  private static IngestLedger ledger;

  private static Path threeSites;

  private final Path exports;
  private final Path lake;

  IngestJobIT(@TempDir Path folder) throws IOException {
    this.exports = Files.createDirectories(folder.resolve("exports"));
    this.lake = folder.resolve("lake");
  }

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "3")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    threeSites = folder.resolve("lake");
    threeSites(folder.resolve("exports"));
    ledger =
        IngestJob.run(spark, folder.resolve("exports"), threeSites.toString(), KEYED, Set.of())
            .ledger();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** A heart as a smooth function of radius (0 apex, 1 base) and standard angle in degrees. */
  private static double heart(double radius, double degrees, double level) {
    return level * (1 + 0.2 * Math.cos(Math.toRadians(degrees - 30)) * radius + 0.1 * radius);
  }

  private static float[] on(PolarGrid grid, ToDoubleBiFunction<Double, Double> heart) {
    float[] values = new float[grid.size()];
    for (int ring = 0; ring < grid.rings(); ring++) {
      double radius = (ring + 0.5) / grid.rings();
      for (int sector = 0; sector < grid.sectors(); sector++) {
        double along = (sector + 0.5) * 360 / grid.sectors();
        double degrees = grid.firstSectorDegrees() + (grid.counterClockwise() ? along : -along);
        values[ring * grid.sectors() + sector] =
            (float) heart.applyAsDouble(grid.apexFirst() ? radius : 1 - radius, degrees);
      }
    }
    return values;
  }

  private static ExportFixture polar(Path exports, String site, PolarGrid grid) {
    return ExportFixture.polar(
        exports,
        site,
        "rings = %d, sectors = %d, first-ring = %s, first-sector-degrees = %s, direction = %s"
            .formatted(
                grid.rings(),
                grid.sectors(),
                grid.apexFirst() ? "apex" : "base",
                grid.firstSectorDegrees(),
                grid.counterClockwise() ? "counter-clockwise" : "clockwise"),
        grid.size());
  }

  private static void add(ExportFixture site, PolarGrid grid, String id, double rest, String tail) {
    // Every patient has a shape of its own, but 3, whose maps are those of 2.
    int number = Math.max(id.charAt(id.length() - 1) - '0', 0);
    double twist = 40.0 * (number == 3 ? 2 : number);
    site.patientRow(id + "," + ME + "," + tail)
        .polarRow(id, "R", on(grid, (r, a) -> heart(r, a + twist, rest)))
        .polarRow(id, "S", on(grid, (r, a) -> heart(r, a + twist, 3 * rest)));
  }

  /** Birch canonical, cedar 17 segments, dune clockwise from 90 degrees with the base first. */
  private static void threeSites(Path exports) throws IOException {
    ExportFixture birch = polar(exports, "birch", CANONICAL);
    add(birch, CANONICAL, ME + 1, 0.8, "60,1");
    add(birch, CANONICAL, ME + 2, 0.9, "70,0");
    add(birch, CANONICAL, ME + 3, 0.9, ",");
    add(birch, CANONICAL, ME + 4, 99, "60,1");
    birch.write();
    double[] means = Segment17.means(PolarMap.of(on(CANONICAL, (r, a) -> heart(r, a + 200, 0.8))));
    double[] thrice = IntStream.range(0, 17).mapToDouble(i -> 3 * means[i]).toArray();
    ExportFixture.segments(exports, "cedar")
        .patientRow(ME + "5;x;61,5;M")
        .segmentRow(ME + "5", means, thrice)
        .patientRow(ME + "2;x;70;F")
        .segmentRow(ME + "2", thrice, thrice)
        .patientRow(ME + "6;x;70;" + ME)
        .segmentRow(ME + "6", means, thrice)
        .write();
    ExportFixture dune = polar(exports, "dune", CLOCKWISE);
    add(dune, CLOCKWISE, ME + 7, 0.8, "80,1");
    dune.write();
  }

  private static List<PerfusionStudy> studies(Path lake) {
    return StudyStore.at(spark, lake.toString()).read().collectAsList().stream()
        .map(row -> StudyCodec.fromRow(row).study())
        .toList();
  }

  private static PerfusionStudy study(Path lake, String site) {
    List<PerfusionStudy> found =
        studies(lake).stream().filter(s -> s.site().value().equals(site)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void everyRecordIsAccountedFor() throws IOException {

    Map<String, String> told = new TreeMap<>();
    ledger
        .sites()
        .forEach(
            s ->
                told.put(
                    s.site().value(), s.received() + "=" + s.accepted() + "+" + s.rejectedBy()));
    assertThat(told)
        .containsEntry("birch", "4=2+{duplicate-map=1, unit-mismatch=1}")
        .containsEntry("cedar", "3=1+{duplicate-patient=1, label-not-in-vocabulary=1}")
        .containsEntry("dune", "1=1+{}");
    assertThat(ledger.received()).isEqualTo(8).isEqualTo(ledger.accepted() + ledger.rejected());
    assertThat(ledger.sites()).filteredOn("simulated", true).hasSize(1);
    StudyStore store = StudyStore.at(spark, threeSites.toString());
    assertThat(store.ledger()).isEqualTo(ledger);
    List<Row> rejected = store.rejected().orderBy("site", "line").collectAsList();
    assertThat(rejected)
        .extracting(row -> row.getAs("file") + ":" + row.getAs("line") + " " + row.getAs("reason"))
        .containsExactlyInAnyOrder(
            "birch/flow.csv:" + lineOfTheDuplicate() + " duplicate-map",
            "birch/flow.csv:8 unit-mismatch",
            "cedar/patients.csv:4 label-not-in-vocabulary",
            "cedar/segments.csv:3 duplicate-patient");
  }

  /** Of two patients with the same maps the first pseudonym stays, whatever the order of rows. */
  private static int lineOfTheDuplicate() {
    // Patients 2 and 3 begin at lines 4 and 6; the key decides whose pseudonym sorts later.
    return hmac(ME + 2).compareTo(hmac(ME + 3)) > 0 ? 4 : 6;
  }

  private static String hmac(String identifier) {
    try {
      javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
      byte[] key = java.util.HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
      mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
      return java.util.HexFormat.of()
          .formatHex(mac.doFinal(identifier.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theSameHeartInDifferentConventionsIsTheSameMap() throws IOException {
    // In lakes of their own: in one they would be duplicates.
    ExportFixture birch = polar(exports.resolve("birch"), "birch", CANONICAL);
    add(birch, CANONICAL, "p0", 0.8, "60,1");
    birch.write();
    ExportFixture dune = polar(exports.resolve("dune"), "dune", CLOCKWISE);
    add(dune, CLOCKWISE, "p0", 0.8, "60,1");
    dune.write();
    double[] rest = Segment17.means(PolarMap.of(on(CANONICAL, (r, a) -> heart(r, a, 0.8))));
    double[] stress = Segment17.means(PolarMap.of(on(CANONICAL, (r, a) -> heart(r, a, 2.4))));
    ExportFixture.segments(exports.resolve("cedar"), "cedar")
        .patientRow("c;x;60;M")
        .segmentRow("c", rest, stress)
        .write();

    for (String site : List.of("birch", "dune", "cedar")) {
      IngestJob.run(spark, exports.resolve(site), lake.resolve(site).toString(), KEYED, Set.of());
    }

    for (MapKind kind : MapKind.values()) {
      PolarMap expected = study(lake.resolve("birch"), "birch").map(kind).orElseThrow();
      // The heart differs by 0.26 across the map: a rotation or mirror image cannot hide in 0.01.
      assertThat(study(lake.resolve("dune"), "dune").map(kind).orElseThrow().toArray())
          .containsExactly(expected.toArray(), Offset.offset(0.01f));
      assertThat(Segment17.means(study(lake.resolve("cedar"), "cedar").map(kind).orElseThrow()))
          .containsExactly(Segment17.means(expected), Offset.offset(1e-3));
    }
    assertThat(study(lake.resolve("birch"), "birch").map(MapKind.REST).orElseThrow().at(29, 6))
        .isGreaterThan(
            study(lake.resolve("birch"), "birch").map(MapKind.REST).orElseThrow().at(29, 42)
                + 0.2f);
  }

  @Test
  void noPlantedIdentityIsInTheOutput() throws IOException {

    List<Path> files = filesOf(threeSites);
    assertThat(files).hasSizeGreaterThan(5);
    for (Path file : files) {
      for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String planted = new String("denscheidt".getBytes(charset), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains(planted)).as(file.toString()).isFalse();
      }
      assertThat(file.toString()).doesNotContain("denscheidt");
    }
    // Compressed pages hide text from such a search: every cell is looked at too.
    StudyStore store = StudyStore.at(spark, threeSites.toString());
    assertThat(store.read().collectAsList().toString()).doesNotContain("denscheidt");
    assertThat(store.rejected().collectAsList().toString()).doesNotContain("denscheidt");
  }

  @Test
  void theDigestDependsOnTheStudiesAndOnNothingElse() throws IOException {
    threeSites(exports);
    String digest = ledger.datasetDigest();
    String rows = contents(threeSites);

    SparkSession other = spark.newSession();
    other.conf().set("spark.sql.shuffle.partitions", "7");
    other.conf().set("spark.sql.adaptive.enabled", "false");
    other.conf().set("spark.sql.files.maxPartitionBytes", "2000");
    IngestLedger again = IngestJob.run(other, exports, lake.toString(), KEYED, Set.of()).ledger();

    assertThat(again.datasetDigest()).isEqualTo(digest);
    assertThat(contents(lake)).isEqualTo(rows);

    ExportFixture dune = polar(exports, "dune", CLOCKWISE);
    add(dune, CLOCKWISE, ME + 7, 0.8, "81,1");
    dune.write();
    assertThat(
            IngestJob.run(spark, exports, lake.toString(), KEYED, Set.of())
                .ledger()
                .datasetDigest())
        .isNotEqualTo(digest);
  }

  private static String contents(Path lake) {
    StudyStore store = StudyStore.at(spark, lake.toString());
    return store.read().orderBy("site", "patient").collectAsList() + "" + SiteCohort.of(store);
  }

  private Ingested ingest(String... removed) {
    return IngestJob.run(
        spark,
        exports,
        lake.toString(),
        KEYED,
        Stream.of(removed).map(SiteId::new).collect(Collectors.toSet()));
  }

  private static Set<String> names(Set<SiteId> sites) {
    return sites.stream().map(SiteId::value).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aSiteThatCannotBeReadStopsNoOtherAndItsVersionInTheLakeStays() throws IOException {
    threeSites(exports);
    IngestLedger before = ingest().ledger();
    Files.writeString(
        exports.resolve("dune/flow.csv"),
        Files.readString(exports.resolve("dune/flow.csv")) + "x".repeat(4_000_001));
    ExportFixture elm = polar(exports, "elm", CANONICAL);
    add(elm, CANONICAL, ME + 9, 1.1, "60,1");
    elm.write();
    Files.createDirectories(exports.resolve("empty"));
    ExportFixture.polar(
            exports,
            "copy",
            "rings = 3, sectors = 8, first-ring = base,"
                + " first-sector-degrees = 0, direction = clockwise",
            24)
        .write("site = \"copy\"", "site = \"cedar\"");

    Ingested after = ingest();

    assertThat(names(after.read())).containsExactly("elm");
    assertThat(after.ledger().failures())
        .extracting(Failure::folder)
        .containsExactlyInAnyOrder("cedar", "copy", "dune", "empty");
    assertThat(after.ledger().failures().toString())
        .contains("Cannot read dune/flow.csv:4 ")
        .contains("copy/site.conf: site = cedar (expected a name that no other")
        .contains("empty/site.conf (expected a file")
        .doesNotContain("denscheidt");
    assertThat(after.ledger().sites()).hasSize(4).containsAll(before.sites());
    assertThatThrownBy(after::requireAllRead)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("4 of the exports");
    assertThat(studies(lake)).hasSize(5);
    assertThat(StudyStore.at(spark, lake.toString()).ledger()).isEqualTo(after.ledger());
    assertThat(lake.resolve(".ingest-new")).doesNotExist();
    assertThat(lake.resolve(".ingest-lock")).isEmptyFile();
  }

  @Test
  void onlyWhatHasChangedIsReadAndTheLakeIsThatOfAnIngestFromNothing() throws IOException {
    threeSites(exports);
    assertThat(names(ingest().read())).containsExactly("birch", "cedar", "dune");
    assertThat(ingest().read()).isEmpty();
    // Times alone are no change.
    Files.setLastModifiedTime(
        exports.resolve("dune/flow.csv"), FileTime.from(Instant.now().minusSeconds(999)));
    assertThat(ingest().read()).isEmpty();

    ExportFixture dune = polar(exports, "dune", CLOCKWISE);
    add(dune, CLOCKWISE, ME + 7, 0.8, "81,1");
    add(dune, CLOCKWISE, ME + 8, 1.3, "50,0");
    dune.write();
    Ingested third = ingest();
    assertThat(names(third.read())).containsExactly("dune");

    Path anew = lake.resolveSibling("anew");
    IngestLedger fresh = IngestJob.run(spark, exports, anew.toString(), KEYED, Set.of()).ledger();
    assertThat(third.ledger()).isEqualTo(fresh);
    assertThat(contents(lake)).isEqualTo(contents(anew));
  }

  @Test
  void aDuplicateReachesIntoASiteThatHasNotChangedAndBack() throws IOException {
    threeSites(exports);
    String before = contents(threeSites);
    ingest();
    assertThat(contents(lake)).isEqualTo(before);
    // Alder comes before dune and has its patient: dune's goes, though dune has not changed.
    ExportFixture alder = polar(exports, "alder", CANONICAL);
    add(alder, CANONICAL, ME + 7, 1.4, "50,1");
    alder.write();

    Ingested with = ingest();

    assertThat(names(with.read())).containsExactly("alder", "dune");
    assertThat(studies(lake)).extracting(s -> s.site().value()).doesNotContain("dune");
    assertThat(with.ledger().sites())
        .filteredOn(s -> s.site().value().equals("dune"))
        .allSatisfy(s -> assertThat(s.rejectedBy()).containsEntry("duplicate-patient", 1L));

    for (String file : List.of("site.conf", "flow.csv", "patients.csv")) {
      Files.delete(exports.resolve("alder").resolve(file));
    }
    Files.delete(exports.resolve("alder"));
    assertThatThrownBy(this::ingest)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("export of site alder")
        .hasMessageContaining("--remove alder");
    assertThatThrownBy(() -> ingest("birch"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot remove site birch ");
    assertThat(names(ingest("alder").read())).containsExactly("dune");
    assertThat(contents(lake)).isEqualTo(before);
    assertThat(lake.resolve("studies/site=alder")).doesNotExist();
  }

  @Test
  void anotherKeyAndNoKeyAreRefused() throws IOException {
    threeSites(exports);
    ingest();
    Pseudonyms other =
        Pseudonyms.ofVariable("KEY", Map.of("KEY", "ff0102030405060708090a0b0c0d0e0f"));

    assertThatThrownBy(() -> IngestJob.run(spark, exports, lake.toString(), other, Set.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("made with another key");
    Ingested without =
        IngestJob.run(spark, exports, lake.toString() + "-2", Pseudonyms.withoutKey(), Set.of());
    assertThat(without.ledger().failures()).hasSize(3);
    assertThat(without.ledger().failures().toString()).contains("expected the consortium's key");
  }

  @Test
  void nearlyTheSameMapsUnderTwoPseudonymsAreFound() throws IOException {
    ExportFixture birch = polar(exports, "birch", CANONICAL);
    add(birch, CANONICAL, ME + 1, 0.8, "60,1");
    birch.write();
    PolarGrid coarse = new PolarGrid(24, 60, true, 0, true);
    ExportFixture dune = polar(exports, "dune", coarse);
    dune.patientRow("x7," + ME + ",61,0")
        .polarRow("x7", "R", on(coarse, (r, a) -> 1.1 * heart(r, a, 0.8)))
        .polarRow("x7", "S", on(coarse, (r, a) -> 1.05 * heart(r, a, 2.4)))
        .patientRow("x8," + ME + ",61,0")
        .polarRow("x8", "R", on(coarse, (r, a) -> heart(r, a + 40, 0.8)))
        .polarRow("x8", "S", on(coarse, (r, a) -> heart(r, a + 40, 2.4)))
        .write();

    Ingested ingested = ingest();

    assertThat(ingested.ledger().sites().get(1).rejectedBy())
        .isEqualTo(Map.of("near-duplicate-map", 1L));
    assertThat(
            StudyStore.at(spark, lake.toString()).rejected().collectAsList().stream()
                .map(row -> row.<String>getAs("detail")))
        .containsExactly("expected once, and is the maps of birch/flow.csv:2");
    assertThat(studies(lake)).hasSize(2);
  }

  @Test
  void aLakeWithoutAnyStudyCanStillBeRead() throws IOException {
    ExportFixture.segments(exports, "cedar").patientRow("a;;60;M").write();

    IngestLedger ledger = IngestJob.run(spark, exports, lake.toString(), KEYED, Set.of()).ledger();

    assertThat(ledger.accepted()).isZero();
    assertThat(ledger.received()).isEqualTo(1);
    assertThat(studies(lake)).isEmpty();
    assertThat(SiteCohort.of(StudyStore.at(spark, lake.toString()))).isEmpty();
  }

  @Test
  void theCohortIsSummarisedBySite() throws IOException {

    List<SiteCohort> sites = SiteCohort.of(StudyStore.at(spark, threeSites.toString()));

    assertThat(sites).extracting(s -> s.site().value()).containsExactly("birch", "cedar", "dune");
    assertThat(sites).extracting(SiteCohort::patients).containsExactly(2L, 1L, 1L);
    assertThat(sites.get(1).ages().mean()).hasValue(61.5);
    assertThat(sites.get(2).labels())
        .containsEntry(Target.SEX, new SiteCohort.Share(1, 1, 0))
        .containsEntry(Target.DIABETES, new SiteCohort.Share(0, 0, 1));
    double[] expected = Segment17.means(study(threeSites, "cedar").map(MapKind.REST).orElseThrow());
    assertThat(requireNonNull(sites.get(1).meanSegments().get(MapKind.REST)).get(12))
        .isCloseTo(expected[12], Offset.offset(1e-9));
  }

  @Test
  void anotherProgramReadsTheParquet() throws IOException {
    List<Path> files =
        filesOf(threeSites.resolve("studies/site=birch")).stream()
            .filter(f -> f.toString().endsWith(".parquet"))
            .toList();
    assertThat(files).as("one file a site").hasSize(1);

    List<Group> groups = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(
                new GroupReadSupport(), new org.apache.hadoop.fs.Path(files.get(0).toUri()))
            .build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        groups.add(group);
      }
    }

    assertThat(groups).extracting(g -> g.getString("patient", 0)).hasSize(2);
    assertThat(groups.get(0).getType().getFields())
        .extracting(type -> type.getName())
        .contains("rest_ml_min_g", "segments_stress_ml_min_g", "reserve_ratio", "age_years")
        .doesNotContain("site");
    for (Group group : groups) {
      assertThat(group.getGroup("rest_ml_min_g", 0).getFieldRepetitionCount("list"))
          .isEqualTo(PolarMap.SIZE);
      assertThat(group.getGroup("segments_reserve_ratio", 0).getFieldRepetitionCount("list"))
          .isEqualTo(Segment17.COUNT);
      assertThat(group.getGroup("reserve_ratio", 0).getGroup("list", 7).getFloat("element", 0))
          .isCloseTo(3f, Offset.offset(1e-5f));
    }
  }

  private static List<Path> filesOf(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
