package org.polarfold.ingest;

import org.polarfold.experiment.Settings;
import org.polarfold.study.PolarGrid;

/** Reads a site's grid from site.conf. */
final class GridSettings {

  private GridSettings() {}

  private enum FirstRing {
    APEX,
    BASE
  }

  private enum Direction {
    CLOCKWISE,
    COUNTER_CLOCKWISE
  }

  /** Rings, sectors, first ring, first sector and direction of a block. */
  static PolarGrid of(Settings grid) {
    return new PolarGrid(
        grid.whole("rings", 3, 200),
        grid.whole("sectors", 4, 720),
        grid.choice("first-ring", FirstRing.class) == FirstRing.APEX,
        grid.real("first-sector-degrees", -360, 360),
        counterClockwise(grid));
  }

  /** Which way round sectors follow one another. */
  static boolean counterClockwise(Settings grid) {
    return grid.choice("direction", Direction.class) == Direction.COUNTER_CLOCKWISE;
  }
}
