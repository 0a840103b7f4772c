package org.polarfold.simulate;

import java.util.Arrays;
import org.apache.commons.math3.util.FastMath;
import org.polarfold.study.PolarMap;

/**
 * Smooth shapes and sums on the canonical polar grid, as plain arrays of 2,160 values in {@link
 * PolarMap#index}'s order. Exponentials are FastMath's, which are the same on every machine.
 */
final class Disc {

  /** A value for one place of the grid. */
  @FunctionalInterface
  interface Shape {
    /**
     * The value.
     *
     * @param ring 0 (apex) to 29
     * @param degrees centre of the sector, counter-clockwise from 3 o'clock
     */
    double at(int ring, double degrees);
  }

  private Disc() {}

  static double[] of(Shape shape) {
    double[] values = new double[PolarMap.SIZE];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        values[PolarMap.index(ring, sector)] =
            shape.at(ring, (sector + 0.5) * 360 / PolarMap.SECTORS);
      }
    }
    return values;
  }

  /** Adds a multiple of one field to another. */
  static void add(double[] to, double times, double[] field) {
    Arrays.setAll(to, i -> to[i] + times * field[i]);
  }

  /** The map of exponentials, that is of flow where a level and a field on it are its logarithm. */
  static PolarMap exp(double level, double[] field) {
    float[] values = new float[field.length];
    for (int i = 0; i < field.length; i++) {
      values[i] = (float) FastMath.exp(level + field[i]);
    }
    return PolarMap.of(values);
  }

  /** How much of a pattern around the axis is left near the apex, where all angles meet, 0 to 1. */
  static double reach(int ring) {
    return Math.min(1, (ring + 0.5) / 12);
  }

  /** From 0 well below zero to 1 well above, 0.5 at zero; the softness is in x's unit. */
  static double step(double x, double softness) {
    return 1 / (1 + FastMath.exp(-x / softness));
  }

  /** How far two angles lie apart, 0 to 180 degrees. */
  static double apart(double a, double b) {
    double turn = Math.abs(a - b) % 360;
    return Math.min(turn, 360 - turn);
  }

  /** cos of an angle in degrees. */
  static double cos(double degrees) {
    return FastMath.cos(FastMath.toRadians(degrees));
  }
}
