package org.polarfold.ingest;

import java.util.Map;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;

/**
 * A table of the 17 segment means that a site's own program computed, one row a patient, against
 * which maps are checked.
 *
 * @param file the file
 * @param unit of rest and stress
 * @param columns of each state
 */
record SuppliedMeans(TableFile file, MapUnit unit, Map<MapKind, SegmentColumns> columns) {

  /** The block of site.conf. */
  static final String BLOCK = "segment-means";

  /**
   * Reads the block.
   *
   * @param quantity of the site's maps
   */
  static SuppliedMeans of(Settings block, ExportFolder folder, Quantity quantity) {
    MapUnit unit = MapUnit.of(block);
    // The largest of 17 means is not that of the map, so that means of counts have no scale.
    if (unit.quantity() != quantity || unit == MapUnit.COUNTS) {
      throw block.invalid("unit", "one of the quantity that the maps have, and no counts");
    }
    return new SuppliedMeans(TableFile.of(block, folder), unit, SegmentColumns.of(block, quantity));
  }
}
