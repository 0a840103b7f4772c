package org.polarfold.study;

import java.util.Arrays;

/**
 * A polar map of the left ventricle on the canonical grid: 30 rings by 72 sectors, ring 0 at the
 * apex. Angles are those of the standard display, counter-clockwise from 3 o'clock; sector j spans
 * [5j, 5j + 5) degrees, so that the anterior wall is centred at 90 degrees, the septum at 180, the
 * inferior wall at 270 and the lateral wall at 0. Immutable.
 */
public final class PolarMap {

  /** Rings from the apex (0) to the base (29). */
  public static final int RINGS = 30;

  /** Sectors of 5 degrees, counter-clockwise from 3 o'clock. */
  public static final int SECTORS = 72;

  /** Values of a map: 2,160. */
  public static final int SIZE = RINGS * SECTORS;

  private final float[] values;

  private PolarMap(float[] values) {
    this.values = values;
  }

  /**
   * The map that holds these values.
   *
   * @param values 2,160 finite values, ring by ring from the apex; copied
   * @throws IllegalArgumentException for another length or a value that is not finite
   */
  public static PolarMap of(float[] values) {
    return owning(values.clone());
  }

  /** As {@link #of}, of an array that is nobody else's. */
  static PolarMap owning(float[] values) {
    if (values.length != SIZE) {
      throw new IllegalArgumentException(
          "Invalid polar map: " + values.length + " values (expected " + SIZE + ")");
    }
    int largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Float.floatToRawIntBits(value) & Integer.MAX_VALUE);
    }
    if (largest >= Float.floatToRawIntBits(Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("Invalid polar map: a value is " + notFinite(values));
    }
    return new PolarMap(values);
  }

  private static float notFinite(float[] values) {
    int i = 0;
    while (Float.isFinite(values[i])) {
      i++;
    }
    return values[i];
  }

  /** The value at a ring (0 to 29, apex first) and sector (0 to 71). */
  public float at(int ring, int sector) {
    return values[index(ring, sector)];
  }

  /** Where a ring and sector lie in {@link #toArray()}. */
  public static int index(int ring, int sector) {
    return ring * SECTORS + sector;
  }

  /** The sum of values that follow one another in {@link #toArray()}. */
  double sum(int from, int to) {
    // Two sums, so that one addition need not wait for the other.
    double even = 0;
    double odd = 0;
    int i = from;
    for (; i + 1 < to; i += 2) {
      even += values[i];
      odd += values[i + 1];
    }
    return i < to ? even + odd + values[i] : even + odd;
  }

  /** A copy of the 2,160 values, ring by ring from the apex. */
  public float[] toArray() {
    return values.clone();
  }

  /**
   * This map over another, value by value: flow reserve as stress over rest, rest as stress over
   * reserve.
   *
   * @throws IllegalArgumentException where the other is not positive, or so small that a ratio is
   *     not finite
   */
  public PolarMap over(PolarMap other) {
    float[] ratio = new float[SIZE];
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < SIZE; i++) {
      least = Math.min(least, other.values[i]);
      ratio[i] = values[i] / other.values[i];
    }
    if (!(least > 0)) {
      throw new IllegalArgumentException("Invalid polar map: a value to divide by is not positive");
    }
    return owning(ratio);
  }

  /** Stress flow: this map (rest) times a map of flow reserve, value by value. */
  public PolarMap times(PolarMap reserve) {
    float[] product = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      product[i] = values[i] * reserve.values[i];
    }
    return owning(product);
  }

  /**
   * This map as it would look on a heart turned in the display and, before that, mirrored so that
   * septum and lateral wall change places.
   *
   * @param sectors how many sectors of 5 degrees counter-clockwise
   */
  public PolarMap turned(int sectors, boolean mirrored) {
    float[] turned = new float[SIZE];
    for (int ring = 0; ring < RINGS; ring++) {
      for (int sector = 0; sector < SECTORS; sector++) {
        int from = Math.floorMod(sector - sectors, SECTORS);
        // The mirror line runs through 90 degrees: sector j, centred at 5j + 2.5, becomes 35 - j.
        int source = mirrored ? Math.floorMod(SECTORS / 2 - 1 - from, SECTORS) : from;
        turned[index(ring, sector)] = values[index(ring, source)];
      }
    }
    return new PolarMap(turned);
  }

  /** This map as it would look on a heart turned in the display, counter-clockwise. */
  public PolarMap rotated(double degrees) {
    return degrees == 0
        ? this
        : of(new PolarGrid(RINGS, SECTORS, true, -degrees, true).fromCanonical(this));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PolarMap map && Arrays.equals(values, map.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "PolarMap[" + RINGS + "x" + SECTORS + "]";
  }
}
