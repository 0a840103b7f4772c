package org.polarfold.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.polarfold.study.GridResampling;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/** One table of all maps. */
public sealed interface TableLayout extends Layout {

  /** Its name. */
  String FILE = "flow.csv";

  /** Columns after the patient's. */
  List<String> columns();

  /** The last so many columns hold values. */
  int values();

  /** What takes from a map the values that are written; made once for many maps. */
  Function<PolarMap, float[]> onGrid();

  /**
   * Rows of one study, without the patient's column.
   *
   * @param values of each map that is there
   */
  List<List<String>> rows(Map<MapKind, float[]> values, ExportStyle style);

  /** The blocks of site.conf that only this form has. */
  Map<String, Object> blocks();

  @Override
  default Set<Flaw> flaws() {
    return EnumSet.of(
        Flaw.NON_NUMERIC,
        Flaw.NON_FINITE,
        Flaw.OUT_OF_RANGE,
        Flaw.OTHER_UNIT,
        Flaw.REPEATED,
        Flaw.WRONG_SHAPE,
        Flaw.UNREADABLE);
  }

  @Override
  default Map<String, Object> conf(ExportStyle style) {
    Map<String, Object> maps = style.table(FILE);
    maps.put("unit", style.unit().symbol());
    maps.putAll(blocks());
    return maps;
  }

  @Override
  default MapWriter open(SiteFolder folder, int part, ExportStyle style) throws IOException {
    return new TableWriter(this, style, new RowsFile(folder.part(FILE, part), style));
  }

  @Override
  default List<JointFile> jointFiles(ExportStyle style, Map<String, Long> rows) {
    return List.of(JointFile.table(FILE, style, columns()));
  }

  private static List<String> numbered(String prefix, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> prefix + i).toList();
  }

  private static List<String> cells(float[] values, MapKind kind, ExportStyle style) {
    List<String> cells = new ArrayList<>(values.length);
    for (float value : values) {
      cells.add(style.value(value, kind));
    }
    return cells;
  }

  private static float[] segments(PolarMap map) {
    double[] means = Segment17.means(map);
    float[] values = new float[means.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) means[i];
    }
    return values;
  }

  /**
   * One row a patient and state.
   *
   * @param column the column that names the state
   * @param words for each state
   * @param prefix what columns of values begin with; 0, 1, ... follow
   * @param grid the site's grid, values ring by ring
   */
  record PolarTable(String column, Map<MapKind, String> words, String prefix, PolarGrid grid)
      implements TableLayout {

    public PolarTable {
      words = new EnumMap<>(words);
    }

    @Override
    public String format() {
      return "polar-table";
    }

    @Override
    public Set<MapKind> kinds() {
      return words.keySet();
    }

    @Override
    public List<String> columns() {
      return RowsFile.with(column, numbered(prefix, 0, grid.size() - 1));
    }

    @Override
    public int values() {
      return grid.size();
    }

    @Override
    public Function<PolarMap, float[]> onGrid() {
      GridResampling resampling = grid.ofCanonical();
      return map -> resampling.apply(map.toArray());
    }

    @Override
    public List<List<String>> rows(Map<MapKind, float[]> values, ExportStyle style) {
      List<List<String>> rows = new ArrayList<>();
      values.forEach(
          (kind, own) ->
              rows.add(RowsFile.with(words.getOrDefault(kind, ""), cells(own, kind, style))));
      return rows;
    }

    @Override
    public Map<String, Object> blocks() {
      Map<String, Object> state = GridConf.words(words);
      state.put("column", column);
      Map<String, Object> laid = GridConf.of(grid);
      laid.put("values", prefix);
      return Map.of("state", state, "grid", laid);
    }
  }

  /**
   * One row a patient: means of the 17 segments, state by state.
   *
   * @param prefixes what columns of each state begin with; 1 to 17 follow
   */
  record SegmentTable(Map<MapKind, String> prefixes) implements TableLayout {

    public SegmentTable {
      prefixes = new EnumMap<>(prefixes);
    }

    @Override
    public String format() {
      return "segment-table";
    }

    @Override
    public Set<MapKind> kinds() {
      return prefixes.keySet();
    }

    @Override
    public List<String> columns() {
      return prefixes.values().stream()
          .flatMap(prefix -> numbered(prefix, 1, Segment17.COUNT).stream())
          .toList();
    }

    @Override
    public int values() {
      return Segment17.COUNT;
    }

    @Override
    public Function<PolarMap, float[]> onGrid() {
      return TableLayout::segments;
    }

    @Override
    public List<List<String>> rows(Map<MapKind, float[]> values, ExportStyle style) {
      if (values.isEmpty()) {
        return List.of();
      }
      List<String> row = new ArrayList<>();
      for (MapKind kind : kinds()) {
        float[] own = values.get(kind);
        row.addAll(
            own == null
                ? Stream.generate(style::missing).limit(Segment17.COUNT).toList()
                : cells(own, kind, style));
      }
      return List.of(row);
    }

    @Override
    public Map<String, Object> blocks() {
      return Map.of("segments", GridConf.words(prefixes));
    }
  }

  /**
   * One row a patient, state and segment.
   *
   * @param state the column that names the state
   * @param words for each state
   * @param segment the column that numbers the segment, 1 to 17
   * @param value the column of the value
   */
  record LongTable(String state, Map<MapKind, String> words, String segment, String value)
      implements TableLayout {

    public LongTable {
      words = new EnumMap<>(words);
    }

    @Override
    public String format() {
      return "segment-table";
    }

    @Override
    public Set<MapKind> kinds() {
      return words.keySet();
    }

    @Override
    public List<String> columns() {
      return List.of(state, segment, value);
    }

    @Override
    public int values() {
      return 1;
    }

    @Override
    public Function<PolarMap, float[]> onGrid() {
      return TableLayout::segments;
    }

    @Override
    public List<List<String>> rows(Map<MapKind, float[]> values, ExportStyle style) {
      List<List<String>> rows = new ArrayList<>();
      values.forEach(
          (kind, own) -> {
            for (int s = 0; s < own.length; s++) {
              rows.add(
                  List.of(
                      words.getOrDefault(kind, ""),
                      String.valueOf(s + 1),
                      style.value(own[s], kind)));
            }
          });
      return rows;
    }

    @Override
    public Map<String, Object> blocks() {
      Map<String, Object> rows = new LinkedHashMap<>(GridConf.words(words));
      rows.put("state", state);
      rows.put("segment", segment);
      rows.put("value", value);
      return Map.of("long", rows);
    }
  }
}
