package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

class GridFilesTest {

  private static final String ONE = "files = \"maps/{patient}_{state}.%s\"\n state { rest = R }";
  private static final String ALL =
      "files = \"maps/{patient}.npz\"\n members { rest = rest, stress = stress }";
  private static final String ME = ExportFixture.IDENTITY;

  private final GridExport export;

  GridFilesTest(@TempDir Path exports) throws IOException {
    this.export = new GridExport(exports);
  }

  private static String files(String extension) {
    return ONE.formatted(extension);
  }

  private List<IngestOutcome> outcomes(String maps, String grid) throws IOException {
    List<IngestOutcome> outcomes = GridExport.outcomes(export.write("grid-files", maps, grid));
    assertThat(outcomes.toString()).doesNotContain(ME).doesNotContain("denscheidt");
    return outcomes;
  }

  private PerfusionStudy study(String maps, String grid) throws IOException {
    List<IngestOutcome> outcomes = outcomes(maps, grid);
    assertThat(outcomes).hasSize(1);
    return GridExport.accepted(outcomes.get(0)).study();
  }

  private String told(String maps, String grid) throws IOException {
    List<IngestOutcome> outcomes = outcomes(maps, grid);
    assertThat(outcomes).hasSize(1);
    return GridExport.told(outcomes.get(0)).replaceFirst("birch/maps/\\S*:1 ", "");
  }

  private static double[] means(PerfusionStudy study, MapKind kind) {
    return Segment17.means(study.map(kind).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "apex-counter-clockwise.npy, apex, 0, counter-clockwise",
    "base-clockwise-fortran.npy, base, 90, clockwise",
    "apex-rotated-big-endian.npy, apex, -30, counter-clockwise",
    "apex-rotated-big-endian.npy, apex, 330, counter-clockwise",
  })
  void everySegmentComesBackWhereItIs(String name, String ring, String degrees, String direction)
      throws IOException {
    export.patient(ME).file("maps/" + ME + "_R.npy", GridExport.resource(name));
    String grid =
        "rings = 30, sectors = 72, first-ring = %s, first-sector-degrees = %s, direction = %s"
            .formatted(ring, degrees, direction);

    PerfusionStudy study = study(files("npy"), grid);

    assertThat(means(study, MapKind.REST))
        .containsExactly(GridExport.segments(50, 5), within(1e-6));
    assertThat(study.patient()).isEqualTo(PseudonymsTest.keyed().ofIdentifier(ME));
  }

  @ParameterizedTest
  @CsvSource({
    "apex-counter-clockwise.npy, base, 0, counter-clockwise",
    "apex-counter-clockwise.npy, apex, 0, clockwise",
    "apex-counter-clockwise.npy, apex, 60, counter-clockwise",
    "base-clockwise-fortran.npy, base, 90, counter-clockwise",
  })
  void anOrientationThatIsNotTheFilesWouldShow(
      String name, String ring, String degrees, String direction) throws IOException {
    export.patient(ME).file("maps/" + ME + "_R.npy", GridExport.resource(name));
    String grid =
        "rings = 30, sectors = 72, first-ring = %s, first-sector-degrees = %s, direction = %s"
            .formatted(ring, degrees, direction);

    double[] means = means(study(files("npy"), grid), MapKind.REST);

    double[] expected = GridExport.segments(50, 5);
    double most =
        IntStream.range(0, 17).mapToDouble(i -> Math.abs(means[i] - expected[i])).max().orElse(0);
    assertThat(most).isGreaterThan(0.04);
  }

  @ParameterizedTest
  @CsvSource({"stored.npz", "deflated.npz"})
  void anArchiveHoldsAllStates(String name) throws IOException {
    export.patient(ME).file("maps/" + ME + ".npz", GridExport.resource(name));

    PerfusionStudy study = study(ALL, GridExport.PLAIN);

    assertThat(means(study, MapKind.REST))
        .containsExactly(GridExport.segments(50, 5), within(1e-6));
    assertThat(means(study, MapKind.STRESS))
        .containsExactly(GridExport.segments(100, 5), within(1e-6));
    assertThat(means(study, MapKind.RESERVE)[16]).isCloseTo(185 / 135.0, within(1e-6));
  }

