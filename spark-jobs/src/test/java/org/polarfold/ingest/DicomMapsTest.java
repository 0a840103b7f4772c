package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.polarfold.ingest.DicomFolder.DISC;
import static org.polarfold.ingest.DicomFolder.PLANTED;
import static org.polarfold.ingest.DicomFolder.STRESS;
import static org.polarfold.ingest.DicomFolder.fixture;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;

/** The fixtures hold maps whose segment s, told by AHA's rule, has a value that tells s. */
class DicomMapsTest {

  private static final String FRAMES =
      """
      files = "maps/*.dcm", patient-from = header, unit = "mL/min/g"
      frames { rest = 1, stress = 2, reserve = 3 }
      """;

  @TempDir Path folder;

  private DicomFolder site() {
    return new DicomFolder(folder.resolve("birch"));
  }

  private static double flow(int segment) {
    return 1 + 0.1 * segment;
  }

  /** Checks the value in the middle of every segment, so that no turn or mirror image passes. */
  private static void assertSegments(PolarMap map, IntToDoubleFunction value, double error) {
    for (int k = 0; k < 6; k++) {
      assertMiddle(map, 26, 90 + 60 * k, value.applyAsDouble(1 + k), error);
      assertMiddle(map, 18, 90 + 60 * k, value.applyAsDouble(7 + k), error);
    }
    for (int k = 0; k < 4; k++) {
      assertMiddle(map, 10, 90 + 90 * k, value.applyAsDouble(13 + k), error);
    }
    assertMiddle(map, 2, 0, value.applyAsDouble(17), error);
  }

