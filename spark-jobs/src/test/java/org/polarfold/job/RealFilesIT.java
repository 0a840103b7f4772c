package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ingest, through the real main and with little memory, of DICOM files that others made, sound
 * and broken ones: each becomes a study or a rejected record for the reason that it should, and
 * nothing of their headers is told. Skipped unless {@code POLARFOLD_REAL_DATA} names their folder.
 */
@EnabledIfEnvironmentVariable(named = "POLARFOLD_REAL_DATA", matches = ".+")
final class RealFilesIT {

  /** Spark itself asks for 450 MB. */
  private static final List<String> LITTLE_MEMORY =
      List.of("-Xmx640m", "-XX:+ExitOnOutOfMemoryError", "-Dpolarfold.log=info");

  private static final String HEART = "dicom/NM-MONO2-16-13x-heart";
  private static final String PARAMETRIC = "dicom/parametric_map_float.dcm";
  private static final String SECONDARY = "dicom/SC_rgb.dcm";

  private static final Pattern TEXT = Pattern.compile("[\\x20-\\x7e]{6,}");

  /** What stands in many a header and names nobody: words of the standard, and of Polarfold. */
  private static final Pattern NAMES_NOBODY =
      Pattern.compile(
          "(?i)patient?|relative?|target?|standard?|operator?|quantity?|static|version(?: 1)?|-?\\d+\\.\\d+");

  /** Identifiers too short to be looked for in compressed bytes. */
  private static final List<String> SHORT = List.of("1CT1", "ID1", "024Y", "000Y");

  private static final String NAMED =
      "files = \"maps/{patient}.dcm\", patient-from = name, state { from = name, stress = S }\n";

  /** By site, what becomes of its one file and of its one patient. */
  private static final Map<String, String> EXPECTED = new TreeMap<>();

  @TempDir static Path folder;

  private static Told told = new Told(-1, "", "");

  @BeforeAll
  static void ingestOnce() throws Exception {
    heart();
    parametric();
    secondary();
    bad(
        "bad-vr",
        "badVR",
        "unsupported-encoding the file: expected nuclear medicine, PET, a parametric map");
    bad(
        "no-syntax",
        "meta_missing_tsyntax",
        "unreadable-file the file: expected a DICOM file that names its");
    bad(
        "no-preamble",
        "no_meta",
        "unreadable-file the file: expected a DICOM file, which has DICM behind 128");
    bad(
        "cut-short",
        "rtplan_truncated",
        "unreadable-file the file: expected DICOM whole to its end");
    Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
    Path conf = OwnProcess.experiment(folder, "key-file = \"" + key + "\"");
    Path home = Files.createDirectories(folder.resolve("home"));
    told = new OwnProcess(home, LITTLE_MEMORY, Map.of()).run("ingest", conf.toString());
  }

  /** Thirteen slices of counts, without an identifier. */
  private static void heart() throws IOException {
    String named = NAMED + disc(64);
    site("heart", HEART, named + "unit = \"{counts}\", frame = 7", "x", "accepted");
    site(
        "heart-whole",
        HEART,
        named + "unit = \"{counts}\"",
        "x",
        "wrong-shape the image: expected");
    site(
        "heart-as-flow",
        HEART,
        named + "unit = \"mL/min/g\", frame = 7",
        "x",
        "unit-mismatch the stress map: expected mL/min/g");
    site(
        "heart-of-nobody",
        HEART,
        headed("RECON TOMO", "{counts}", 64) + "frame = 7",
        "x",
        "unreadable-record PatientID (0010,0020): expected");
  }

  private static void parametric() throws IOException {
    site("parametric", PARAMETRIC, headed("QUANTITY", "1", 128), "1CT1", "accepted");
    site(
        "parametric-as-flow",
        PARAMETRIC,
        headed("QUANTITY", "mL/min/g", 128),
        "1CT1",
        "unit-mismatch the stress map: the file's header states another unit");
    site(
        "parametric-of-no-state",
        PARAMETRIC,
        headed("MBF", "1", 128),
        "1CT1",
        "unreadable-record ImageType (0008,0008): expected one of MBF");
  }

  /** Stripes of ten colours, which are no map. */
  private static void secondary() throws IOException {
    site(
        "secondary",
        SECONDARY,
        headed("OTHER", "1", 100) + "colours { named = jet, low = 0, high = 1 }",
        "ID1",
        "colours-do-not-fit the picture: expected the colours of its table");
    site(
        "secondary-as-values",
        SECONDARY,
        headed("OTHER", "1", 100),
        "ID1",
        "unsupported-encoding the image: expected values, or in site.conf the colours");
    site(
        "secondary-of-other-size",
        SECONDARY,
        headed("OTHER", "1", 64),
        "ID1",
        "wrong-shape the image: expected 64 x 64 pixels");
  }

  private static void bad(String site, String name, String expected) throws IOException {
    site(site, "dicom-bad/" + name + ".dcm", NAMED + "unit = \"1\"\n" + disc(64), "x", expected);
  }

  private static String headed(String type, String unit, int size) {
    return """
        files = "maps/*.dcm", patient-from = header, unit = "%s"
        state { from = image-type, stress = "%s" }
        """
            .formatted(unit, type)
        + disc(size);
  }

  private static String disc(int size) {
    return """
        picture-size { width = %1$d, height = %1$d }
        disc { centre-x = %2$d, centre-y = %2$d, radius = %2$d }
        """
        .formatted(size, size / 2);
  }

