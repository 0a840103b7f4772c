package org.polarfold.simulate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How the odds of a condition depend on the patient, as log odds ratios. There is no intercept: a
 * site's {@link Population} chooses it so that the condition has its share there.
 *
 * @param perDecade a decade of age
 * @param male men against women
 * @param races each race against {@link Race#WHITE}; absent is 0
 * @param traits with the trait against without; absent is 0
 */
record Odds(double perDecade, double male, Map<Race, Double> races, Map<Trait, Double> traits) {

  private static final double FROM_YEARS = 63;

  Odds {
    Map<Race, Double> allRaces = new EnumMap<>(Race.class);
    allRaces.putAll(races);
    races = Collections.unmodifiableMap(allRaces);
    Map<Trait, Double> allTraits = new EnumMap<>(Trait.class);
    allTraits.putAll(traits);
    traits = Collections.unmodifiableMap(allTraits);
  }

  /** The log odds of a patient, without the intercept. */
  double logit(double ageYears, boolean isMale, Race race, Set<Trait> has) {
    double sum = perDecade * (ageYears - FROM_YEARS) / 10 + (isMale ? male : 0);
    sum += races.getOrDefault(race, 0.0);
    for (Map.Entry<Trait, Double> trait : traits.entrySet()) {
      sum += has.contains(trait.getKey()) ? trait.getValue() : 0;
    }
    return sum;
  }
}
