package org.polarfold.simulate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Who has a trait, and what it does to flow.
 *
 * @param odds log odds ratios; on traits only those drawn before it
 * @param onRest what the trait adds to the logarithm of rest flow
 * @param onStress the same under stress
 */
record TraitModel(Odds odds, double onRest, double onStress) {

  /**
   * All of it assumed. The directions of the odds are those of population surveys (hypertension and
   * diabetes with age and among Black patients, smoking among the young and men). The effect of
   * diabetes on flow is about a third of what one cardiac magnetic resonance study saw (rest 0.81
   * against 0.61, stress 2.4 against 3.2 mL/min/g; 193 and 20 persons), since its two groups
   * differed in more than diabetes; the other effects are smaller.
   */
  static final Map<Trait, TraitModel> ASSUMED =
      ordered(
          Map.of(
              Trait.HYPERTENSION,
              new TraitModel(odds(0.45, -0.05, Map.of(Race.BLACK, 0.7), Map.of()), 0.06, -0.03),
              Trait.DYSLIPIDAEMIA,
              new TraitModel(odds(0.15, 0.1, Map.of(), Map.of(Trait.HYPERTENSION, 0.4)), 0, -0.03),
              Trait.DIABETES,
              new TraitModel(
                  odds(
                      0.15,
                      0.15,
                      Map.of(Race.BLACK, 0.5, Race.ASIAN, 0.3),
                      Map.of(Trait.HYPERTENSION, 0.8, Trait.DYSLIPIDAEMIA, 0.5)),
                  0.08,
                  -0.10),
              Trait.SMOKING,
              new TraitModel(odds(-0.45, 0.4, Map.of(), Map.of()), 0.04, -0.06)));

  static Map<Trait, TraitModel> ordered(Map<Trait, TraitModel> models) {
    Map<Trait, TraitModel> ordered = new EnumMap<>(Trait.class);
    ordered.putAll(models);
    return Collections.unmodifiableMap(ordered);
  }

  private static Odds odds(
      double perDecade, double male, Map<Race, Double> races, Map<Trait, Double> traits) {
    return new Odds(perDecade, male, races, traits);
  }
}
