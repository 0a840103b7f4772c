package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.ingest.PlantedExports;
import org.polarfold.ingest.RejectionReason;

/**
 * An ingest, through the real main, of exports that are full of persons: afterwards none of them,
 * and not the consortium's key, is to be found in anything that it left or said.
 */
final class IdentitiesIT {

  /** A key that no other text resembles. */
  private static final String KEY = "c0ffee5eed9a17d3b2f04e6688aa11d7";

  private static final List<byte[]> SECRETS =
      List.of(
          HexFormat.of().parseHex(KEY),
          KEY.getBytes(StandardCharsets.US_ASCII),
          KEY.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII));

  private static final String SOMEBODY = "Großkreutzaah, Åse";

  @TempDir static Path folder;

  private static PlantedExports planted;
  private static Traces traces;
  private static Told told = new Told(-1, "", "");

  @BeforeAll
  static void ingestOnce() throws Exception {
    planted = PlantedExports.below(folder.resolve("exports"));
    traces = new Traces(planted.textsAndFragments(), SECRETS);
    Path key = Files.writeString(folder.resolve("consortium.key"), KEY + "\n");
    Path conf = OwnProcess.experiment(folder, "key-file = \"" + key + "\"");
    told = ingest("home", Map.of(), conf);
  }

  /** With the log turned on, which is off otherwise. */
  private static Told ingest(String home, Map<String, String> environment, Path conf)
      throws IOException, InterruptedException {
    Path at = Files.createDirectories(folder.resolve(home));
    return new OwnProcess(at, List.of("-Xmx1g", "-Dpolarfold.log=info"), environment)
        .run("ingest", conf.toString());
  }

  @Test
  void nothingOfAPersonOrTheKeyIsInTheLakeOrWasSaidOrLeftBehind() throws IOException {
    assertThat(told.err()).as("the log was on").contains(" INFO ");
    assertThat(traces.below(folder.resolve("lake"))).isEmpty();
    // Standard output and error, temporary files, and whatever lies in the working folder.
    assertThat(traces.below(folder.resolve("home"))).isEmpty();
    assertThat(traces.in("output", told.out())).isEmpty();
    assertThat(traces.in("errors", told.err())).isEmpty();
  }

  @Test
  void aKeyInTheEnvironmentIsFoundNowhereEither() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.createSymbolicLink(other.resolve("exports"), folder.resolve("exports"));
    Path conf = OwnProcess.experiment(other, "key-variable = POLARFOLD_PLANTED_KEY");

    Told again = ingest("other/home", Map.of("POLARFOLD_PLANTED_KEY", KEY), conf);

    assertThat(again.status()).isEqualTo(told.status());
    assertThat(traces.below(other.resolve("lake"))).isEmpty();
    assertThat(traces.below(other.resolve("home"))).isEmpty();
    assertThat(ledger(other).path("sites")).isEqualTo(ledger(folder).path("sites"));
  }

  @Test
  void everyReasonForARejectionWasMet() throws IOException {
    Set<String> met = new TreeSet<>();
    for (Path file : parquet(folder.resolve("lake/rejected"))) {
      rows(file).forEach(row -> met.add(row.getString("reason", 0)));
    }

    assertThat(met)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(RejectionReason.values()).map(RejectionReason::code).toList());
  }

  @Test
  void everyFormatHasStudiesAndEveryUnreadableExportFails() throws IOException {
    JsonNode ledger = ledger(folder);
    Map<String, Integer> accepted = new TreeMap<>();
    for (JsonNode site : ledger.path("sites")) {
      accepted.put(site.path("site").asText(), site.path("accepted").asInt());
      assertThat(site.path("received").asInt())
          .isEqualTo(site.path("accepted").asInt() + site.path("rejected").asInt());
    }
    assertThat(accepted)
        .containsOnlyKeys(
            "alder", "birch", "cedar", "dogwood", "elm", "fir", "gorse", "hazel", "juniper",
            "larch");
    assertThat(accepted.values()).allMatch(n -> n > 0);
    Set<String> failed = new TreeSet<>();
    ledger.path("failures").forEach(failure -> failed.add(failure.path("folder").asText()));
    assertThat(failed)
        .contains(
            "maple", "oak", "olive", "pear", "pine", "plane", "poplar", "rowan", "spruce", "willow")
        .hasSize(11);
    assertThat(told.status()).isEqualTo(2);
    assertThat(told.out().lines().filter(line -> line.contains("not ingested"))).hasSize(11);
  }

  @Test
  void ofADayOfExaminationTheMonthAloneIsKept() throws IOException {
    int months = 0;
    for (Path file : parquet(folder.resolve("lake/studies"))) {
      for (Group row : rows(file)) {
        if (row.getFieldRepetitionCount("examined_month") > 0) {
          java.time.LocalDate kept =
              java.time.LocalDate.ofEpochDay(row.getInteger("examined_month", 0));
          assertThat(kept.getDayOfMonth()).isEqualTo(1);
          months++;
        }
      }
    }
    assertThat(months).isGreaterThan(10);
  }

  // That the search finds what there is to be found.

  @Test
  void everythingThatIsLookedForStandsInTheExports() throws IOException {
    String found = String.join("\n", traces.below(folder.resolve("exports")));

    assertThat(planted.texts()).hasSizeGreaterThan(300);
    for (String text : planted.texts()) {
      assertThat(found).contains(": " + text + ", ");
    }
    assertThat(traces.below(folder)).anyMatch(trace -> trace.startsWith("consortium.key: "));
  }

  @Test
  void theSearchFindsAPersonInACompressedColumnAndInNames(@TempDir Path lake) throws IOException {
    Traces traces = new Traces(Set.of(SOMEBODY, "+49 2351 7731007"), SECRETS);
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message row { required binary note (UTF8); required int32 number; }");
    Path file = lake.resolve("part-0.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      SimpleGroupFactory rows = new SimpleGroupFactory(schema);
      for (int i = 0; i < 2_000; i++) {
        // Neither the least nor the largest, which the footer would show.
        String note = i == 0 ? "A" : i == 1 ? "z" : "row " + i + " of " + SOMEBODY;
        writer.write(rows.newGroup().append("note", note).append("number", i));
      }
    }
    assertThat(traces.below(lake))
        .contains("the cells of part-0.parquet: " + SOMEBODY + ", as it is, in UTF-8")
        .noneMatch(trace -> trace.startsWith("part-0.parquet"));

    Path named = Files.createDirectories(lake.resolve("site=" + SOMEBODY));
    Files.writeString(named.resolve("%2B49%202351%207731007"), "");
    assertThat(traces.below(lake))
        .anyMatch(trace -> trace.startsWith("the name of site="))
        .anyMatch(trace -> trace.contains("/%2B49") && trace.contains(": +49 2351 7731007"));
  }

  @Test
  void theSearchFindsAPersonInEveryForm() throws Exception {
    byte[] name = SOMEBODY.getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> forms = new TreeMap<>();
    forms.put("plain", ("x" + SOMEBODY + "y").getBytes(StandardCharsets.UTF_8));
    forms.put("Latin-1", SOMEBODY.getBytes(StandardCharsets.ISO_8859_1));
    forms.put("UTF-16", SOMEBODY.getBytes(StandardCharsets.UTF_16BE));
    forms.put("little-endian UTF-16", SOMEBODY.getBytes(StandardCharsets.UTF_16LE));
    forms.put("upper case", "GROSSKREUTZAAH, ÅSE".getBytes(StandardCharsets.UTF_8));
    forms.put("lower case", "großkreutzaah, åse".getBytes(StandardCharsets.UTF_8));
    forms.put("no accents", "Grosskreutzaah, Ase".getBytes(StandardCharsets.UTF_8));
    forms.put("decomposed", "Großkreutzaah, A\u030Ase".getBytes(StandardCharsets.UTF_8));
    forms.put("JSON", "\"Gro\\u00dfkreutzaah".getBytes(StandardCharsets.UTF_8));
    forms.put("address", "Gro%C3%9Fkreutzaah%2C%20%C3%85se".getBytes(StandardCharsets.UTF_8));
    forms.put("hex", HexFormat.of().formatHex(name).getBytes(StandardCharsets.US_ASCII));
    for (int before = 0; before < 3; before++) {
      byte[] within = ("abc".substring(before) + SOMEBODY + "z").getBytes(StandardCharsets.UTF_8);
      forms.put("base64 " + before, Base64.getEncoder().encode(within));
    }
    for (String algorithm : List.of("MD5", "SHA-1", "SHA-256")) {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(name);
      forms.put(algorithm, digest);
      forms.put(
          algorithm + " hex",
          ("patient=" + HexFormat.of().formatHex(digest)).getBytes(StandardCharsets.US_ASCII));
      forms.put(algorithm + " base64", Base64.getEncoder().encode(digest));
    }
    forms.put("a day", "born 20.10.1931".getBytes(StandardCharsets.US_ASCII));
    forms.put("DICOM's day", "19311020".getBytes(StandardCharsets.US_ASCII));
    forms.put("the key", HexFormat.of().parseHex("00" + KEY + "00"));
    forms.put("the key in base64", Base64.getEncoder().encode(HexFormat.of().parseHex(KEY)));
    Traces of = new Traces(Set.of(SOMEBODY, "Großkreutz", "1931-10-20"), Set.copyOf(SECRETS));

    forms.forEach((form, bytes) -> assertThat(of.in(form, bytes)).as(form).isNotEmpty());
    assertThat(of.in("other text", "Kreutzer, Ase; born 1931-10-21; " + KEY.substring(1)))
        .isEmpty();
    assertThat(of.in("other digests", Arrays.copyOf(name, 4))).isEmpty();
  }

  private static JsonNode ledger(Path of) throws IOException {
    return new ObjectMapper().readTree(of.resolve("lake/ingest.json").toFile());
  }

  private static List<Path> parquet(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(f -> f.toString().endsWith(".parquet")).collect(Collectors.toList());
    }
  }

  private static List<Group> rows(Path file) throws IOException {
    List<Group> rows = new java.util.ArrayList<>();
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
