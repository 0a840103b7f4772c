package org.polarfold.ingest;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;
import org.polarfold.study.Segment17;

/**
 * A table with one row a patient, 17 columns a state; each segment's value fills the segment.
 *
 * @param table the file
 * @param unit of rest and stress
 * @param columns what the columns of a state begin with; 1 to 17 follow
 */
record SegmentTable(TableFile table, MapUnit unit, StateWords columns) implements MapLayout {

  static SegmentTable of(Settings maps, ExportFolder folder) {
    MapUnit unit = MapUnit.of(maps);
    return new SegmentTable(
        TableFile.of(maps, folder), unit, StateWords.of(maps.block("segments"), unit.quantity()));
  }

  @Override
  public String format() {
    return "segment-table";
  }

  @Override
  public Quantity quantity() {
    return unit.quantity();
  }

  @Override
  public Set<MapKind> states() {
    return columns.states();
  }

  @Override
  public SiteExportReader open() {
    return new Reader(Table.open(table));
  }

  private final class Reader implements SiteExportReader {

    private final Table rows;
    private final int patient;
    private final Map<MapKind, FlowColumns> flows = new EnumMap<>(MapKind.class);

    Reader(Table rows) {
      this.rows = rows;
      this.patient = rows.column(table.patient(), "maps.patient");
      columns
          .words()
          .forEach(
              (kind, prefix) ->
                  flows.put(
                      kind,
                      FlowColumns.numbered(
                          rows, prefix, 1, Segment17.COUNT, "maps.segments." + kind.key())));
    }

    @Override
    public Optional<SentMaps> next() {
      return rows.next().map(SentRow::new);
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }

    private final class SentRow implements SentMaps {

      private final TableRow row;

      SentRow(TableRow row) {
        this.row = row;
      }

      @Override
      public RecordPlace place() {
        return row.place();
      }

      @Override
      public String identifier() throws RecordFlaw {
        return row.identifier(patient);
      }

      @Override
      public Set<MapKind> kinds() {
        return states();
      }

      @Override
      public SentMap map(MapKind kind) throws RecordFlaw {
        FlowColumns of = java.util.Objects.requireNonNull(flows.get(kind));
        float[] checked = unit.checked(of.values(row, kind), kind, of::cell);
        double[] segments = new double[checked.length];
        for (int i = 0; i < checked.length; i++) {
          segments[i] = checked[i];
        }
        return SentMap.of(Segment17.spread(segments));
      }
    }
  }
}
