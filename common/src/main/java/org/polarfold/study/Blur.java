package org.polarfold.study;

import java.util.Arrays;
import org.apache.commons.math3.util.FastMath;

/**
 * A Gaussian point spread on the polar grid: around the axis it wraps, along it the outermost rings
 * hold.
 */
public final class Blur {

  private static final double DEGREES_PER_SECTOR = 360.0 / PolarMap.SECTORS;

  /** Rings that are as far apart as one degree is in the middle of the disc. */
  private static final double RINGS_PER_DEGREE = Math.toRadians(PolarMap.RINGS / 2.0);

  private final double[] around;
  private final double[] along;

  /**
   * A blur.
   *
   * @param degrees standard deviation around the axis, at least 0
   * @param rings standard deviation along it, at least 0
   */
  public Blur(double degrees, double rings) {
    around = kernel(degrees / DEGREES_PER_SECTOR);
    along = kernel(rings);
  }

  /**
   * A blur that is as wide along the axis as around it, in the middle of the disc.
   *
   * @param degrees standard deviation around the axis, at least 0
   */
  public static Blur even(double degrees) {
    return new Blur(degrees, degrees * RINGS_PER_DEGREE);
  }

  /** The same, told by its standard deviation along the axis, in rings. */
  public static Blur evenRings(double rings) {
    return new Blur(rings / RINGS_PER_DEGREE, rings);
  }

  /** What is left of the standard deviation of white noise, 0 to 1. */
  public double whiteSd() {
    return Math.sqrt(squares(around) * squares(along));
  }

  /** The blurred values of a map, ring by ring from the apex. */
  public double[] apply(double[] values) {
    double[] turned = new double[values.length];
    double[] out = new double[values.length];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        double sum = 0;
        for (int k = 0; k < around.length; k++) {
          int from = Math.floorMod(sector + k - around.length / 2, PolarMap.SECTORS);
          sum += around[k] * values[PolarMap.index(ring, from)];
        }
        turned[PolarMap.index(ring, sector)] = sum;
      }
    }
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int k = 0; k < along.length; k++) {
        int from = Math.min(Math.max(ring + k - along.length / 2, 0), PolarMap.RINGS - 1);
        for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
          out[PolarMap.index(ring, sector)] += along[k] * turned[PolarMap.index(from, sector)];
        }
      }
    }
    return out;
  }

  private static double squares(double[] weights) {
    return Arrays.stream(weights).map(w -> w * w).sum();
  }

  /** Weights out to three standard deviations, which sum to 1. */
  private static double[] kernel(double sd) {
    int reach = (int) Math.ceil(3 * sd);
    double[] weights = new double[2 * reach + 1];
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      double z = sd == 0 ? 0 : (k - reach) / sd;
      weights[k] = FastMath.exp(-z * z / 2);
      sum += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    return weights;
  }
}
