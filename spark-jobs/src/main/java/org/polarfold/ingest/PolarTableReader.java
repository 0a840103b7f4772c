package org.polarfold.ingest;

import java.util.Optional;
import java.util.Set;
import org.polarfold.ingest.SiteExport.FlowUnit;
import org.polarfold.ingest.SiteExport.Layout;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

/** One row a patient and state, one column a value of the site's grid. */
final class PolarTableReader implements SiteExportReader {

  private final Layout.Polar layout;
  private final int state;
  private final FlowColumns columns;

  PolarTableReader(FlowUnit unit, Layout.Polar layout, Table table) {
    this.layout = layout;
    this.state = table.column(layout.stateColumn(), "maps.state.column");
    this.columns =
        new FlowColumns(table, unit, layout.values(), 0, layout.grid().size(), "maps.grid");
  }

  @Override
  public Set<MapKind> kinds(TableRow row) throws RecordFlaw {
    Optional<String> text = row.text(state, layout.stateColumn());
    if (text.equals(Optional.of(layout.rest()))) {
      return Set.of(MapKind.REST);
    }
    if (text.equals(Optional.of(layout.stress()))) {
      return Set.of(MapKind.STRESS);
    }
    throw new RecordFlaw(
        RejectionReason.UNREADABLE_RECORD,
        "column "
            + layout.stateColumn()
            + ": expected "
            + layout.rest()
            + " or "
            + layout.stress());
  }

  @Override
  public PolarMap map(TableRow row, MapKind kind) throws RecordFlaw {
    double[] values = columns.values(row, kind);
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return layout.grid().toCanonical(floats);
  }
}
