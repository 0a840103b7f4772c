package org.polarfold.backbone;

import java.util.Arrays;
import org.polarfold.experiment.Network.Drawing;
import org.polarfold.provenance.Digest;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

/**
 * A polar map drawn on size x size pixels, row by row: as the disc that a reader sees, apex in the
 * centre, anterior wall at the top, 0 outside; or polar, rings as rows from the apex and sectors as
 * columns. Values are brought to about unit scale by constants of the map's kind. Nothing here is
 * learnt.
 */
final class MapImage {

  private final int size;
  private final int[] corners;
  private final float[] weights;

  private MapImage(int size) {
    this.size = size;
    this.corners = new int[4 * size * size];
    this.weights = new float[4 * size * size];
  }

  /**
   * Prepares the interpolation.
   *
   * @param size pixels of a side, at least 8
   */
  static MapImage of(Drawing drawing, int size) {
    MapImage image = new MapImage(size);
    switch (drawing) {
      case DISC -> image.prepareDisc();
      case POLAR -> image.preparePolar();
    }
    return image;
  }

  private void preparePolar() {
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double ring = (row + 0.5) / size * PolarMap.RINGS - 0.5;
        double sector = (column + 0.5) / size * PolarMap.SECTORS - 0.5;
        prepare(4 * (row * size + column), ring, sector);
      }
    }
  }

  private void prepareDisc() {
    double radius = size / 2.0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double x = (column + 0.5 - radius) / radius;
        double y = (radius - row - 0.5) / radius;
        if (Math.hypot(x, y) < 1) {
          double ring = Math.hypot(x, y) * PolarMap.RINGS - 0.5;
          double degrees = Math.toDegrees(Math.atan2(y, x));
          prepare(4 * (row * size + column), ring, degrees / 360 * PolarMap.SECTORS - 0.5);
        }
      }
    }
  }

  /** Bilinear between the four grid values around a point, a ring's centre at a whole number. */
  private void prepare(int at, double unbounded, double sector) {
    double ring = Math.min(Math.max(unbounded, 0), PolarMap.RINGS - 1);
    int inner = Math.min((int) ring, PolarMap.RINGS - 2);
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

  /** Changes with whatever a picture depends on beside the map: eight hexadecimal digits. */
  String digest() {
    Digest digest = Digest.sha256().add(Arrays.toString(corners)).add(weights);
    for (MapKind kind : MapKind.values()) {
      digest.add(new float[] {centre(kind), scale(kind)});
    }
    return digest.hex().substring(0, 8);
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

  /** A map as rows of pixels, from the top. */
  float[][] rows(float[] map, MapKind kind) {
    float[] pixels = new float[length()];
    draw(map, kind, pixels, 0);
    float[][] rows = new float[size][];
    for (int row = 0; row < size; row++) {
      rows[row] = Arrays.copyOfRange(pixels, row * size, (row + 1) * size);
    }
    return rows;
  }

  /**
   * What a gradient with respect to the pixels is with respect to the map.
   *
   * @return 2,160 values, ring by ring
   */
  float[] pulledBack(float[] pixels, MapKind kind) {
    float[] map = new float[PolarMap.SIZE];
    float scale = scale(kind);
    for (int pixel = 0; pixel < size * size; pixel++) {
      float weight = 0;
      for (int corner = 4 * pixel; corner < 4 * pixel + 4; corner++) {
        weight += weights[corner];
      }
      for (int corner = 4 * pixel; weight > 0 && corner < 4 * pixel + 4; corner++) {
        map[corners[corner]] += weights[corner] / weight / scale * pixels[pixel];
      }
    }
    return map;
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
