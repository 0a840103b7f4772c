package org.polarfold.ingest;

import java.util.Set;
import org.polarfold.ingest.SiteExport.Layout;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

/** How maps stand in a row of a site's table; one implementation a format. */
interface SiteExportReader {

  /** Which of rest and stress the row holds. */
  Set<MapKind> kinds(TableRow row) throws RecordFlaw;

  /** A map of the row on the canonical grid, mL/min/g, every value read within its range. */
  PolarMap map(TableRow row, MapKind kind) throws RecordFlaw;

  /**
   * The reader of a site's maps.
   *
   * @param table opened on the file of the maps
   * @throws org.polarfold.UserException where a column of the layout is not there
   */
  static SiteExportReader of(SiteExport.Maps maps, Table table) {
    if (maps.layout() instanceof Layout.Polar polar) {
      return new PolarTableReader(maps.unit(), polar, table);
    }
    return new SegmentTableReader(maps.unit(), (Layout.Segments) maps.layout(), table);
  }
}
