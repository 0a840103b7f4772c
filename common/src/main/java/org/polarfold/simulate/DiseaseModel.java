package org.polarfold.simulate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Obstructive disease: who has it, which arteries, and what it does to flow.
 *
 * @param odds log odds ratios of having it
 * @param vessels probability of each artery being narrowed besides the one that certainly is
 * @param diffuse what any obstructive disease adds to log stress flow everywhere
 * @param deepest how much log stress flow falls behind an artery that is shut
 * @param infarcted share of lesions with a scar behind them, 0 to 1
 * @param scarLoss share of flow, at rest and under stress, that a transmural scar takes, 0 to 1
 */
record DiseaseModel(
    Odds odds,
    Map<Vessel, Double> vessels,
    double diffuse,
    double deepest,
    double infarcted,
    double scarLoss) {

  /**
   * All of it assumed; age, sex and traits act in the direction that models of pre-test probability
   * find (Genders et al., BMJ 2012;344:e3485). Stress flow begins to fall at a stenosis of 50 % of
   * the diameter, the oldest finding of the field (Gould, Am J Cardiol 1974;33:87).
   */
  static final DiseaseModel ASSUMED =
      new DiseaseModel(
          new Odds(
              0.45,
              0.9,
              Map.of(),
              Map.of(
                  Trait.HYPERTENSION, 0.3,
                  Trait.DYSLIPIDAEMIA, 0.4,
                  Trait.DIABETES, 0.6,
                  Trait.SMOKING, 0.5)),
          usualVessels(),
          -0.13,
          0.70,
          0.25,
          0.6);

  DiseaseModel {
    vessels = Collections.unmodifiableMap(new EnumMap<>(vessels));
  }

  private static Map<Vessel, Double> usualVessels() {
    Map<Vessel, Double> shares = new EnumMap<>(Vessel.class);
    for (Vessel vessel : Vessel.values()) {
      shares.put(vessel, vessel.usualShare);
    }
    return shares;
  }
}
