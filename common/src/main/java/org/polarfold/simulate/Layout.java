package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/** How a site lays flow out in its table of maps. */
sealed interface Layout {

  /** Columns after the patient's. */
  List<String> columns();

  /** Columns after the patient's that hold no flow. */
  int columnsBeforeFlow();

  /** Rows of one patient, without the patient's column: cells that are text or flow. */
  List<List<Object>> rows(Camera.Measured measured);

  /** The same rows with no stress flow. */
  List<List<Object>> withoutStress(List<List<Object>> rows, String missing);

  /**
   * One row a patient and state.
   *
   * @param stateColumn the column that names the state
   * @param rest its word for rest
   * @param stress its word for stress
   * @param values what flow columns begin with; 0, 1, ... follow
   * @param grid the site's grid, values ring by ring
   */
  record PolarTable(String stateColumn, String rest, String stress, String values, PolarGrid grid)
      implements Layout {

    @Override
    public List<String> columns() {
      return Stream.concat(
              Stream.of(stateColumn), IntStream.range(0, grid.size()).mapToObj(i -> values + i))
          .toList();
    }

    @Override
    public int columnsBeforeFlow() {
      return 1;
    }

    @Override
    public List<List<Object>> rows(Camera.Measured measured) {
      return List.of(row(rest, measured.rest()), row(stress, measured.stress()));
    }

    @Override
    public List<List<Object>> withoutStress(List<List<Object>> rows, String missing) {
      return rows.subList(0, 1);
    }

    private List<Object> row(String state, PolarMap map) {
      List<Object> row = new ArrayList<>(1 + grid.size());
      row.add(state);
      for (float value : grid.fromCanonical(map)) {
        row.add((double) value);
      }
      return row;
    }
  }

  /**
   * One row a patient: means of the 17 segments at rest, then under stress.
   *
   * @param rest what columns of rest flow begin with; 1 to 17 follow
   * @param stress the same under stress
   */
  record SegmentTable(String rest, String stress) implements Layout {

    @Override
    public List<String> columns() {
      return Stream.of(rest, stress)
          .flatMap(prefix -> IntStream.rangeClosed(1, Segment17.COUNT).mapToObj(s -> prefix + s))
          .toList();
    }

    @Override
    public int columnsBeforeFlow() {
      return 0;
    }

    @Override
    public List<List<Object>> rows(Camera.Measured measured) {
      List<Object> row =
          Stream.of(measured.rest(), measured.stress())
              .flatMap(map -> DoubleStream.of(Segment17.means(map)).boxed())
              .map(Object.class::cast)
              .toList();
      return List.of(row);
    }

    @Override
    public List<List<Object>> withoutStress(List<List<Object>> rows, String missing) {
      List<Object> row = new ArrayList<>(rows.get(0).subList(0, Segment17.COUNT));
      row.addAll(Collections.nCopies(Segment17.COUNT, missing));
      return List.of(row);
    }
  }
}
