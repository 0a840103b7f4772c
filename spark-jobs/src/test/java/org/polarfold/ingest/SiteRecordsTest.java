package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.UserException;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

class SiteRecordsTest {

  private static final String ME = ExportFixture.IDENTITY;

  private final Path exports;
  private final ExportFixture segments;

  SiteRecordsTest(@TempDir Path exports) {
    this.exports = exports;
    this.segments = ExportFixture.segments(exports, "cedar");
  }

  private static double[] all(double value) {
    double[] values = new double[17];
    Arrays.fill(values, value);
    return values;
  }

  /** A row of the segment table whose first rest value is a given text. */
  private static String rowWith(String id, String firstRest) {
    return id + ";" + firstRest + ";80".repeat(16) + ";200".repeat(17);
  }

  private static List<IngestOutcome> outcomes(Path folder) throws IOException {
    List<IngestOutcome> outcomes = new ArrayList<>();
    try (SiteRecords records = new SiteRecords(SiteConf.read(folder), PseudonymsTest.keyed())) {
      records.forEachRemaining(outcomes::add);
      assertThat(records.received()).as("received").isEqualTo(outcomes.size());
    }
    assertThat(outcomes.toString()).doesNotContain(ME).doesNotContain("denscheidt");
    return outcomes;
  }

  private static Rejected onlyRejected(Path folder) throws IOException {
    List<IngestOutcome> outcomes = outcomes(folder);
    assertThat(outcomes).hasSize(1);
    return (Rejected) outcomes.get(0);
  }

  private static PerfusionStudy onlyStudy(Path folder) throws IOException {
    List<IngestOutcome> outcomes = outcomes(folder);
    assertThat(outcomes).hasSize(1);
    return ((Accepted) outcomes.get(0)).study();
  }

  /** An outcome as "file:line reason". */
  private static String told(IngestOutcome outcome) {
    String reason = outcome instanceof Rejected rejected ? rejected.reason().code() : "accepted";
    return outcome.place().file() + ":" + outcome.place().line() + " " + reason;
  }

  @Test
  void aGoodRecordBecomesAStudy() throws IOException {
    segments.patientRow(ME + ";Herr X;61,5;M").segmentRow(ME, all(0.8), all(2));

    PerfusionStudy study = onlyStudy(segments.write());

    assertThat(study.patient()).isEqualTo(PseudonymsTest.keyed().ofIdentifier(ME));
    assertThat(study.clinical().ageYears().orElseThrow()).isEqualTo(61.5);
    assertThat(study.clinical().label(Target.SEX)).hasValue(1);
    assertThat(study.clinical().label(Target.DIABETES)).isEmpty();
    assertThat(study.map(MapKind.REST).orElseThrow().at(3, 3))
        .isCloseTo(0.8f, Offset.offset(1e-6f));
    assertThat(study.map(MapKind.RESERVE).orElseThrow().at(29, 71))
        .isCloseTo(2.5f, Offset.offset(1e-6f));
    assertThat(study.acquisition().tracer()).isEqualTo("Rb-82");
  }

  @Test
  void aMissingAgeAndLabelAreNoFlaw() throws IOException {
    segments.patientRow(ME + ";;NA;").segmentRow(ME, all(0.8), all(2));

    PerfusionStudy study = onlyStudy(segments.write());

    assertThat(study.clinical().ageYears()).isEmpty();
    assertThat(study.clinical().labels()).isEmpty();
  }

