package org.polarfold.ingest;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
 * @param columns of each state
 */
record SegmentTable(TableFile table, MapUnit unit, Map<MapKind, SegmentColumns> columns)
    implements MapLayout {

  /** Reads either {@code segments} or, for a table of one row a segment, {@code long}. */
  static MapLayout of(Settings maps, ExportFolder folder) {
    MapUnit unit = MapUnit.of(maps);
    TableFile table = TableFile.of(maps, folder);
    return maps.has("long")
        ? LongSegmentTable.of(table, unit, maps.block("long"))
        : new SegmentTable(table, unit, SegmentColumns.of(maps.block("segments"), unit.quantity()));
  }

  /** The map whose every segment holds one value. */
  static SentMap spread(float[] segments) {
    double[] values = new double[segments.length];
    for (int i = 0; i < segments.length; i++) {
      values[i] = segments[i];
    }
    return SentMap.of(Segment17.spread(values));
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
    return columns.keySet();
  }

  @Override
  public SiteExportReader open() {
    return Table.open(table, "maps", Reader::new);
  }

  private final class Reader implements SiteExportReader {

    private final Table rows;
    private final int patient;
    private final Map<MapKind, FlowColumns> flows = new EnumMap<>(MapKind.class);

    Reader(Table rows) {
      this.rows = rows;
      this.patient = rows.column(table.patient(), "maps.patient");
      columns.forEach((kind, of) -> flows.put(kind, of.in(rows, "maps.segments." + kind.key())));
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
        FlowColumns of = Objects.requireNonNull(flows.get(kind));
        return spread(unit.checked(of.values(row, kind), kind, of::cell));
      }
    }
  }
}
