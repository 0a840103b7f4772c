package org.polarfold.simulate;

/**
 * A coronary territory and the shape of its defects. Territories are those of the 17-segment model
 * (Cerqueira et al., Circulation 2002;105:539); the shape of a defect is assumed: everything
 * downstream of the lesion, so from a ring near the base towards the apex, with soft borders. Only
 * the left anterior descending artery reaches round the apex.
 */
enum Territory {
  LAD(120, 0.55),
  RCA(240, 0.45),
  LCX(0, 0.40);

  private static final double SOFT_DEGREES = 6;
  private static final double SOFT_RINGS = 1.2;
  private static final int APEX_RINGS = 6;

  /** Probability of being narrowed in a patient with disease (assumed). */
  final double share;

  private final double centreDegrees;

  Territory(double centreDegrees, double share) {
    this.centreDegrees = centreDegrees;
    this.share = share;
  }

  /**
   * How much of its depth a defect has at each place, 0 to 1.
   *
   * @param shiftDegrees how far the defect's middle lies counter-clockwise of the territory's
   * @param halfWidth half its angular width, degrees
   * @param firstRing the ring where it begins, counted from the apex; above 29 it reaches the base
   */
  double[] defect(double shiftDegrees, double halfWidth, double firstRing) {
    return Disc.of(
        (ring, degrees) -> {
          double angle = Disc.apart(degrees, centreDegrees + shiftDegrees);
          double side = Disc.step(halfWidth + wrap(ring) - angle, SOFT_DEGREES);
          double base = Disc.step(firstRing - ring, SOFT_RINGS);
          return side * base * apex(ring);
        });
  }

  /** Around the apex the defect of the LAD widens until it closes. */
  private double wrap(int ring) {
    return this == LAD ? Math.max(0, APEX_RINGS - ring) * 180.0 / APEX_RINGS : 0;
  }

  private double apex(int ring) {
    return this == LAD ? 1 : Disc.step(ring - APEX_RINGS, SOFT_RINGS);
  }
}