  private static void site(String site, String from, String maps, String patient, String expected)
      throws IOException {
    Path at = folder.resolve("exports").resolve(site);
    Files.createDirectories(at.resolve("maps"));
    Files.copy(real(from), at.resolve("maps/" + patient + ".dcm"));
    Files.writeString(at.resolve("patients.csv"), "pid\n" + patient + "\n");
    Files.writeString(
        at.resolve("site.conf"),
        """
        site = %s, identity = identifier, format = dicom
        maps {
        %s
        }
        patients { file = "patients.csv", delimiter = ",", patient = pid }
        acquisition { tracer = "Rb-82" }
        """
            .formatted(site, maps));
    EXPECTED.put(site, expected);
  }

  private static Path real(String name) {
    return Path.of(System.getenv("POLARFOLD_REAL_DATA")).resolve(name);
  }

  @Test
  void everyFileIsAStudyOrIsRejectedForItsReason() throws IOException {
    Map<String, String> became = new TreeMap<>();
    for (Path file : parquet("studies")) {
      became.put(siteOf(file), "accepted");
    }
    for (Path file : parquet("rejected")) {
      for (Group row : rows(file)) {
        // The patient of a file that names nobody has no maps; the file itself comes first.
        became.putIfAbsent(
            siteOf(file), row.getString("reason", 0) + " " + row.getString("detail", 0));
      }
    }

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(became.keySet()).isEqualTo(EXPECTED.keySet());
    SoftAssertions all = new SoftAssertions();
    EXPECTED.forEach((site, e) -> all.assertThat(became.get(site)).as(site).startsWith(e));
    all.assertAll();
  }

  @Test
  void everyRecordOfEverySiteIsCounted() throws IOException {
    JsonNode ledger = new ObjectMapper().readTree(folder.resolve("lake/ingest.json").toFile());

    assertThat(ledger.path("sites")).hasSameSizeAs(EXPECTED.keySet());
    for (JsonNode site : ledger.path("sites")) {
      int received = site.path("received").asInt();
      assertThat(received).isEqualTo(site.path("accepted").asInt() + site.path("rejected").asInt());
      assertThat(received).as(site.toString()).isBetween(1, 2);
    }
    assertThat(ledger.path("failures")).isEmpty();
  }

  @Test
  void whatIsReadIsWhatTheFileHolds() throws IOException {
    double[] parametric = values("parametric");
    double[] heart = values("heart");

    assertThat(DoubleStream.of(parametric).max().orElseThrow()).isBetween(0.9, 0.9415792 + 1e-7);
    assertThat(DoubleStream.of(heart).max().orElseThrow()).isBetween(0.9, 1.0);
    assertThat(DoubleStream.of(heart).min().orElseThrow()).isNotNegative();
  }

  private static double[] values(String site) throws IOException {
    Path file =
        parquet("studies").stream().filter(f -> siteOf(f).equals(site)).findFirst().orElseThrow();
    Group map = rows(file).get(0).getGroup("stress_relative", 0);
    double[] values = new double[map.getFieldRepetitionCount("list")];
    for (int i = 0; i < values.length; i++) {
      values[i] = map.getGroup("list", i).getFloat("element", 0);
    }
    return values;
  }

  @Test
  void nothingOfTheHeadersIsInTheLakeOrWasSaid() throws IOException {
    Set<String> texts = new TreeSet<>();
    for (String of : List.of("dicom", "dicom-bad")) {
      for (Path file : list(of)) {
        texts.addAll(texts(Files.readAllBytes(file)));
      }
    }
    assertThat(texts).hasSizeGreaterThan(100).contains("Lestrade^G", "CompressedSamples^CT1");
    texts.removeIf(NAMES_NOBODY.asMatchPredicate());
    Traces traces = new Traces(texts, List.of());

    assertThat(told.err()).as("the log was on").contains(" INFO ");
    assertThat(traces.below(folder.resolve("lake"))).isEmpty();
    assertThat(traces.below(folder.resolve("home"))).isEmpty();
    assertThat(traces.in("output", told.out())).isEmpty();
    StringBuilder cells = new StringBuilder(told.out()).append(told.err());
    for (String table : List.of("studies", "rejected", "keys")) {
      for (Path file : parquet(table)) {
        rows(file).forEach(cells::append);
      }
    }
    assertThat(cells).doesNotContain(SHORT);
  }

  /** What a reader of the header would see, each value by itself. */
  private static Set<String> texts(byte[] file) {
    Set<String> texts = new LinkedHashSet<>();
    Matcher text = TEXT.matcher(new String(file, 0, header(file), StandardCharsets.ISO_8859_1));
    while (text.find()) {
      // The first byte of the next tag may be a printable one.
      String shown = text.group().strip();
      for (String value : List.of(shown, shown.substring(0, shown.length() - 1).strip())) {
        if (value.length() >= 6) {
          texts.add(value);
        }
      }
    }
    return texts;
  }

  /** Where the pixels begin, or the file ends. */
  private static int header(byte[] file) {
    for (int at = 0; at + 4 <= file.length; at += 2) {
      int tag = ByteBuffer.wrap(file, at, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (tag == 0x00107FE0 || tag == 0x00087FE0) {
        return at;
      }
    }
    return file.length;
  }

  private static List<Path> list(String name) throws IOException {
    try (Stream<Path> files = Files.list(real(name))) {
      return files.sorted().toList();
    }
  }

  private static List<Path> parquet(String table) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("lake").resolve(table))) {
      return files.filter(f -> f.toString().endsWith(".parquet")).toList();
    }
  }

  private static String siteOf(Path file) {
    return folder.resolve("lake").relativize(file).getName(1).toString().replace("site=", "");
  }

  private static List<Group> rows(Path file) throws IOException {
    List<Group> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }
}
