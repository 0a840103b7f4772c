package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.LocalSpark;
import org.polarfold.UserException;
import org.polarfold.ingest.ExportFixture;
import org.polarfold.store.StudyStore;

/**
 * A lake whose files are no longer what an ingest wrote, and Parquet that broke other readers: told
 * in one line with the file's name, and never taken for a smaller table.
 */
final class DamagedTablesIT {

  private static final List<String> TABLES = List.of("studies", "keys", "rejected");

  @TempDir static Path folder;

  private static Path conf = Path.of("");

  /** What can become of a file, each of which its footer shows. */
  enum Damage {
    EMPTY,
    TEXT,
    FIRST_HALF,
    SECOND_HALF,
    ENDLESS_FOOTER;

    byte[] of(byte[] file) {
      return switch (this) {
        case EMPTY -> new byte[0];
        case TEXT -> "patient,age_years\na,61\n".getBytes(StandardCharsets.UTF_8);
        case FIRST_HALF -> Arrays.copyOf(file, file.length / 2);
        case SECOND_HALF -> Arrays.copyOfRange(file, file.length / 2, file.length);
        case ENDLESS_FOOTER -> {
          byte[] changed = file.clone();
          ByteBuffer.wrap(changed)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(file.length - 8, Integer.MAX_VALUE);
          yield changed;
        }
      };
    }
  }

  @BeforeAll
  static void ingestOnce() throws IOException {
    site("alder", 1.0);
    site("birch", 1.3);
    Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
    conf = OwnProcess.experiment(folder, "key-file = \"" + key + "\"");
    Told told = Told.by("ingest", conf.toString());
    assertThat(told.status()).as(told.err()).isZero();
  }

  /** One patient with maps, one without. */
  private static void site(String site, double level) throws IOException {
    double[] rest = new double[17];
    double[] stress = new double[17];
    for (int s = 0; s < 17; s++) {
      rest[s] = level * (0.7 + 0.02 * (s * 7 % 17));
      stress[s] = level * (1.9 + 0.05 * (s * 5 % 17) * level);
    }
    ExportFixture.segments(folder.resolve("exports"), site)
        .patientRow(site + ";x;60;M")
        .patientRow(site + "-2;x;60;M")
        .segmentRow(site, rest, stress)
        .write();
  }

  private Path damaged = Path.of("");
  private byte[] whole = new byte[0];

  /** Puts other bytes in the place of a table's only file of alder, until the test's end. */
  private Path damage(String table, byte[] bytes) throws IOException {
    damaged = part(table);
    whole = Files.readAllBytes(damaged);
    write(damaged, bytes);
    return damaged;
  }

  private static Path part(String table) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("lake/" + table + "/site=alder"))) {
      return files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  /** Without Hadoop's checksum, which stands beside a file on a local disk alone. */
  private static void write(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  @AfterEach
  void restore() throws IOException {
    if (whole.length > 0) {
      write(damaged, whole);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileOfTheLakeThatIsNotWholeIsToldByItsName(Damage damage) throws IOException {
    try (SparkSession spark = LocalSpark.start()) {
      for (String table : TABLES) {
        Path file = damage(table, damage.of(Files.readAllBytes(part(table))));
        assertThatThrownBy(
                () -> read(StudyStore.at(spark, folder.resolve("lake").toString()), table))
            .as(table)
            .isInstanceOf(UserException.class)
            .hasMessage("Cannot read file:%s (expected Parquet, whole to its last byte)", file);
        restore();
        read(StudyStore.at(spark, folder.resolve("lake").toString()), table);
      }
    }
  }

  private static void read(StudyStore store, String table) {
    switch (table) {
      case "studies" -> store.read();
      case "keys" -> store.keys();
      default -> store.rejected();
    }
  }

  @Test
  void aMissingFileAndOneOfANotherTableAreToldToo() throws IOException {
    try (SparkSession spark = LocalSpark.start()) {
      StudyStore store = StudyStore.at(spark, folder.resolve("lake").toString());
      Path file = damage("studies", Files.readAllBytes(part("rejected")));
      assertThatThrownBy(store::read)
          .isInstanceOf(UserException.class)
          .hasMessage("Invalid table: file:%s: no column patient (expected it)", file);

      Files.delete(file);
      assertThatThrownBy(store::read)
          .isInstanceOf(UserException.class)
          .hasMessageEndingWith(
              "studies/site=alder: 0 rows (expected as many as ingest.json counts)");

      restore();
      Path stray = Files.createDirectory(folder.resolve("lake/studies/site=cedar"));
      Files.copy(file, stray.resolve("a.parquet"));
      assertThatThrownBy(store::read)
          .isInstanceOf(UserException.class)
          .hasMessageEndingWith("site=cedar (expected only sites that ingest.json names)");
      Files.delete(stray.resolve("a.parquet"));
      Files.delete(stray);
    }
  }

  @Test
  void damageWithinTheRowsIsOneLineOfTheRealMain() throws IOException {
    byte[] bytes = Files.readAllBytes(part("studies"));
    Arrays.fill(bytes, 4, 200, (byte) 0xA5);
    Path file = damage("studies", bytes);

    assertThat(refused("split", conf.toString()))
        .isEqualTo("Cannot read file://" + file + " (expected Parquet, whole to its last byte)");
  }

  @Test
  void anIngestThatNeedsADamagedKeyRefusesAndLeavesTheLakeAsItIs() throws IOException {
    damage("keys", new byte[0]);
    Path studies = folder.resolve("lake/studies/site=birch/studies.parquet");
    byte[] before = Files.readAllBytes(studies);
    site("birch", 1.31);

    assertThat(refused("ingest", conf.toString()))
        .startsWith("Cannot read file:" + damaged + " (expected Parquet");

    assertThat(Files.readAllBytes(studies)).isEqualTo(before);
    assertThat(folder.resolve("lake/.ingest-new")).doesNotExist();
    assertThat(folder.resolve("lake/.ingest-lock")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARROW-GH-41321.parquet",
        "ARROW-RS-GH-6229-LEVELS.parquet",
        "PARQUET-1481.parquet"
      })
  @EnabledIfEnvironmentVariable(named = "POLARFOLD_REAL_DATA", matches = ".+")
  void parquetThatBrokeOtherReadersIsRefused(String name) throws Exception {
    Path real = Path.of(System.getenv("POLARFOLD_REAL_DATA")).resolve("parquet-bad").resolve(name);
    Path out = folder.resolve("out");

    String told = refused("evaluate", "--predictions", real.toString(), "--out", out.toString());
    assertThat(told).containsPattern("^(?:Cannot read|Invalid) [^\n]*" + name);
    assertThat(out).doesNotExist();

    Path file = damage("studies", Files.readAllBytes(real));
    assertThat(refused("split", conf.toString()))
        .containsPattern("^(?:Cannot read|Invalid table:) file:" + file);
    try (Stream<Path> all = Files.walk(folder.resolve("lake/runs"))) {
      assertThat(all).noneMatch(f -> f.endsWith("splits.json"));
    }
  }

  /** The one line that a command was refused with. */
  private static String refused(String... command) {
    Told told = Told.by(command);
    assertThat(told.status()).as(told.err()).isEqualTo(2);
    assertThat(told.out()).isEmpty();
    assertThat(told.err().lines()).as(told.err()).hasSize(1);
    return told.err().strip();
  }
}
