package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.ingest.ExportFixture;
import org.polarfold.ingest.HostileExports;

/**
 * An ingest, through the real main and with little memory, of exports that mean ill among sound
 * ones: each is refused for its own reason, and the sound ones are in the lake.
 */
final class HostileExportsIT {

  /** Spark itself asks for 450 MB. */
  private static final String HEAP = "-Xmx640m";

  @TempDir static Path folder;

  private static HostileExports hostile;
  private static Told told = new Told(-1, "", "");
  private static JsonNode ledger;

  @BeforeAll
  static void ingestOnce() throws Exception {
    Path exports = Files.createDirectories(folder.resolve("exports"));
    sound(exports, "alder", 1.0);
    sound(exports, "zinnia", 1.3);
    Path changing = sound(exports, "changing", 0.7).resolve("segments.csv");
    hostile = HostileExports.below(exports, Files.createDirectories(folder.resolve("outside")));
    Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
    Path conf = OwnProcess.experiment(folder, "key-file = \"" + key + "\"");
    Path home = Files.createDirectories(folder.resolve("home"));
    Thread writer = new Thread(() -> writeOn(changing));
    writer.setDaemon(true);
    writer.start();
    try {
      told =
          new OwnProcess(
                  home,
                  List.of(HEAP, "-XX:+ExitOnOutOfMemoryError", "-Dpolarfold.log=error"),
                  Map.of())
              .run("ingest", conf.toString());
    } finally {
      writer.interrupt();
      writer.join();
    }
    ledger = new ObjectMapper().readTree(folder.resolve("lake/ingest.json").toFile());
  }

  private static Path sound(Path exports, String site, double level) throws IOException {
    double[] rest = new double[17];
    double[] stress = new double[17];
    for (int s = 0; s < 17; s++) {
      rest[s] = level * (0.7 + 0.02 * (s * 7 % 17));
      stress[s] = level * (1.9 + 0.05 * (s * 5 % 17) * level);
    }
    return ExportFixture.segments(exports, site)
        .patientRow(site + ";x;60;M")
        .segmentRow(site, rest, stress)
        .write();
  }

  /** One more row every few milliseconds, until it is interrupted. */
  private static void writeOn(Path file) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Files.writeString(file, "b;1\r\n", StandardOpenOption.APPEND);
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theSoundSitesAreInTheLake() throws IOException {
    assertThat(told.status()).as(told.err()).isEqualTo(2);
    Map<String, Integer> accepted = new TreeMap<>();
    for (JsonNode site : ledger.path("sites")) {
      if (site.path("accepted").asInt() > 0) {
        accepted.put(site.path("site").asText(), site.path("accepted").asInt());
      }
    }
    assertThat(accepted).isEqualTo(Map.of("alder", 1, "zinnia", 1));
    assertThat(folder.resolve("lake/studies")).isDirectory();
    try (Stream<Path> sites = Files.list(folder.resolve("lake/studies"))) {
      assertThat(sites.map(site -> site.getFileName().toString()))
          .containsExactlyInAnyOrder("site=alder", "site=zinnia");
    }
  }

  @Test
  void exportsThatCannotBeReadAreRefusedWithTheirReason() {
    Map<String, String> failures = new TreeMap<>();
    for (JsonNode failure : ledger.path("failures")) {
      failures.put(failure.path("folder").asText(), failure.path("message").asText());
    }
    Map<String, String> expected = new TreeMap<>(hostile.refused());
    expected.put("changing", "(expected files that stay as they are while they are read)");

    assertThat(failures.keySet()).isEqualTo(expected.keySet());
    SoftAssertions all = new SoftAssertions();
    expected.forEach(
        (site, part) ->
            all.assertThat(failures.get(site))
                .as(site)
                .contains(part)
                .matches("(?:Cannot|Invalid) [^\n]*"));
    all.assertAll();
  }

  @Test
  void recordsThatCannotBeReadAreRejectedWithTheirReason() throws IOException {
    Map<String, String> rejected = new TreeMap<>();
    Path lake = folder.resolve("lake/rejected");
    try (Stream<Path> files = Files.walk(lake)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        String site = lake.relativize(file).getName(0).toString().replace("site=", "");
        rejected.put(site, rows(file));
      }
    }

    assertThat(rejected.keySet()).isEqualTo(hostile.rejected().keySet());
    SoftAssertions all = new SoftAssertions();
    hostile
        .rejected()
        .forEach((site, part) -> all.assertThat(rejected.get(site)).as(site).contains(part));
    all.assertAll();
  }

  /** A file that nobody can tell the patient of is a record beside that of the patient. */
  private static String rows(Path file) throws IOException {
    List<String> told = new ArrayList<>();
    try (ParquetReader<Group> rows =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .build()) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        told.add(row.getString("reason", 0) + " " + row.getString("detail", 0));
      }
    }
    assertThat(told).as(file.toString()).hasSizeBetween(1, 2);
    return String.join(" | ", told);
  }

  @Test
  void memoryWasEnoughAndNothingWasLeftBehind() throws IOException {
    assertThat(told.err()).doesNotContain("OutOfMemory", "StackOverflow", "Exception");
    assertThat(told.err().lines()).hasSize(1);
    try (Stream<Path> lake = Files.list(folder.resolve("lake"))) {
      assertThat(lake.map(path -> path.getFileName().toString()))
          .filteredOn(name -> !name.endsWith(".crc"))
          .containsExactlyInAnyOrder(
              ".ingest-lock", "studies", "rejected", "keys", "cohort.csv", "ingest.json");
    }
  }
}
