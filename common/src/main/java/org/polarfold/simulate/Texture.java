package org.polarfold.simulate;

/**
 * A smooth random pattern over the ventricle: a few waves around it, each changing from apex to
 * base. Wave k around the axis is damped towards the apex, where all angles meet.
 */
final class Texture {

  private static final int WAVES = 4;

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
    return Disc.of(
        (ring, degrees) -> {
          double reach = Math.min(1, (ring + 0.5) / 12);
          double sum = 0;
          for (int k = 0; k < WAVES; k++) {
            sum += amplitude[k] * Disc.cos((k + 1) * degrees + phase[k] + twist[k] * ring);
          }
          return sum * reach;
        });
  }
}