  @Test
  void anArchiveOfOneArrayNeedsNoNameForIt() throws IOException {
    export.patient(ME).file("maps/" + ME + "_R.npz", GridExport.resource("unnamed.npz"));

    assertThat(means(study(files("npz"), GridExport.PLAIN), MapKind.REST))
        .containsExactly(GridExport.segments(50, 5), within(1e-6));
  }

  @Test
  void textIsReadAsSiteConfSays() throws IOException {
    StringBuilder text = new StringBuilder("\uFEFFsectors\r\n");
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        double flow = 50 + 5 * Segment17.of(ring, sector) + 0.5;
        text.append(sector == 0 ? "" : ";")
            .append(String.format(Locale.ROOT, "%.2f", flow).replace('.', ','));
      }
      text.append("\r\n");
    }
    export.patient(ME).text("maps/" + ME + "_R.CSV", text.toString());

    PerfusionStudy study =
        study(
            files("CSV") + "\n delimiter = \";\", decimal = \",\", header = true",
            GridExport.PLAIN);

    assertThat(means(study, MapKind.REST))
        .containsExactly(GridExport.segments(50.5, 5), within(1e-6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50 51 52 53/54 55 56 57/58 59 60 61 | accepted",
        "5.000e+01 51 52 53/54 55 56 57/58 59 60 6.1e+01 | accepted",
        "50 51 52 53/54 55 56 57 | wrong-shape the file: expected 3 lines of 4 cells",
        "50 51 52 53/54 55 56 57/58 59 60 61/62 63 64 65 | wrong-shape the file: expected 3 lines"
            + " of 4 cells",
        "50 51 52 53/54 55 56/58 59 60 61 | wrong-shape the file: expected 3 lines of 4 cells",
        "50 51 52 53/54 55 56 57/58 59 60 nan | non-finite ring 3, sector 4: expected a finite"
            + " number",
        "50 51 52 53/54 denscheidt 56 57/58 59 60 61 | not-a-number ring 2, sector 2: expected a"
            + " number with \".\" as decimal sign",
        "50 51 52 53/54 NA 56 57/58 59 60 61 | not-a-number the rest map: expected all values, 1"
            + " are missing",
        "NA NA NA NA/NA NA NA NA/NA NA NA NA | missing-map the rest map: expected values",
        "50 51 52 53/54 55 56 57/58 59 60 6100 | out-of-physiological-range ring 3, sector 4:"
            + " expected 0.1 to 5.0 mL/min/g",
        "'' | wrong-shape the file: expected 3 lines of 4 cells",
      })
  void textThatIsNoMapIsRejected(String text, String told) throws IOException {
    export.patient(ME).text("maps/" + ME + "_R.txt", text.replace('/', '\n'));

    assertThat(told(files("txt") + "\n delimiter = \" \", missing = [NA]", GridExport.SMALL))
        .isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "1", "a", "\n", "\"", "\"\n"})
  void textWithoutEndIsRejectedEarly(String repeated) throws IOException {
    export.patient(ME).text("maps/" + ME + "_R.csv", repeated.repeat(1_000_000));

    assertThat(told(files("csv"), GridExport.SMALL))
        .startsWith("wrong-shape the file: expected at");
  }

  @Test
  void anIndexMayNameTheFiles() throws IOException {
    export
        .patient(ME)
        .file("1.npy", GridExport.resource("apex-counter-clockwise.npy"))
        .text("index.csv", "id,bytes,path\n" + ME + ",x,1.npy\n" + ME + ",y,2.npy\n");

    assertThat(
            outcomes(
                    "index { file = index.csv, delimiter = \",\", patient = id, path = path }\n"
                        + "state { rest = any }",
                    GridExport.PLAIN)
                .stream()
                .map(GridExport::told))
        .containsExactly(
            "birch/index.csv:2 accepted",
            "birch/index.csv:3 duplicate-record this patient and state again: expected once");
  }

  @Test
  void aFileThatDoesNotFitIsARecordOfItsOwn() throws IOException {
    export
        .patient(ME)
        .file("maps/" + ME + "_R.npy", GridExport.resource("apex-counter-clockwise.npy"))
        .text("maps/" + ME + " copy.npy", "")
        .text("maps/Thumbs.db", "");

    assertThat(outcomes(files("npy"), GridExport.PLAIN).stream().map(o -> GridExport.told(o)))
        .hasSize(3)
        .satisfiesOnlyOnce(told -> assertThat(told).endsWith("accepted"))
        .satisfiesOnlyOnce(
            told ->
                assertThat(told).startsWith("birch/maps/{patient}_{state}.npy:1 unreadable-rec"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pickle.npz | unsupported-encoding the array: expected float32, float64, int16, uint16,"
            + " int32 or uint8, and is pickle",
        "unnamed.npz | missing-map the archive: expected one member rest.npy",
        "types.npz | missing-map the archive: expected one member rest.npy",
        "small.npy | unreadable-file the file: expected it whole and of its format",
      })
  void anArchiveThatIsNotAsSaidIsRejected(String name, String told) throws IOException {
    export.patient(ME).file("maps/" + ME + ".npz", GridExport.resource(name));

    assertThat(told(ALL, GridExport.PLAIN)).isEqualTo(told);
  }

  @Test
  void aBombIsNotInflated() throws IOException {
    byte[] bomb = bomb();
    assertThat(bomb.length).isLessThan(300_000);
    export.patient(ME).file("maps/" + ME + ".npz", bomb);

    assertThat(told(ALL.replace(", stress = stress", ""), GridExport.PLAIN))
        .isEqualTo("unreadable-file the array: expected no more than its shape says");
  }

  /** An array of the right shape with 128 MiB behind it. */
  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("rest.npy"));
      zip.write(
          GridExport.npy(
              "{'descr': '|u1', 'fortran_order': False, 'shape': (30, 72), }", new byte[0]));
      for (int i = 0; i < 128; i++) {
        zip.write(new byte[1 << 20]);
      }
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void moreThanAThousandMembersAreRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 1_001; i++) {
        zip.putNextEntry(new ZipEntry(i == 0 ? "rest.npy" : "../" + i));
      }
    }
    export.patient(ME).file("maps/" + ME + ".npz", bytes.toByteArray());

    assertThat(told(ALL, GridExport.PLAIN)).startsWith("unreadable-file the file");
  }

  @ParameterizedTest
  @CsvSource({"small.npz, npz", "small.npy, npy"})
  void everyPrefixIsRejectedAndTheWholeIsRead(String name, String extension) throws IOException {
    byte[] whole = GridExport.resource(name);
    String maps =
        extension.equals("npz")
            ? ALL.replace(", stress = stress", "").replace("{patient}", "{patient}_R")
            : files("npy");
    export.patient(ME);
    for (int length = 0; length <= whole.length; length++) {
      export.file("maps/" + ME + "_R." + extension, Arrays.copyOf(whole, length));
      assertThat(told(maps, GridExport.SMALL))
          .as("%d bytes", length)
          .startsWith(length == whole.length ? "accepted" : "unreadable-file");
    }
  }

  @Test
  void anyByteOfAnArchiveMayBeWrong() throws IOException {
    byte[] whole = GridExport.resource("small.npz");
    Random random = new Random(4);
    export.patient(ME);
    for (int at = 0; at < whole.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = whole.clone();
        changed[at] ^= (byte) (1 << bit);
        changed[random.nextInt(whole.length)] ^= (byte) random.nextInt(256);
        export.file("maps/" + ME + ".npz", changed);
        // Either it is read, from a byte that nobody needs, or it is rejected; never anything else.
        assertThat(told(ALL.replace(", stress = stress", ""), GridExport.SMALL)).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "files = \"maps/*_{state}.npy\" | maps.files",
        "files = \"maps/{patient}.npy\", delimiter = \";;\" | maps.delimiter",
        "files = \"maps/{patient}.npy\", decimal = \",\" | maps.delimiter",
        "files = \"maps/{patient}.npy\", header = 1 | maps.header",
      })
  void aWrongSettingIsNamed(String maps, String named) throws IOException {
    Path folder = export.write("grid-files", maps + "\n state { rest = R }", GridExport.PLAIN);

    assertThatThrownBy(() -> SiteConf.read(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(named);
  }
}