  private static void assertMiddle(
      PolarMap map, int ring, int degrees, double value, double error) {
    assertThat((double) map.at(ring, degrees % 360 / 5))
        .as("ring %s at %s degrees", ring, degrees)
        .isCloseTo(value, within(error));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parametric-float.dcm",
        "parametric-double.dcm",
        "pet-signed.dcm",
        "pet-signed-rle.dcm",
        "pet-12-bit-high.dcm",
        "sc-8-bit.dcm",
        "sc-8-bit-big-endian.dcm",
        "sc-8-bit-rle.dcm"
      })
  void everyWayOfStoringNumbersGivesTheSameMapTheRightWayRound(String name) throws Exception {
    PolarMap map = site().stress(STRESS + DISC, name);

    assertSegments(map, DicomMapsTest::flow, 1e-6);
    // Borders as well, where pixels that changed places would show.
    assertThat(map.toArray())
        .containsExactly(
            site().stress(STRESS + DISC, "parametric-float.dcm").toArray(), within(2e-6f));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nm-explicit.dcm",
        "nm-implicit.dcm",
        "nm-big-endian.dcm",
        "nm-undefined-lengths.dcm",
        "nm-rle.dcm",
        "nm-rle-fragments.dcm",
        "nm-rle-no-table.dcm"
      })
  void framesOfOneFileAreTheStatesThatSiteConfSays(String name) throws Exception {
    SentMaps sent = site().sent(site().layout(FRAMES + DISC), fixture(name));

    assertThat(sent.identifier()).isEqualTo("MRN-4711");
    assertThat(sent.kinds()).containsExactlyInAnyOrder(MapKind.values());
    assertSegments(sent.map(MapKind.REST).map(), s -> 0.4 + 0.02 * s, 1e-6);
    assertSegments(sent.map(MapKind.STRESS).map(), DicomMapsTest::flow, 1e-6);
    assertSegments(sent.map(MapKind.RESERVE).map(), s -> flow(s) / (0.4 + 0.02 * s), 0.00051);
  }

  @Test
  void theMappingOfAFrameIsItsOwn() throws Exception {
    String other = STRESS.replace("state", "frame = 1\nstate");

    assertSegments(site().stress(other + DISC, "enhanced-pet.dcm"), s -> 0.05 * (10 + s), 1e-6);
    assertSegments(
        site().stress(other.replace("frame = 1", "frame = 2") + DISC, "enhanced-pet.dcm"),
        DicomMapsTest::flow,
        1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sc-rgb.dcm", "sc-rgb-planar.dcm", "sc-rgb-rle.dcm"})
  void coloursOfASecondaryCaptureAreTurnedBackIntoValues(String name) throws Exception {
    String keys = STRESS + DISC + "colours { named = hot-iron, low = 0, high = 2.55 }";
    SentMap sent = site().sent(site().layout(keys), fixture(name)).map(MapKind.STRESS);

    assertSegments(sent.map(), s -> 0.12 * s, 0.015);
    assertThat(sent.colourResidual().orElseThrow()).isBetween(0.0, 0.01);
  }

  @Test
  void aColourBarIsReadFromTheImageItself() {
    assertThatThrownBy(
            () ->
                site()
                    .stress(
                        STRESS
                            + DISC
                            + "colours { bar { x0 = 60, y0 = 40, x1 = 62, y1 = 2, low = 0, high = 1 } }",
                        "sc-rgb.dcm"))
        .isInstanceOf(RecordFlaw.class)
        .hasMessageStartingWith("the colour bar");
  }

  @ParameterizedTest
  @CsvSource({"unrolled-rings-are-rows.dcm,rings", "unrolled-sectors-are-rows.dcm,sectors"})
  void anUnrolledMapIsReadByItsGrid(String name, String rows) throws Exception {
    String grid =
        """
        grid { rows = %s, rings = 12, sectors = 24, first-ring = %s, first-sector-degrees = 0
          direction = counter-clockwise }
        """;
    PolarMap map = site().stress(STRESS + grid.formatted(rows, "apex"), name);

    // The fixture has 1 + ring / 10 + sector / 100; these cells lie in the middle of its own.
    assertThat(map.at(0, 1)).isCloseTo(1f, within(1e-6f));
    assertThat(map.at(0, 4)).isCloseTo(1.01f, within(1e-6f));
    assertThat(map.at(29, 1)).isCloseTo(2.1f, within(1e-6f));
    assertThat(map.at(29, 70)).isCloseTo(2.33f, within(1e-6f));

    PolarMap turned = site().stress(STRESS + grid.formatted(rows, "base"), name);
    assertThat(turned.at(0, 1)).isCloseTo(2.1f, within(1e-6f));

    String other = rows.equals("rings") ? "sectors" : "rings";
    assertThat(site().flaw(STRESS + grid.formatted(other, "apex"), fixture(name)))
        .startsWith("WRONG_SHAPE");
  }

  @Test
  void theStateStandsInTheNameTheDescriptionOrTheImageType() throws Exception {
    String byName =
        """
        files = "maps/{patient}.dcm", patient-from = name, unit = "mL/min/g"
        state { stress = "S" }
        """;
    SentMaps sent = site().sent(site().layout(byName + DISC), fixture("pet-signed.dcm"));
    assertThat(sent.identifier()).isEqualTo("Lüdenscheidt");
    assertThat(sent.kinds()).containsExactly(MapKind.STRESS);

    String byType = STRESS.replace("series-description", "image-type").replace(" MBF", "");
    assertThat(site().sent(site().layout(byType + DISC), fixture("pet-signed.dcm")).kinds())
        .containsExactly(MapKind.STRESS);
    assertThat(site().flaw(byType.replace("STRESS", "STRES") + DISC, fixture("pet-signed.dcm")))
        .isEqualTo("UNREADABLE_RECORD: ImageType (0008,0008): expected one of REST, STRES");
    assertThat(
            site()
                .flaw(STRESS.replace("STRESS MBF", "Stress MBF") + DISC, fixture("pet-signed.dcm")))
        .isEqualTo(
            "UNREADABLE_RECORD: SeriesDescription (0008,103E): expected one of REST MBF, Stress MBF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id-latin-1.dcm", "id-utf-8.dcm"})
  void anIdentifierIsTheSameTextInEveryCharacterSet(String name) throws Exception {
    assertThat(site().sent(site().layout(STRESS + DISC), fixture(name)).identifier())
        .isEqualTo("Mü-7");
  }

  @ParameterizedTest
  @CsvSource({
    "sc-rgb-jpeg.dcm,JPEG Lossless SV1 (1.2.840.10008.1.2.4.70)",
    "sc-rgb-jpeg-baseline.dcm,JPEG Baseline (1.2.840.10008.1.2.4.50)",
    "nm-jpeg-ls.dcm,JPEG-LS Lossless (1.2.840.10008.1.2.4.80)",
    "nm-deflated.dcm,Deflated Explicit VR Little Endian (1.2.840.10008.1.2.1.99)"
  })
  void otherTransferSyntaxesAreRefusedByName(String fixture, String name) throws Exception {
    assertThat(site().flaw(STRESS + DISC, fixture(fixture)))
        .isEqualTo(
            "UNSUPPORTED_ENCODING: the file: expected DICOM that is uncompressed or RLE, and it is "
                + name);
  }

  @ParameterizedTest
  @CsvSource({
    "parametric-float.dcm,mL/min/100g", // a mapping says mL/min/g
    "pet-signed.dcm,mL/min/100g", // Units says MLMING
    "pet-12-bit-high.dcm,%", // a mapping says ml/(min.g); Units, which it overrides, BQML
    "pet-signed.dcm,{counts}"
  })
  void aHeaderThatStatesAnotherUnitIsAMismatch(String fixture, String unit) throws Exception {
    assertThat(
            site()
                .flaw(STRESS.replace("\"mL/min/g\"", "\"" + unit + "\"") + DISC, fixture(fixture)))
        .isEqualTo(
            "UNIT_MISMATCH: the stress map: the file's header states another unit than maps.unit");
  }

  @Test
  void ofSeveralMappingsTheOneInTheSitesUnitCounts() throws Exception {
    // The first maps to counts, a hundred times as many; relative uptake divides by the largest.
    String counts = STRESS.replace("mL/min/g", "{counts}");

    assertSegments(site().stress(counts + DISC, "parametric-double.dcm"), s -> flow(s) / 2.7, 1e-6);
  }

  @Test
  void aWrongShapeIsRejected() throws Exception {
    assertThat(site().flaw(STRESS + DISC, fixture("nm-explicit.dcm")))
        .startsWith("WRONG_SHAPE: the image: expected one frame");
    assertThat(site().flaw(FRAMES + DISC, fixture("pet-signed.dcm")))
        .isIn(
            "WRONG_SHAPE: the image: expected at least 2 frames",
            "WRONG_SHAPE: the image: expected at least 3 frames");
    assertThat(
            site()
                .flaw(STRESS + DISC.replace("width = 64", "width = 65"), fixture("pet-signed.dcm")))
        .isEqualTo("WRONG_SHAPE: the image: expected 65 x 64 pixels, as site.conf says");
    assertThat(site().flaw(STRESS + DISC, fixture("sc-rgb.dcm")))
        .startsWith("UNSUPPORTED_ENCODING: the image: expected values");
    assertThat(
            site()
                .flaw(
                    STRESS + DISC + "colours { named = hot-iron, low = 0, high = 2 }",
                    fixture("pet-signed.dcm")))
        .startsWith("UNSUPPORTED_ENCODING: the image: expected colours");
  }

  @Test
  void aNumberThatIsNoneIsNotFilledFromBeside() throws Exception {
    byte[] file = fixture("parametric-float.dcm");
    // The pixel at column 40, row 32, of 64 x 64 floats at the file's end.
    int at = file.length - 4 * (64 * 64 - (32 * 64 + 40));
    file[at + 2] = (byte) 0xC0;
    file[at + 3] = 0x7F;

    assertThat(site().flaw(STRESS + DISC, file))
        .isEqualTo("NON_FINITE: the pixels of the map: expected finite numbers");
  }

  @Test
  void aStudyFromOneFileHoldsNothingOfThePerson() throws Exception {
    Path birch = Files.createDirectories(folder.resolve("birch"));
    Files.createDirectories(birch.resolve("maps"));
    Files.write(birch.resolve("maps").resolve("Lüdenscheidt.dcm"), fixture("nm-rle.dcm"));
    Files.writeString(birch.resolve("patients.csv"), "pid\nMRN-4711\n");
    Files.writeString(
        birch.resolve("site.conf"),
        """
        site = "birch", identity = identifier, format = dicom
        maps { %s %s }
        patients { file = "patients.csv", delimiter = ",", patient = "pid", labels {} }
        acquisition { tracer = "Rb-82" }
        """
            .formatted(FRAMES, DISC));
    List<IngestOutcome> outcomes = new ArrayList<>();
    try (SiteRecords records = new SiteRecords(SiteConf.read(birch), PseudonymsTest.keyed())) {
      records.forEachRemaining(outcomes::add);
    }

    assertThat(outcomes).hasSize(1);
    PerfusionStudy study = ((Accepted) outcomes.get(0)).study();
    assertThat(study.patient()).isEqualTo(PseudonymsTest.keyed().ofIdentifier("MRN-4711"));
    assertThat(outcomes.get(0).place()).isEqualTo(new RecordPlace("birch/maps/*.dcm", 1));
    assertThat(outcomes.toString()).doesNotContain(PLANTED);
  }

  @Test
  void noRecordOfWhatWasReadPrintsAPerson() throws Exception {
    SentMaps sent = site().sent(site().layout(STRESS + DISC), fixture("pet-signed.dcm"));
    try (DicomBytes bytes = DicomBytes.open(site().file())) {
      DicomImage image = DicomImage.of(DicomHeader.of(bytes));
      assertThat(image + " " + image.data() + sent.place() + sent.map(MapKind.STRESS))
          .doesNotContain(PLANTED);
    }
  }

  @Test
  void siteConfMustSayWhoAndWhichAndWhere() {
    assertRefused("header", "name", "patient-from");
    assertRefused("maps/*.dcm", "maps/{patient}.dcm", "patient-from");
    assertRefused("from = series-description, rest", "rest", "{state} in it");
    assertRefused("radius = 32", "radius = 33", "does not leave the picture");
    assertRefused("width = 64", "width = 60", "lies on a picture");
    assertRefused(
        "state {", "colours { named = hot, low = 1, high = 0 }\nstate {", "more than low");
    assertRefused("state {", "grid { rings = 3 }\nstate {", "either this or a block grid");
    assertRefused(
        "state { from = series-description, rest = \"REST MBF\", stress = \"STRESS MBF\" }",
        "frames { rest = 2, stress = 2 }",
        "another frame");
  }

  private void assertRefused(String from, String to, String message) {
    String keys = STRESS + DISC;
    assertThat(keys).contains(from);
    assertThatThrownBy(() -> site().layout(keys.replace(from, to)))
        .as(to)
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "POLARFOLD_REAL_DATA", matches = ".+")
  void realFilesGiveTheirKnownNumbers() throws Exception {
    double[] heart = numbers("dicom/NM-MONO2-16-13x-heart", 13, 64, 64);
    assertThat(heart[0]).isEqualTo(141);
    assertThat(heart[1]).isEqualTo(533149);
    double[] parametric = numbers("dicom/parametric_map_float.dcm", 1, 128, 128);
    assertThat(parametric[0]).isCloseTo(0.9415792, within(1e-7));
    assertThat(parametric[1]).isCloseTo(9617.09, within(0.005));

    try (DicomBytes bytes = DicomBytes.open(real("dicom/SC_rgb.dcm"))) {
      DicomImage image = DicomImage.of(DicomHeader.of(bytes));
      PixelBlock pixels = image.frame(1).block(new Rectangle(0, 0, 100, 100));
      assertThat(pixels.rgb(50, 5)).isEqualTo(0xFF0000);
      assertThat(pixels.rgb(50, 15)).isEqualTo(0xFF8080);
    }
    String keys =
        """
        files = "maps/*.dcm", patient-from = header, unit = "1"
        state { from = image-type, stress = "QUANTITY" }
        picture-size { width = 128, height = 128 }
        disc { centre-x = 64, centre-y = 64, radius = 64 }
        """;
    assertThat(site().flaw(keys, Files.readAllBytes(real("dicom/parametric_map_float.dcm"))))
        .isEqualTo("none");
    assertThat(
            site()
                .flaw(
                    keys.replace("\"1\"", "\"mL/min/g\""),
                    Files.readAllBytes(real("dicom/parametric_map_float.dcm"))))
        .startsWith("UNIT_MISMATCH");
    assertThat(site().flaw(STRESS + DISC, Files.readAllBytes(real("dicom/NM-MONO2-16-13x-heart"))))
        .as("it names no patient")
        .startsWith("UNREADABLE_RECORD: PatientID (0010,0020)");
  }

  @ParameterizedTest
  @CsvSource({
    "badVR.dcm,UNSUPPORTED_ENCODING",
    "meta_missing_tsyntax.dcm,UNREADABLE_FILE",
    "no_meta.dcm,UNREADABLE_FILE",
    "rtplan_truncated.dcm,UNREADABLE_FILE"
  })
  @EnabledIfEnvironmentVariable(named = "POLARFOLD_REAL_DATA", matches = ".+")
  void realFilesThatAreBadAreRejectedWithAReason(String name, String reason) throws Exception {
    assertThat(site().flaw(STRESS + DISC, Files.readAllBytes(real("dicom-bad/" + name))))
        .startsWith(reason + ": the file: expected");
  }

  private static Path real(String name) {
    return Path.of(System.getenv("POLARFOLD_REAL_DATA")).resolve(name);
  }

  /** Largest number and sum over all frames. */
  private static double[] numbers(String name, int frames, int rows, int columns)
      throws IOException, RecordFlaw {
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    try (DicomBytes bytes = DicomBytes.open(real(name))) {
      DicomImage image = DicomImage.of(DicomHeader.of(bytes));
      assertThat(List.of(image.frames(), image.rows(), image.columns()))
          .containsExactly(frames, rows, columns);
      for (int number = 1; number <= frames; number++) {
        DicomFrame frame = image.frame(number);
        for (int i = 0; i < rows * columns; i++) {
          double stored = frame.stored(i % columns, i / columns);
          largest = Math.max(largest, stored);
          sum += stored;
        }
      }
    }
    return new double[] {largest, sum};
  }
}
