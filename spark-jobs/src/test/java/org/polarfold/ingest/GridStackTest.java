package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
import org.polarfold.study.Segment17;

class GridStackTest {

  private static final String INDEX =
      "index { file = index.csv, delimiter = \",\", patient = id }\n";
  private static final String ARCHIVE =
      INDEX + "file = maps.npz, members { rest = rest, stress = stress }";
  private static final String ARRAY = INDEX + "stacks { rest = rest.npy }";

  private final GridExport export;

  GridStackTest(@TempDir Path exports) throws IOException {
    this.export = new GridExport(exports);
  }

  private List<IngestOutcome> outcomes(String maps, String grid) throws IOException {
    return GridExport.outcomes(export.write("grid-stack", maps, grid));
  }

  private List<String> told(String maps, String grid) throws IOException {
    return outcomes(maps, grid).stream().map(GridExport::told).toList();
  }

  private static String first(PerfusionStudy study) {
    return "%.2f %.2f"
        .formatted(
            Segment17.means(study.map(MapKind.REST).orElseThrow())[0],
            Segment17.means(study.map(MapKind.STRESS).orElseThrow())[0]);
  }

  @Test
  void theNthRowNamesThePatientOfTheNthMap() throws IOException {
    export
        .patient("a")
        .patient("b")
        .patient("c")
        .file("maps.npz", GridExport.resource("stacks.npz"))
        .text("index.csv", "id\nc\na\nb\n\n");

    List<IngestOutcome> outcomes = outcomes(ARCHIVE, GridExport.PLAIN);

    assertThat(outcomes.stream().map(GridExport::told))
        .containsExactly(
            "birch/maps.npz:1 accepted", "birch/maps.npz:2 accepted", "birch/maps.npz:3 accepted");
    List<PerfusionStudy> studies =
        outcomes.stream().map(outcome -> GridExport.accepted(outcome).study()).toList();
    assertThat(studies.stream().map(PerfusionStudy::patient))
        .containsExactly(
            PseudonymsTest.keyed().ofIdentifier("c"),
            PseudonymsTest.keyed().ofIdentifier("a"),
            PseudonymsTest.keyed().ofIdentifier("b"));
    assertThat(studies.stream().map(GridStackTest::first))
        .containsExactly("0.55 1.05", "0.56 1.07", "0.57 1.09");
    assertThat(Segment17.means(studies.get(1).map(MapKind.REST).orElseThrow()))
        .containsExactly(GridExport.segments(51, 5), within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"'id\na\nb\n', fewer", "'id\na\nx\nb\nb\n', more"})
  void anotherNumberOfRowsThanMapsStopsTheSiteForNobodyKnowsWhichIsMissing(
      String rows, String fewerOrMore) throws IOException {
    export
        .patient("a")
        .patient("b")
        .file("rest.npy", GridExport.resource("small-stack.npy"))
        .text("index.csv", rows);

    assertThatThrownBy(() -> told(ARRAY, GridExport.SMALL))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read birch/index.csv: "
                + fewerOrMore
                + " rows than maps (expected one row for each map of every array)");
  }

  @Test
  void aStateWithFewerMapsStopsTheSite() throws IOException {
    byte[] three = GridExport.resource("small-stack.npy");
    export
        .patient("a")
        .file("rest.npy", three)
        .file(
            "stress.npy",
            GridExport.npy(
                "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 3, 4)}", filled(12)))
        .text("index.csv", "id\na\nb\nc\n");

    assertThatThrownBy(
            () -> told(INDEX + "stacks { rest = rest.npy, stress = stress.npy }", GridExport.SMALL))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("more rows than maps");
  }

  private static byte[] filled(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 120);
    return bytes;
  }

  @Test
  void aMapThatIsWrongIsRejectedAndTheNextIsRead() throws IOException {
    byte[] data = filled(36);
    data[12 + 5] = 0;
    export
        .patient("a")
        .patient("b")
        .patient("c")
        .file(
            "rest.npy",
            GridExport.npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 3, 4)}", data))
        .text("index.csv", "id\na\nb\nc\n");

    assertThat(told(ARRAY, GridExport.SMALL))
        .containsExactly(
            "birch/rest.npy:1 accepted",
            "birch/rest.npy:2 out-of-physiological-range ring 2, sector 2: expected 0.1 to 5.0"
                + " mL/min/g",
            "birch/rest.npy:3 accepted");
  }

  @Test
  void aBlankLineInTheIndexStopsBeforeMapsGoToOthers() throws IOException {
    export
        .file("rest.npy", GridExport.resource("small-stack.npy"))
        .text("index.csv", "id\na\n\nc\n");

    assertThatThrownBy(() -> outcomes(ARRAY, GridExport.SMALL))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("birch/index.csv:3 (expected no blank line before the last row");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f8', 'fortran_order': False, 'shape': (104166667, 3, 4)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 4)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 3, 4)}",
        "{'descr': '|u1', 'fortran_order': True, 'shape': (3, 3, 4)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4, 3)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (36,)}",
        "{'descr': '|O', 'fortran_order': False, 'shape': (3, 3, 4)}",
      })
  void anArrayThatIsNotAsItPromisesStopsTheSiteAtOnce(String dictionary) throws IOException {
    export.file("rest.npy", GridExport.npy(dictionary, filled(36))).text("index.csv", "id\n");
    Path folder = export.write("grid-stack", ARRAY, GridExport.SMALL);

    assertThatThrownBy(() -> SiteConf.read(folder).maps().open())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read birch/rest.npy (");
  }

  @Test
  void everyPrefixOfAStackStopsTheSite() throws IOException {
    byte[] whole = GridExport.resource("stacks.npz");
    export.text("index.csv", "id\n");
    Path folder = export.file("maps.npz", whole).write("grid-stack", ARCHIVE, GridExport.PLAIN);
    for (int length = 0; length < whole.length; length++) {
      export.file("maps.npz", Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> GridExport.outcomes(folder)).isInstanceOf(UserException.class);
    }
  }

  @Test
  void aDamagedMemberIsFoundAtItsEnd() throws IOException {
    byte[] stored = stacked(ZipOutputStream.STORED, 3 * 2160);
    stored[3 * 2160] ^= 1;
    export.file("maps.npz", stored).text("index.csv", "id\na\nb\nc\n");

    assertThatThrownBy(() -> outcomes(ARCHIVE.replace(", stress = stress", ""), GridExport.PLAIN))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read birch/maps.npz (expected it whole and of its format)");
  }

  @Test
  void aBombIsRefusedBeforeItIsInflated() throws IOException {
    export
        .file("maps.npz", stacked(ZipOutputStream.DEFLATED, 2160 * 60_000))
        .text("index.csv", "id\n");
    Path folder =
        export.write("grid-stack", ARCHIVE.replace(", stress = stress", ""), GridExport.PLAIN);

    assertThatThrownBy(() -> SiteConf.read(folder).maps().open())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("expected a member that is not packed by more than a factor of 100");
  }

  private static byte[] stacked(int method, int data) throws IOException {
    byte[] array =
        GridExport.npy(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, 30, 72)}"
                .formatted(data / 2160),
            filled(data));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("rest.npy");
      entry.setMethod(method);
      java.util.zip.CRC32 crc = new java.util.zip.CRC32();
      crc.update(array);
      entry.setCrc(crc.getValue());
      entry.setSize(array.length);
      zip.putNextEntry(entry);
      zip.write(array);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }
}
