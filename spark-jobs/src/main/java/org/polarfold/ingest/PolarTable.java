package org.polarfold.ingest;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.polarfold.experiment.Settings;
import org.polarfold.study.GridResampling;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.Quantity;

/**
 * A table with one row a patient and state, one column a value of the site's grid.
 *
 * @param table the file
 * @param unit of rest and stress
 * @param stateColumn the column that tells the states apart
 * @param words what it holds
 * @param values what the columns of values begin with; 0, 1, ... follow
 * @param grid the site's grid
 */
record PolarTable(
    TableFile table,
    MapUnit unit,
    String stateColumn,
    StateWords words,
    String values,
    PolarGrid grid)
    implements MapLayout {

  static PolarTable of(Settings maps, ExportFolder folder) {
    MapUnit unit = MapUnit.of(maps);
    Settings state = maps.block("state");
    Settings grid = maps.block("grid");
    return new PolarTable(
        TableFile.of(maps, folder),
        unit,
        state.text("column"),
        StateWords.of(state, unit.quantity()),
        grid.text("values"),
        GridSettings.of(grid));
  }

  @Override
  public String format() {
    return "polar-table";
  }

  @Override
  public Quantity quantity() {
    return unit.quantity();
  }

  @Override
  public Set<MapKind> states() {
    return words.states();
  }

  @Override
  public SiteExportReader open() {
    return Table.open(table, "maps", Reader::new);
  }

  private final class Reader implements SiteExportReader {

    private final Table rows;
    private final int patient;
    private final int state;
    private final FlowColumns columns;
    private final GridResampling ontoCanonical = grid.ontoCanonical();

    Reader(Table rows) {
      this.rows = rows;
      this.patient = rows.column(table.patient(), "maps.patient");
      this.state = rows.column(stateColumn, "maps.state.column");
      this.columns = FlowColumns.numbered(rows, values, 0, grid.size(), "maps.grid");
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
      public Set<MapKind> kinds() throws RecordFlaw {
        return Set.of(words.kind(row, state, stateColumn));
      }

      @Override
      public SentMap map(MapKind kind) throws RecordFlaw {
        double[] sent = columns.values(row, kind);
        return SentMap.of(ontoCanonical.canonical(unit.checked(sent, kind, columns::cell)));
      }
    }
  }
}
