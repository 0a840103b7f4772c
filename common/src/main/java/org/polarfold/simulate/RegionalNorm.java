package org.polarfold.simulate;

import org.apache.commons.math3.util.FastMath;

/**
 * How flow differs between the walls of a normal heart: in logarithms, one wave around the axis
 * that has the given mean in each territory of 120 degrees.
 *
 * @param cosine amplitude towards the lateral wall
 * @param sine amplitude towards the anterior wall
 */
record RegionalNorm(double cosine, double sine) {

  /** Nine volunteers, N-13 ammonia, mL/min/g at rest (Kiso et al.). */
  private static final RegionalNorm VOLUNTEERS_REST = ofTerritories(1.26, 1.20, 1.35);

  /** The same nine under stress. */
  private static final RegionalNorm VOLUNTEERS_STRESS = ofTerritories(3.42, 4.23, 3.68);

  /** What the volunteers' walls add to log rest flow at each place. */
  static final double[] REST = VOLUNTEERS_REST.field();

  /** The same under stress. */
  static final double[] STRESS = VOLUNTEERS_STRESS.field();

  /** It fades towards the apex, where all walls meet. */
  private double[] field() {
    return Disc.of(
        (ring, degrees) ->
            (cosine * Disc.cos(degrees) + sine * Disc.cos(degrees - 90)) * Disc.reach(ring));
  }

  /** Three means of a wave, of which one follows from the others: they have no mean together. */
  private static RegionalNorm ofTerritories(double lad, double lcx, double rca) {
    double a = FastMath.log(lad);
    double b = FastMath.log(lcx);
    double c = FastMath.log(rca);
    double mean = (a + b + c) / 3;
    // The mean of a wave over a third of the circle is this part of its height in the middle.
    double kept = FastMath.sin(Math.PI / 3) / (Math.PI / 3);
    // LCX is centred at 0 degrees, LAD and RCA at 120 and 240.
    return new RegionalNorm((b - mean) / kept, (a - c) / (2 * kept * FastMath.sin(Math.PI / 3)));
  }
}