  @Test
  void aDeclaredPseudonymIsKeptBehindItsSite() throws IOException {
    segments.patientRow("P7;;60;F").segmentRow("P7", all(0.8), all(2));

    Path folder = segments.write("identity = identifier", "identity = pseudonym");

    assertThat(onlyStudy(folder).patient().value()).isEqualTo("cedar:P7");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "denscheidt, not-a-number",
        "80.5, not-a-number",
        "0x1p3, not-a-number",
        "80d, not-a-number",
        "NA, not-a-number",
        "NaN, non-finite",
        "-inf, non-finite",
        "1e999, non-finite",
        "501, out-of-physiological-range",
        "-80, out-of-physiological-range",
        "0, out-of-physiological-range",
        "123456789, out-of-physiological-range",
        "80;80, wrong-shape"
      })
  void aBadValueIsTheReasonAndIsNotShown(String value, String reason) throws IOException {
    segments.patientRow(ME + ";;60;F").mapRow(rowWith(ME, value));

    Rejected rejected = onlyRejected(segments.write());

    assertThat(told(rejected)).isEqualTo("cedar/segments.csv:2 " + reason);
    assertThat(rejected.detail()).contains("expected").doesNotContain("123456789");
  }

  @Test
  void aLineThatCannotBeTakenApartIsARecordAndSpoilsNoOther() throws IOException {
    segments
        .patientRow(ME + ";;60;F")
        .patientRow("b;;60;F")
        .mapRow(rowWith(ME, "\"80"))
        .segmentRow("b", all(0.8), all(2));

    assertThat(outcomes(segments.write()))
        .extracting(SiteRecordsTest::told)
        .containsExactly(
            "cedar/segments.csv:2 unreadable-record",
            "cedar/segments.csv:3 accepted",
            "cedar/patients.csv:2 no-maps");
  }

  @ParameterizedTest
  @CsvSource({
    "rest, 9.9, out", "rest, 10, in", "rest, 500, in", "rest, 500.1, out",
    "stress, 9.9, out", "stress, 10, in", "stress, 1000, in", "stress, 1000.1, out"
  })
  void theRangesIncludeTheirBounds(String state, String value, String where) throws IOException {
    String odd = ";" + value.replace('.', ',');
    String rest = state.equals("rest") ? odd + ";80".repeat(16) : ";80".repeat(17);
    String stress = state.equals("stress") ? odd + ";200".repeat(16) : ";200".repeat(17);
    segments.patientRow("a;;60;F").mapRow("a" + rest + stress);

    assertThat(told(outcomes(segments.write()).get(0)))
        .endsWith(where.equals("in") ? "accepted" : "out-of-physiological-range");
  }

  @ParameterizedTest
  @CsvSource({
    "x;60;denscheidt, label-not-in-vocabulary",
    "x;sixty;F, not-a-number",
    "x;400;F, out-of-physiological-range",
    "x;60;F;more, wrong-shape",
    "x;60, wrong-shape"
  })
  void aBadPatientRowIsTheReasonOnce(String rest, String reason) throws IOException {
    segments.patientRow(ME + ";" + rest).segmentRow(ME, all(0.8), all(2));

    assertThat(told(onlyRejected(segments.write()))).isEqualTo("cedar/patients.csv:2 " + reason);
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    segments
        .patientRow("nomaps;;60;F")
        .patientRow("norest;;60;F")
        .segmentRow("norow", all(0.8), all(2))
        .mapRow("norest" + ";NA".repeat(17) + ";200".repeat(17));

    assertThat(outcomes(segments.write()))
        .extracting(SiteRecordsTest::told)
        .containsExactly(
            "cedar/segments.csv:2 no-patient-row",
            "cedar/segments.csv:3 missing-map",
            "cedar/patients.csv:2 no-maps");
  }

  @Test
  void aRepeatedOrNamelessRowIsARecordOfItsOwnAndTheFirstStays() throws IOException {
    segments
        .patientRow("a;;60;F")
        .patientRow("a;;61;M")
        .patientRow(" ;;61;M")
        .segmentRow("a", all(0.8), all(2))
        .segmentRow("a", all(0.9), all(3))
        .segmentRow("NA", all(0.9), all(3))
        .mapRow("");

    List<IngestOutcome> outcomes = outcomes(segments.write());

    assertThat(outcomes)
        .extracting(SiteRecordsTest::told)
        .containsExactly(
            "cedar/patients.csv:3 duplicate-record",
            "cedar/patients.csv:4 unreadable-record",
            "cedar/segments.csv:2 accepted",
            "cedar/segments.csv:3 duplicate-record",
            "cedar/segments.csv:4 unreadable-record");
    PerfusionStudy study = ((Accepted) outcomes.get(2)).study();
    assertThat(study.clinical().ageYears().orElseThrow()).isEqualTo(60);
    assertThat(study.map(MapKind.REST).orElseThrow().at(0, 0)).isEqualTo(0.8f);
  }

  @Test
  void textInAnotherCharacterSetIsUnreadableRatherThanAnotherPatient() throws IOException {
    segments.patientRow(ME + ";;60;F").segmentRow(ME, all(0.8), all(2));

    assertThat(outcomes(segments.write("ISO-8859-1", "UTF-8")))
        .extracting(SiteRecordsTest::told)
        .containsExactly(
            "cedar/patients.csv:2 unreadable-record", "cedar/segments.csv:2 unreadable-record");
  }

  @Test
  void statesMayComeApartAndInAnyOrder() throws IOException {
    String grid =
        "rings = 3, sectors = 4, first-ring = apex, first-sector-degrees = 0,"
            + " direction = counter-clockwise";
    float[] rest = new float[12];
    Arrays.fill(rest, 1);
    float[] stress = new float[12];
    Arrays.fill(stress, 3);
    ExportFixture polar =
        ExportFixture.polar(exports, "birch", grid, 12)
            .patientRow("a,x,60,1")
            .patientRow("b,x,60,0")
            .patientRow("c,x,60,0")
            .polarRow("a", "S", stress)
            .polarRow("b", "R", rest)
            .polarRow("c", "Q", rest)
            .polarRow("a", "S", stress)
            .polarRow("a", "R", rest);

    List<IngestOutcome> outcomes = outcomes(polar.write());

    assertThat(outcomes)
        .extracting(SiteRecordsTest::told)
        .containsExactly(
            "birch/flow.csv:4 unreadable-record",
            "birch/flow.csv:5 duplicate-record",
            "birch/flow.csv:2 accepted",
            "birch/flow.csv:3 missing-map",
            "birch/patients.csv:4 no-maps");
    assertThat(
            Segment17.means(
                ((Accepted) outcomes.get(2)).study().map(MapKind.RESERVE).orElseThrow()))
        .containsOnly(3.0);
  }

  @Test
  void ifTheMapsCannotBeOpenedTheTablesAreClosedAgain() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(descriptors), "a system that lists open files");
    segments.patientRow("a;;60;M").segmentRow("a", all(0.8), all(2));
    SiteExport export = SiteConf.read(segments.write());
    try (SiteRecords open = new SiteRecords(export, PseudonymsTest.keyed())) {
      assertThat(open.hasNext()).isTrue();
      assertThat(openBelow(descriptors)).hasSize(2);
    }
    Files.writeString(exports.resolve("cedar/segments.csv"), "other;columns\n");

    assertThatThrownBy(() -> new SiteRecords(export, PseudonymsTest.keyed()))
        .isInstanceOf(UserException.class);

    assertThat(openBelow(descriptors)).isEmpty();
  }

  /** The exports' files that are open. */
  private List<Path> openBelow(Path descriptors) throws IOException {
    List<Path> open = new ArrayList<>();
    Path below = exports.toRealPath();
    try (Stream<Path> links = Files.list(descriptors)) {
      for (Path link : links.toList()) {
        // That of the listing itself is gone by now.
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)
            && Files.readSymbolicLink(link).startsWith(below)) {
          open.add(link);
        }
      }
    }
    return open;
  }
}
