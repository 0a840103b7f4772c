package org.polarfold.ingest;

import org.polarfold.experiment.Settings;

/**
 * How far what a site computed itself may lie from what follows from its maps: root mean square
 * over the 17 segments, as a share. The defaults are Polarfold's own choice: programs average
 * reserve by pixel or by segment, draw the base elsewhere and round to one decimal, which moves
 * segments by some percent; another map moves them by more.
 *
 * @param reserve of a reserve that was sent, from stress over rest
 * @param segmentMeans of segment means that were sent, from those of the map
 */
record Tolerances(double reserve, double segmentMeans) {

  static final Tolerances DEFAULT = new Tolerances(0.15, 0.10);

  /** Reads the optional block {@code tolerance}. */
  static Tolerances of(Settings site) {
    return site.optionalBlock("tolerance")
        .map(
            block ->
                new Tolerances(
                    block.real("reserve", 0, 1, DEFAULT.reserve),
                    block.real("segment-means", 0, 1, DEFAULT.segmentMeans)))
        .orElse(DEFAULT);
  }
}
