package org.polarfold.export;

import org.polarfold.study.PolarMap;

/** A map as a disc of pixels in the standard display, interpolated between its values. */
final class Disc {

  private static final double DEGREES_A_SECTOR = 360.0 / PolarMap.SECTORS;

  private Disc() {}

  /** Receives a pixel. */
  @FunctionalInterface
  interface Pixels {
    void set(int x, int y, double value);
  }

  /**
   * Draws.
   *
   * @param centre of the disc, both ways, as an edge between pixels
   * @param radius in pixels
   */
  static void draw(PolarMap map, int centre, int radius, Pixels pixels) {
    for (int y = centre - radius; y < centre + radius; y++) {
      for (int x = centre - radius; x < centre + radius; x++) {
        double right = x + 0.5 - centre;
        double up = centre - y - 0.5;
        double ring = Math.sqrt(right * right + up * up) / radius * PolarMap.RINGS;
        if (ring < PolarMap.RINGS) {
          double sector = Math.toDegrees(Math.atan2(up, right)) / DEGREES_A_SECTOR;
          pixels.set(x, y, between(map, ring - 0.5, sector - 0.5));
        }
      }
    }
  }

  private static double between(PolarMap map, double ring, double sector) {
    double bounded = Math.min(Math.max(ring, 0), PolarMap.RINGS - 1.0);
    int inner = Math.min((int) bounded, PolarMap.RINGS - 2);
    int first = (int) Math.floor(sector);
    double out = bounded - inner;
    double on = sector - first;
    return (1 - out) * around(map, inner, first, on) + out * around(map, inner + 1, first, on);
  }

  private static double around(PolarMap map, int ring, int first, double on) {
    return (1 - on) * map.at(ring, Math.floorMod(first, PolarMap.SECTORS))
        + on * map.at(ring, Math.floorMod(first + 1, PolarMap.SECTORS));
  }
}
