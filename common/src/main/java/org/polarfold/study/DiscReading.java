package org.polarfold.study;

import java.util.Arrays;

/** What was read off a {@link PolarDisc}: a canonical map some cells of which may have no value. */
public final class DiscReading {

  private final double[] values;

  DiscReading(double[] values) {
    this.values = values;
  }

  /** The share of cells without a usable pixel, 0 to 1. */
  public double absentShare() {
    return Arrays.stream(values).filter(Double::isNaN).count() / (double) PolarMap.SIZE;
  }

  /**
   * The 2,160 values in {@link PolarMap#index}'s order and the picture's unit. A cell without a
   * value takes one interpolated linearly between the nearest cells of its ring that have one, on
   * either side (angles wrap around); a ring without any takes the values of the nearest ring that
   * has some, the inner one of two.
   *
   * @throws IllegalStateException where no cell has a value
   */
  public double[] filled() {
    double[] filled = new double[PolarMap.SIZE];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      int source = nearestRingWithValues(ring);
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        filled[PolarMap.index(ring, sector)] = between(source, sector);
      }
    }
    return filled;
  }

  private int nearestRingWithValues(int ring) {
    for (int step = 0; step < PolarMap.RINGS; step++) {
      if (ring - step >= 0 && hasValues(ring - step)) {
        return ring - step;
      }
      if (ring + step < PolarMap.RINGS && hasValues(ring + step)) {
        return ring + step;
      }
    }
    throw new IllegalStateException("Invalid reading of a disc: no cell has a value");
  }

  private boolean hasValues(int ring) {
    int first = PolarMap.index(ring, 0);
    return !Arrays.stream(values, first, first + PolarMap.SECTORS).allMatch(Double::isNaN);
  }

  private double between(int ring, int sector) {
    int before = away(ring, sector, -1);
    int after = away(ring, sector, 1);
    double first = at(ring, sector - before);
    return before == 0
        ? first
        : first + (at(ring, sector + after) - first) * before / (before + after);
  }

  /** How many sectors away the next value lies, in one direction; 0 where it is here. */
  private int away(int ring, int sector, int direction) {
    int steps = 0;
    while (Double.isNaN(at(ring, sector + direction * steps))) {
      steps++;
    }
    return steps;
  }

  private double at(int ring, int sector) {
    return values[PolarMap.index(ring, Math.floorMod(sector, PolarMap.SECTORS))];
  }
}
