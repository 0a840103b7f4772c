package org.polarfold.evaluate;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether labels, scores and segments are such as the kind of their target allows. */
record Kinds(
    Targets targets,
    Map<Measure, PatientColumn> labels,
    Map<Cell, Map<Arm, Map<Repeat, Map<Integer, SeriesBuilder>>>> series) {

  private static final String CLASS_EXPECTED =
      "0 or 1, or empty where missing; most labels of a regression target are neither";
  private static final String SEGMENT_EXPECTED =
      "none, since the labels of this target are 0 or 1: segments belong to regression targets";

  /** Everything that is not allowed, in no order; of each column of scores the first alone. */
  Stream<Complaint> complaints() {
    Set<String> binary =
        series.keySet().stream()
            .filter(cell -> !targets.isRegression(cell))
            .map(Cell::target)
            .collect(Collectors.toSet());
    return Stream.concat(
        labels.entrySet().stream()
            .filter(labels -> binary.contains(labels.getKey().target()))
            .flatMap(labels -> classes(labels.getValue())),
        series.entrySet().stream()
            .filter(cell -> !targets.isRegression(cell.getKey()))
            .flatMap(cell -> cell.getValue().values().stream())
            .flatMap(repeats -> repeats.values().stream())
            .flatMap(segments -> segments.entrySet().stream())
            .flatMap(segment -> probabilities(segment.getKey(), segment.getValue())));
  }

  private static Stream<Complaint> classes(PatientColumn labels) {
    return IntStream.range(0, labels.size())
        .filter(labels::has)
        .filter(patient -> labels.value(patient) != 0 && labels.value(patient) != 1)
        .mapToObj(
            patient ->
                new Complaint(labels.row(patient), "label", labels.value(patient), CLASS_EXPECTED));
  }

  private static Stream<Complaint> probabilities(int segment, SeriesBuilder rows) {
    if (segment != 0) {
      return IntStream.range(0, rows.size())
          .mapToObj(place -> new Complaint(rows.row(place), "segment", segment, SEGMENT_EXPECTED));
    }
    return rows.outsideUnitInterval().stream()
        .mapToObj(
            place ->
                new Complaint(
                    rows.row(place),
                    "score",
                    rows.score(place),
                    PredictionsBuilder.SCORE_EXPECTED));
  }
}
