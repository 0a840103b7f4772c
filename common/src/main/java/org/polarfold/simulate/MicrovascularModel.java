package org.polarfold.simulate;

import java.util.Map;

/**
 * Diffuse microvascular disease: stress flow is lower everywhere, with no defect.
 *
 * @param odds log odds ratios of having it
 * @param depth mean fall of log stress flow in those who have it
 * @param depthSd its standard deviation between them
 */
record MicrovascularModel(Odds odds, double depth, double depthSd) {

  /** All of it assumed: more often in women, with age, diabetes, hypertension and smoking. */
  static final MicrovascularModel ASSUMED =
      new MicrovascularModel(
          new Odds(
              0.2,
              -0.4,
              Map.of(),
              Map.of(Trait.HYPERTENSION, 0.4, Trait.DIABETES, 0.7, Trait.SMOKING, 0.2)),
          0.20,
          0.06);
}
