package org.polarfold.simulate;

import org.apache.commons.math3.util.FastMath;

/**
 * A narrowing of an artery and the defect that lies behind it.
 *
 * @param branch where
 * @param stenosis share of the diameter that is lost, 0.5 to 1
 * @param transmural share of the wall's thickness that is scar, 0 to 1
 * @param shiftDegrees how far the defect lies counter-clockwise of the branch's usual place
 * @param halfWidth how far it reaches to either side, degrees
 * @param firstRing the ring from the apex where it begins
 */
record Lesion(
    Branch branch,
    double stenosis,
    double transmural,
    double shiftDegrees,
    double halfWidth,
    double firstRing) {

  /** Below this share of the diameter flow under stress does not fall. */
  private static final double HARMLESS = 0.5;

  private static final double SHIFT_SD_DEGREES = 5;

  /**
   * Draws a lesion of an artery. Severity is assumed; so is a scar's share of the wall, even from a
   * quarter to all of it.
   */
  static Lesion draw(Vessel vessel, DiseaseModel model, Draws draws) {
    // In one order whatever comes out, so that every lesion takes as many numbers from the stream.
    double stenosis = HARMLESS + (1 - HARMLESS) * draws.beta(2, 2.2);
    boolean infarcted = draws.chance(model.infarcted());
    double transmural = draws.uniform(0.25, 1);
    Branch branch = Branch.draw(vessel, draws);
    return new Lesion(
        branch,
        stenosis,
        infarcted ? transmural : 0,
        draws.normal(0, SHIFT_SD_DEGREES),
        branch.halfWidth(draws),
        branch.firstRing(draws));
  }

  /** What is left of flow at rest in the middle of the defect, as a logarithm, 0 or less. */
  double atRest(DiseaseModel model) {
    return FastMath.log(1 - model.scarLoss() * transmural);
  }

  /** The same under stress: scar has no reserve to lose, the wall that lives has. */
  double underStress(DiseaseModel model) {
    double severity = (stenosis - HARMLESS) / (1 - HARMLESS);
    return atRest(model) - model.deepest() * severity * (1 - transmural);
  }

  /** How much of its depth the defect has at each place, 0 to 1. */
  double[] defect() {
    return branch.defect(shiftDegrees, halfWidth, firstRing);
  }
}
