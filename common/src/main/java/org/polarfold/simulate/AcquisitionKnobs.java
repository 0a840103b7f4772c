package org.polarfold.simulate;

import java.util.Optional;

/**
 * How a site's measurement differs from the patient's true flow. Sites that share the same knobs
 * without an artefact do not differ in what they measure.
 *
 * @param gainRest factor on rest flow, 0.5 to 2; four programs gave mean rest flows of 0.90 to 1.47
 *     mL/min/g in the same 51 patients (PMC3849220)
 * @param gainStress factor on stress flow, 0.5 to 2; 1.83 to 3.05 mL/min/g there, so that vendor
 *     gain almost cancels in reserve
 * @param blurDegrees standard deviation of the point spread around the axis, 0 to 30 degrees
 * @param blurRings the same along the axis, 0 to 5 rings
 * @param noise standard deviation of log flow a grid value, 0 to 0.5
 * @param reproducibilityRest standard deviation of a whole study's log flow at rest, 0 to 0.5
 * @param reproducibilityStress the same under stress
 * @param rotationDegrees how far maps are turned counter-clockwise against what the site says, -45
 *     to 45
 * @param artefact an artefact of this site, if it has one
 */
public record AcquisitionKnobs(
    double gainRest,
    double gainStress,
    double blurDegrees,
    double blurRings,
    double noise,
    double reproducibilityRest,
    double reproducibilityStress,
    double rotationDegrees,
    Optional<RegionalArtefact> artefact) {

  /**
   * No shift. Reproducibility is that of N-13 ammonia on the same day: coefficients of 15.8 % for
   * flow and 20.2 % for reserve (Comput Math Methods Med 2017;6810626) are 1.96 standard deviations
   * of a difference of two studies, so one study has 20.2 / (1.96 sqrt 2) = 7.3 % for reserve, here
   * 5.7 % at rest and 4.3 % under stress. Blur and noise are assumed.
   */
  public static final AcquisitionKnobs REFERENCE =
      new AcquisitionKnobs(1, 1, 5, 0.8, 0.06, 0.057, 0.043, 0, Optional.empty());

  /**
   * Checks the ranges given above.
   *
   * @throws IllegalArgumentException where a number is outside its range
   */
  public AcquisitionKnobs {
    require("gain-rest", gainRest, 0.5, 2);
    require("gain-stress", gainStress, 0.5, 2);
    require("blur-degrees", blurDegrees, 0, 30);
    require("blur-rings", blurRings, 0, 5);
    require("noise", noise, 0, 0.5);
    require("reproducibility-rest", reproducibilityRest, 0, 0.5);
    require("reproducibility-stress", reproducibilityStress, 0, 0.5);
    require("rotation-degrees", rotationDegrees, -45, 45);
  }

  /** The same measurement with no artefact. */
  public AcquisitionKnobs withoutArtefact() {
    return new AcquisitionKnobs(
        gainRest,
        gainStress,
        blurDegrees,
        blurRings,
        noise,
        reproducibilityRest,
        reproducibilityStress,
        rotationDegrees,
        Optional.empty());
  }

  static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (expected " + least + " to " + most + ")");
    }
  }
}
