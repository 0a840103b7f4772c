package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.ingest.ExportFixture;
import org.polarfold.store.CohortCsv;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.SiteCohort;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.Acquisition;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Quantity;

/**
 * Lakes of the other versions of the schema: one that the first version of Polarfold wrote (it lies
 * among the test resources as it was written) is read, a newer one is refused.
 */
final class SchemaVersionsIT {

  private final Path folder;
  private final Path lake;
  private final Path conf;

  SchemaVersionsIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lake = folder.resolve("lake");
    Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
    this.conf = OwnProcess.experiment(folder, "key-file = \"" + key + "\"");
  }

  @BeforeEach
  void copy() throws IOException, URISyntaxException {
    Path first =
        Path.of(Objects.requireNonNull(StudyStore.class.getResource("lake-1"), "lake-1").toURI());
    try (Stream<Path> all = Files.walk(first)) {
      for (Path path : all.toList()) {
        Files.copy(path, lake.resolve(first.relativize(path).toString()));
      }
    }
  }

  @Test
  void everythingOfTheFirstVersionIsRead() {
    try (SparkSession spark = LocalSpark.start()) {
      StudyStore store = StudyStore.at(spark, lake.toString());

      List<PerfusionStudy> studies =
          store.read().collectAsList().stream()
              .map(row -> StudyCodec.fromRow(row).study())
              .toList();
      assertThat(studies).hasSize(27);
      assertThat(studies)
          .extracting(study -> study.site().value())
          .containsOnly("alder", "birch", "dogwood");
      for (PerfusionStudy study : studies) {
        assertThat(study.quantity()).isEqualTo(Quantity.FLOW);
        assertThat(study.maps()).containsOnlyKeys(MapKind.values());
        assertThat(study.acquisition().tracer()).isNotEqualTo(Acquisition.UNKNOWN);
        assertThat(study.acquisition().stressor()).isEqualTo(Acquisition.UNKNOWN);
        assertThat(study.clinical().ageYears()).isPresent();
        assertThat(study.clinical().examined()).isEmpty();
        assertThat(study.clinical().readers()).isEmpty();
        assertThat(study.colourResidual()).isEmpty();
      }
      assertThat(store.rejected().collectAsList())
          .extracting(row -> row.<String>getAs("reason"))
          .containsExactly(
              "out-of-physiological-range",
              "out-of-physiological-range",
              "out-of-physiological-range");
      assertThat(store.keys().collectAsList()).isEmpty();
      assertThat(store.enrolled(List.of(MapKind.values()))).hasSize(27);
      assertThat(CohortCsv.text(SiteCohort.of(store), store.ledger().sites()))
          .contains("\nalder,accepted,,9,10,", "\nALL,rejected,,3,30,");
    }
  }

  @Test
  void anIngestReadsEverySiteAnewAndWritesThePresentVersion() throws IOException {
    site("alder", 1.0);
    site("birch", 1.2);

    Told without = Told.by("ingest", conf.toString());
    assertThat(without.status()).isEqualTo(2);
    assertThat(without.err()).startsWith("Cannot find the export of site dogwood").hasLineCount(1);
    assertThat(Files.readString(lake.resolve("ingest.json"))).contains("\"polarfold-ingest/1\"");

    site("dogwood", 1.4);
    Told all = Told.by("ingest", conf.toString());

    assertThat(all.status()).as(all.err()).isZero();
    assertThat(all.out()).doesNotContain("unchanged");
    assertThat(Files.readString(lake.resolve("ingest.json")))
        .contains("\"" + IngestLedger.SCHEMA + "\"")
        .contains("\"accepted\" : 3,");
    assertThat(lake.resolve("keys/site=dogwood")).isDirectory();
  }

  private void site(String site, double level) throws IOException {
    double[] rest = new double[17];
    double[] stress = new double[17];
    for (int s = 0; s < 17; s++) {
      rest[s] = level * (0.7 + 0.02 * (s * 7 % 17));
      stress[s] = level * (1.9 + 0.05 * (s * 5 % 17) * level);
    }
    ExportFixture.segments(folder.resolve("exports"), site)
        .patientRow(site + ";x;60;M")
        .segmentRow(site, rest, stress)
        .write();
  }

  @Test
  void aNewerLedgerIsRefusedByWhoeverReadsIt() throws IOException {
    site("alder", 1.0);
    Path ledger = lake.resolve("ingest.json");
    Files.writeString(
        ledger, Files.readString(ledger).replace("polarfold-ingest/1", "polarfold-ingest/3"));

    for (String command : List.of("split", "ingest")) {
      Told told = Told.by(command, conf.toString());
      assertThat(told.status()).as(command + told.err()).isEqualTo(2);
      assertThat(told.err().strip())
          .isEqualTo(
              "Cannot read file:"
                  + ledger
                  + ": schema = polarfold-ingest/3 (expected polarfold-ingest/2 or"
                  + " polarfold-ingest/1)");
    }
    assertThat(Files.readString(ledger)).contains("polarfold-ingest/3");
  }

  /** The version stands in the files, too, which may have been moved in by hand. */
  @Test
  void studiesOfANewerVersionAreRefused() throws IOException {
    Path fresh = Files.createDirectories(folder.resolve("fresh"));
    Files.createSymbolicLink(fresh.resolve("exports"), folder.resolve("exports"));
    Path conf = OwnProcess.experiment(fresh, "key-file = \"" + folder.resolve("key") + "\"");
    site("alder", 1.0);
    assertThat(Told.by("ingest", conf.toString()).status()).isZero();
    Path studies = fresh.resolve("lake/studies/site=alder/studies.parquet");
    byte[] bytes = Files.readAllBytes(studies);
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    int version = latin.indexOf('2', latin.indexOf("polarfold.schema"));
    bytes[version] = '3';
    Files.write(studies, bytes);
    Files.deleteIfExists(studies.resolveSibling(".studies.parquet.crc"));

    Told told = Told.by("split", conf.toString());

    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err().strip())
        .isEqualTo("Cannot read file:" + studies + ": schema version 3 (expected 2)");
  }
}
