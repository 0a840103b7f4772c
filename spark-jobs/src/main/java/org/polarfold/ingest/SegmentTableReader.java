package org.polarfold.ingest;

import java.util.Set;
import org.polarfold.ingest.SiteExport.FlowUnit;
import org.polarfold.ingest.SiteExport.Layout;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/** One row a patient, 17 columns a state; each segment's value fills the segment. */
final class SegmentTableReader implements SiteExportReader {

  private final FlowColumns rest;
  private final FlowColumns stress;

  SegmentTableReader(FlowUnit unit, Layout.Segments layout, Table table) {
    this.rest =
        new FlowColumns(table, unit, layout.rest(), 1, Segment17.COUNT, "maps.segments.rest");
    this.stress =
        new FlowColumns(table, unit, layout.stress(), 1, Segment17.COUNT, "maps.segments.stress");
  }

  @Override
  public Set<MapKind> kinds(TableRow row) {
    return Set.of(MapKind.REST, MapKind.STRESS);
  }

  @Override
  public PolarMap map(TableRow row, MapKind kind) throws RecordFlaw {
    return Segment17.spread((kind == MapKind.REST ? rest : stress).values(row, kind));
  }
}
