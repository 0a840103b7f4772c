package org.polarfold.simulate;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A simulated patient before any examination.
 *
 * @param male whether male
 * @param ageYears 30 to 90, to a tenth of a year
 * @param traits what the patient has
 * @param diseased whether at least one coronary territory is narrowed
 */
record Person(boolean male, double ageYears, Set<Trait> traits, boolean diseased) {

  private static final double AGE_SD_YEARS = 11;

  Person {
    traits = Collections.unmodifiableSet(traits);
  }

  static Person draw(CaseMix mix, Draws draws) {
    boolean male = draws.chance(mix.male());
    double age = Math.min(Math.max(draws.normal(mix.meanAgeYears(), AGE_SD_YEARS), 30), 90);
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    for (Trait trait : Trait.values()) {
      if (draws.chance(mix.traits().getOrDefault(trait, 0.0))) {
        traits.add(trait);
      }
    }
    return new Person(male, Math.rint(age * 10) / 10, traits, draws.chance(mix.disease()));
  }
}
