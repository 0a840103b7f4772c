package org.polarfold.simulate;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.util.FastMath;
import org.polarfold.study.PolarMap;

/**
 * A smooth random pattern over the ventricle: a few waves around it, each changing from apex to
 * base. Wave k around the axis is damped towards the apex, where all angles meet.
 */
final class Texture {

  private static final int WAVES = 4;
  private static final double[][] COSINE = waves(FastMath::cos);
  private static final double[][] SINE = waves(FastMath::sin);

  private Texture() {}

  /**
   * A field with mean about 0.
   *
   * @param sd its standard deviation between patients at the base
   */
  static double[] draw(double sd, Draws draws) {
    double[] amplitude = new double[WAVES];
    double[] phase = new double[WAVES];
    double[] twist = new double[WAVES];
    for (int k = 0; k < WAVES; k++) {
      amplitude[k] = draws.normal(0, sd * Math.sqrt(2.0 / WAVES));
      phase[k] = draws.uniform(0, 360);
      twist[k] = draws.uniform(-6, 6);
    }
    double[] field = new double[PolarMap.SIZE];
    for (int k = 0; k < WAVES; k++) {
      for (int ring = 0; ring < PolarMap.RINGS; ring++) {
        // cos(a + b) by parts: the waves around the axis are the same for every patient.
        double turn = FastMath.toRadians(phase[k] + twist[k] * ring);
        double even = amplitude[k] * Disc.reach(ring) * FastMath.cos(turn);
        double odd = amplitude[k] * Disc.reach(ring) * FastMath.sin(turn);
        for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
          field[PolarMap.index(ring, sector)] += even * COSINE[k][sector] - odd * SINE[k][sector];
        }
      }
    }
    return field;
  }

  private static double[][] waves(DoubleUnaryOperator wave) {
    double[][] waves = new double[WAVES][PolarMap.SECTORS];
    for (int k = 0; k < WAVES; k++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        double degrees = (sector + 0.5) * 360 / PolarMap.SECTORS;
        waves[k][sector] = wave.applyAsDouble(FastMath.toRadians((k + 1) * degrees));
      }
    }
    return waves;
  }
}
