package org.polarfold.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.polarfold.study.PolarMap;

/**
 * Where an artery can be narrowed, and what lies downstream of it: a sector of the wall from a ring
 * near the base towards the apex. Only the left anterior descending artery reaches round the apex.
 * The extents are assumed; they lie within the segments of the artery but for soft borders.
 */
enum Branch {
  LAD_PROXIMAL(Vessel.LAD, 0.40, 120, 45, 60, 28, 34),
  LAD_DISTAL(Vessel.LAD, 0.35, 118, 30, 50, 12, 22),
  DIAGONAL(Vessel.LAD, 0.25, 88, 18, 30, 18, 30),
  RCA_PROXIMAL(Vessel.RCA, 0.55, 240, 40, 60, 26, 34),
  POSTERIOR_DESCENDING(Vessel.RCA, 0.45, 252, 22, 38, 16, 28),
  LCX_PROXIMAL(Vessel.LCX, 0.55, 0, 40, 60, 26, 34),
  OBTUSE_MARGINAL(Vessel.LCX, 0.45, 8, 20, 36, 18, 30);

  private static final double SOFT_DEGREES = 6;
  private static final double SOFT_RINGS = 1.2;
  private static final int APEX_RINGS = 6;

  final Vessel vessel;

  /** Share of the artery's lesions that sit here (assumed). */
  final double share;

  private final double centreDegrees;
  private final double narrowest;
  private final double widest;
  private final double shortest;
  private final double longest;

  Branch(
      Vessel vessel,
      double share,
      double centreDegrees,
      double narrowest,
      double widest,
      double shortest,
      double longest) {
    this.vessel = vessel;
    this.share = share;
    this.centreDegrees = centreDegrees;
    this.narrowest = narrowest;
    this.widest = widest;
    this.shortest = shortest;
    this.longest = longest;
  }

  /** A branch of the artery, by their shares. */
  static Branch draw(Vessel vessel, Draws draws) {
    List<Branch> branches =
        Arrays.stream(values()).filter(branch -> branch.vessel == vessel).toList();
    double left = draws.uniform(0, 1);
    for (Branch branch : branches) {
      left -= branch.share;
      if (left < 0) {
        return branch;
      }
    }
    return branches.get(branches.size() - 1);
  }

  /** How far to either side a lesion's defect reaches, degrees. */
  double halfWidth(Draws draws) {
    return draws.uniform(narrowest, widest);
  }

  /** The ring, counted from the apex, where it begins; above 29 it reaches the base. */
  double firstRing(Draws draws) {
    return draws.uniform(shortest, longest);
  }

  /**
   * How much of its depth a defect has at each place, 0 to 1.
   *
   * @param shiftDegrees how far the defect's middle lies counter-clockwise of the branch's
   * @param halfWidth half its angular width, degrees
   * @param firstRing the ring where it begins
   */
  double[] defect(double shiftDegrees, double halfWidth, double firstRing) {
    double[] defect = new double[PolarMap.SIZE];
    double[] away = new double[PolarMap.SECTORS];
    double[] side = new double[PolarMap.SECTORS];
    for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
      double degrees = (sector + 0.5) * 360 / PolarMap.SECTORS;
      away[sector] = Disc.apart(degrees, centreDegrees + shiftDegrees);
      side[sector] = Disc.step(halfWidth - away[sector], SOFT_DEGREES);
    }
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      double along = Disc.step(firstRing - ring, SOFT_RINGS) * apex(ring);
      double wrap = wrap(ring);
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        double around =
            wrap == 0 ? side[sector] : Disc.step(halfWidth + wrap - away[sector], SOFT_DEGREES);
        defect[PolarMap.index(ring, sector)] = along * around;
      }
    }
    return defect;
  }

  /** The name used in truth, as {@code lad-proximal}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private boolean reachesTheApex() {
    return vessel == Vessel.LAD && this != DIAGONAL;
  }

  /** Around the apex the defect of the LAD widens until it closes. */
  private double wrap(int ring) {
    return reachesTheApex() ? Math.max(0, APEX_RINGS - ring) * 180.0 / APEX_RINGS : 0;
  }

  private double apex(int ring) {
    return reachesTheApex() ? 1 : Disc.step(ring - APEX_RINGS, SOFT_RINGS);
  }
}
