package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.UserException;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Segment17;

class SegmentTableTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  /** Names that a hospital might give to the 17 segments; not in alphabetical order. */
  private static final List<String> NAMES =
      List.of(
          "BA", "BAS", "BIS", "BI", "BIL", "BAL", "MA", "MAS", "MIS", "MI", "MIL", "MAL", "AA",
          "AS", "AI", "AL", "APEX");

  private static final String LONG =
      """
      long { state = "phase", segment = "seg", value = "mbf", rest = "R", stress = "S" }
      """;

  private final WrittenExport export;

  SegmentTableTest(@TempDir Path exports) throws IOException {
    this.export = new WrittenExport(exports);
    export.file("patients.csv", "pid", "a");
  }

  private static String listed(String key, String prefix) {
    return key
        + " = ["
        + NAMES.stream().map(n -> "\"" + prefix + n + "\"").collect(Collectors.joining(", "))
        + "]";
  }

  private static String joined(List<?> cells) {
    return cells.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  /** Segment s of a state has the value 1 + s / 100 at rest, twice as much and 0.1 more else. */
  private static double value(MapKind kind, int segment) {
    double rest = 1 + segment / 100.0;
    return kind == MapKind.REST ? rest : 2 * rest + 0.1;
  }

  private static List<String> rows(String patient, String phase, MapKind kind) {
    return IntStream.rangeClosed(1, 17)
        .mapToObj(s -> patient + "," + phase + "," + s + "," + value(kind, s))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static void assertSegments(PerfusionStudy study, MapKind kind) {
    double[] means = Segment17.means(study.map(kind).orElseThrow());
    for (int s = 1; s <= 17; s++) {
      assertThat(means[s - 1]).as(kind + " " + s).isCloseTo(value(kind, s), CLOSE);
    }
  }

  private WrittenExport longTable(List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("pid,phase,seg,mbf"));
    lines.addAll(rows);
    return export.conf(LONG, "", "").file("maps.csv", lines.toArray(String[]::new));
  }

  @Test
  void columnsOfAnyNamesInAnyOrderAreThoseThatSiteConfLists() throws IOException {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 34).boxed().toList());
    Collections.shuffle(order, new Random(5));
    List<String> header = new ArrayList<>(List.of("pid"));
    List<String> row = new ArrayList<>(List.of("a"));
    for (int i : order) {
      MapKind kind = i < 17 ? MapKind.REST : MapKind.STRESS;
      header.add((i < 17 ? "r " : "s ") + NAMES.get(i % 17));
      row.add("\"" + value(kind, i % 17 + 1) + "\"");
    }
    export
        .conf("segments { " + listed("rest", "r ") + ", " + listed("stress", "s ") + " }", "", "")
        .file("maps.csv", joined(header), joined(row));

    PerfusionStudy study = export.onlyStudy();

    assertSegments(study, MapKind.REST);
    assertSegments(study, MapKind.STRESS);
  }

  @ParameterizedTest
  @CsvSource({"rest", "stress", "reserve"})
  void oneStateAloneIsEnough(String state) throws IOException {
    export
        .conf("segments { " + state + " = \"v\" }", "", "")
        .file(
            "maps.csv",
            "pid," + joined(IntStream.rangeClosed(1, 17).mapToObj(s -> "v" + s).toList()),
            "a" + ",1.5".repeat(17));

    assertThat(export.onlyStudy().maps())
        .containsOnlyKeys(MapKind.valueOf(state.toUpperCase(java.util.Locale.ROOT)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "segments { rest = [\"A1\", \"A2\"] } | maps.segments.rest",
        "segments { rest = \"x\", stress = \"x\" } | maps.segments.stress",
        "segments { } | maps.segments.rest",
        "unread = [], segments { rest = \"x\" }, long { } | maps.long.",
      })
  void columnsThatCannotBeMeantAreRefused(String maps, String named) throws IOException {
    export.file("maps.csv", "pid", "a").conf(maps, "", "");

    assertThatThrownBy(export::export)
        .isInstanceOf(UserException.class)
        .hasMessageContaining(named)
        .hasMessageContaining("expected");
  }

  @Test
  void aListMayNotNameAColumnTwice() throws IOException {
    export
        .file("maps.csv", "pid", "a")
        .conf("segments { " + listed("rest", "") + ", " + listed("stress", "") + " }", "", "");

    assertThatThrownBy(export::export)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("maps.segments.stress");
  }

  @Test
  void rowsOfManyPatientsMayComeInAnyOrder() throws IOException {
    List<String> rows = new ArrayList<>();
    for (String patient : List.of("a", "b", "c")) {
      rows.addAll(rows(patient, "R", MapKind.REST));
      rows.addAll(rows(patient, "S", MapKind.STRESS));
    }
    Collections.shuffle(rows, new Random(9));
    longTable(rows).file("patients.csv", "pid", "a", "b", "c");

    List<IngestOutcome> outcomes = export.outcomes();

    assertThat(outcomes).hasSize(3);
    for (IngestOutcome outcome : outcomes) {
      PerfusionStudy study = ((IngestOutcome.Accepted) outcome).study();
      assertSegments(study, MapKind.REST);
      assertSegments(study, MapKind.STRESS);
    }
  }

  @Test
  void segmentsMayHaveNames() throws IOException {
    List<String> lines = new ArrayList<>(List.of("pid,phase,seg,mbf"));
    for (int s = 17; s >= 1; s--) {
      lines.add("a,R," + NAMES.get(s - 1) + "," + value(MapKind.REST, s));
    }
    export
        .conf(
            "long { state = phase, segment = seg, value = mbf, rest = R, "
                + listed("segments", "")
                + " }",
            "",
            "")
        .file("maps.csv", lines.toArray(String[]::new));

    assertSegments(export.onlyStudy(), MapKind.REST);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2 missing-map",
    "'a,R,4,1.04', 19 duplicate-record",
    "'a,R,18,1.04', 19 unreadable-record",
    "'a,R,denscheidt,1.04', 19 unreadable-record",
    "'a,R,5,1.04,7', 19 wrong-shape",
    "'a,R,5,denscheidt', 19 not-a-number",
    "'a,R,5,NaN', 19 non-finite",
    "'a,R,5,77', 2 out-of-physiological-range",
    "'a,R,5,', 2 not-a-number",
  })
  void aSegmentThatIsMissingRepeatedUnknownOrBadRejectsItsPatientOnce(String last, String reason)
      throws IOException {
    List<String> rows = rows("a", "R", MapKind.REST);
    rows.remove(4);
    rows.add("");
    rows.add(last);
    rows.addAll(rows("b", "R", MapKind.REST));
    rows.addAll(rows("b", "S", MapKind.STRESS));
    rows.addAll(rows("a", "S", MapKind.STRESS));
    longTable(rows).file("patients.csv", "pid", "a", "b");

    List<IngestOutcome> outcomes = export.outcomes();

    assertThat(outcomes)
        .extracting(WrittenExport::told)
        .containsExactlyInAnyOrder("birch/maps.csv:" + reason, "birch/maps.csv:20 accepted");
    assertThat(outcomes.toString()).doesNotContain("denscheidt");
  }

  @Test
  void aRowWithoutPatientOrStateIsARecordOfItsOwnAndAMapSentTwiceIsADuplicate() throws IOException {
    List<String> rows = rows("a", "R", MapKind.REST);
    rows.addAll(rows("a", "S", MapKind.STRESS));
    rows.add(",R,1,1");
    rows.add("a,T,1,1");
    rows.add("\"a,R,1,1");
    rows.addAll(rows("a", "R", MapKind.REST));
    rows.add("a,S,3,1");

    assertThat(longTable(rows).told())
        .containsExactly(
            "birch/maps.csv:2 accepted",
            "birch/maps.csv:36 unreadable-record",
            "birch/maps.csv:37 unreadable-record",
            "birch/maps.csv:38 unreadable-record",
            "birch/maps.csv:39 duplicate-record",
            "birch/maps.csv:56 duplicate-record");
  }

  @Test
  void aMapWithoutAnyValueIsMissing() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int s = 1; s <= 17; s++) {
      rows.add("a,R," + s + ",");
    }

    Rejected rejected = longTable(rows).onlyRejected();

    assertThat(rejected.reason()).isEqualTo(RejectionReason.MISSING_MAP);
    assertThat(rejected.detail()).isEqualTo("the rest map: expected values");
  }
}
