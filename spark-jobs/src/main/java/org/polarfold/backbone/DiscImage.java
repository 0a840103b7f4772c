package org.polarfold.backbone;

import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

/**
 * A polar map drawn as the disc that a reader sees: apex in the centre, anterior wall at the top,
 * on size x size pixels, row by row from the top left. Values are brought to about unit scale by
 * constants of the map's kind; outside the disc is 0. Nothing here is learnt.
 */
final class DiscImage {

  private final int size;
  private final int[] corners;
  private final float[] weights;

  /**
   * Prepares the interpolation.
   *
   * @param size pixels of a side, at least 8
   */
  DiscImage(int size) {
    this.size = size;
    this.corners = new int[4 * size * size];
    this.weights = new float[4 * size * size];
    double radius = size / 2.0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double x = (column + 0.5 - radius) / radius;
        double y = (radius - row - 0.5) / radius;
        if (Math.hypot(x, y) < 1) {
          prepare(4 * (row * size + column), x, y);
        }
      }
    }
  }

  /** Bilinear between the four grid values around a point of the unit disc. */
  private void prepare(int at, double x, double y) {
    double ring =
        Math.min(Math.max(Math.hypot(x, y) * PolarMap.RINGS - 0.5, 0), PolarMap.RINGS - 1);
    int inner = Math.min((int) ring, PolarMap.RINGS - 2);
    double degrees = Math.toDegrees(Math.atan2(y, x));
    double sector = degrees / 360 * PolarMap.SECTORS - 0.5;
    int first = (int) Math.floor(sector);
    for (int corner = 0; corner < 4; corner++) {
      int ringStep = corner / 2;
      int sectorStep = corner % 2;
      corners[at + corner] =
          PolarMap.index(inner + ringStep, Math.floorMod(first + sectorStep, PolarMap.SECTORS));
      double along = ringStep == 0 ? 1 - (ring - inner) : ring - inner;
      double around = sectorStep == 0 ? 1 - (sector - first) : sector - first;
      weights[at + corner] = (float) (along * around);
    }
  }

  /** Values of an image: size x size. */
  int length() {
    return size * size;
  }

  /**
   * Draws a map.
   *
   * @param map 2,160 values, ring by ring
   * @param kind decides the constants
   * @param image receives the pixels
   * @param offset where the first pixel goes
   */
  void draw(float[] map, MapKind kind, float[] image, int offset) {
    float centre = centre(kind);
    float scale = scale(kind);
    for (int pixel = 0; pixel < size * size; pixel++) {
      float sum = 0;
      float weight = 0;
      for (int corner = 4 * pixel; corner < 4 * pixel + 4; corner++) {
        sum += weights[corner] * map[corners[corner]];
        weight += weights[corner];
      }
      image[offset + pixel] = weight == 0 ? 0 : (sum / weight - centre) / scale;
    }
  }

  /** Values of a map's kind brought to the same scale as its pixels. */
  static float[] scaled(double[] values, MapKind kind) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = ((float) values[i] - centre(kind)) / scale(kind);
    }
    return scaled;
  }

  /** About the mean over patients: rest 1 and stress 2.2 mL/min/g, reserve 2.3. */
  private static float centre(MapKind kind) {
    return switch (kind) {
      case REST -> 1.0f;
      case STRESS -> 2.2f;
      case RESERVE -> 2.3f;
    };
  }

  /** About their standard deviation. */
  private static float scale(MapKind kind) {
    return switch (kind) {
      case REST -> 0.3f;
      case STRESS, RESERVE -> 0.8f;
    };
  }
}
