package org.polarfold.simulate;

/**
 * An error of one site's stress flow that sits on one wall and differs in strength from patient to
 * patient, whatever the patient's disease.
 *
 * <p>What it stands for: motion between tracer arrival and uptake, and emission that does not match
 * the attenuation map. Motion is reported in 30 to 68 % of acquisitions, with errors of flow up to
 * 500 % in single territories (review in J Nucl Cardiol, doi 10.1007/s12350-023-03358-5); defects
 * from misregistration are described by Loghin et al., J Nucl Med 2004;45:1029. Because motion also
 * moves the blood pool out of its region, a share of the error is that of the input function and
 * reaches the whole ventricle. Which wall is a matter of the site's habits (arms, breathing, stress
 * agent). Strengths and that share are assumed.
 *
 * @param effect whether flow is lowered or raised
 * @param centreDegrees middle of the wall, counter-clockwise from 3 o'clock in the standard display
 * @param widthDegrees its angular width, more than 0 to 180
 * @param firstRing first ring of the wall, 0 (apex) to 29
 * @param lastRing last ring, not below the first, to 29
 * @param meanStrength mean over patients of the change of log stress flow on the wall, 0 to 1
 * @param shape shape of the gamma distribution of strengths, 0.3 to 20; 1 is exponential: most
 *     patients hardly, a few strongly
 * @param everywhere share of the strength that reaches the whole ventricle, 0 to 1
 */
public record RegionalArtefact(
    Effect effect,
    double centreDegrees,
    double widthDegrees,
    int firstRing,
    int lastRing,
    double meanStrength,
    double shape,
    double everywhere) {

  /** Which way an artefact changes stress flow. */
  public enum Effect {
    /** Under-corrected attenuation, overestimated input. */
    LOWERS(-1),
    /** Spill-in from liver or gut, underestimated input. */
    RAISES(1);

    final int sign;

    Effect(int sign) {
      this.sign = sign;
    }
  }

  /** No strength of a patient exceeds this change of log flow (a factor of 3.3): assumed. */
  static final double STRONGEST = 1.2;

  private static final double SOFT_DEGREES = 5;
  private static final double SOFT_RINGS = 1;

  /**
   * Checks the ranges given above.
   *
   * @throws IllegalArgumentException where a number is outside its range
   */
  public RegionalArtefact {
    KnobRange.require("centre-degrees", centreDegrees, -360, 360);
    KnobRange.require("width-degrees", widthDegrees, 1, 180);
    KnobRange.require("first-ring", firstRing, 0, 29);
    KnobRange.require("last-ring", lastRing, firstRing, 29);
    KnobRange.require("mean-strength", meanStrength, 0, 1);
    KnobRange.require("shape", shape, 0.3, 20);
    KnobRange.require("everywhere", everywhere, 0, 1);
  }

  /** This patient's strength, 0 to 1.2. */
  double strength(Draws draws) {
    return Math.min(STRONGEST, draws.gamma(meanStrength, shape));
  }

  /** Change of log stress flow at each place for a strength of 1. */
  double[] pattern() {
    return Disc.of(
        (ring, degrees) -> {
          double side =
              Disc.step(widthDegrees / 2 - Disc.apart(degrees, centreDegrees), SOFT_DEGREES);
          double along =
              Disc.step(ring - firstRing + 0.5, SOFT_RINGS)
                  * Disc.step(lastRing - ring + 0.5, SOFT_RINGS);
          return effect.sign * (everywhere + (1 - everywhere) * side * along);
        });
  }
}
