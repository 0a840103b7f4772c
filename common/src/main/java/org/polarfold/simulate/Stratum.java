package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Patients of one age, sex and race with the same traits, as a share of a population.
 *
 * @param ageYears their age
 * @param male whether they are men
 * @param race their race
 * @param traits what they have
 * @param weight their share, 0 to 1
 */
record Stratum(double ageYears, boolean male, Race race, Set<Trait> traits, double weight) {

  /** So many ages of equal weight stand for all of them. */
  private static final int AGES = 12;

  /** A population by age, sex and race, before any trait is known. */
  static List<Stratum> of(CaseMix mix) {
    NormalDistribution ages =
        new NormalDistribution(null, mix.meanAgeYears(), Math.max(mix.ageSdYears(), 1e-3));
    List<Stratum> strata = new ArrayList<>();
    for (int i = 0; i < AGES; i++) {
      double age = Person.within(ages.inverseCumulativeProbability((i + 0.5) / AGES));
      for (Race race : Race.values()) {
        double weight = mix.share(race) / AGES;
        strata.add(new Stratum(age, true, race, Set.of(), weight * mix.male()));
        strata.add(new Stratum(age, false, race, Set.of(), weight * (1 - mix.male())));
      }
    }
    return strata;
  }

  /** Every stratum in two: with a trait and without. */
  static List<Stratum> split(List<Stratum> strata, Trait trait, Condition condition) {
    List<Stratum> split = new ArrayList<>(2 * strata.size());
    for (Stratum stratum : strata) {
      double with = condition.probability(stratum);
      Set<Trait> more = EnumSet.of(trait);
      more.addAll(stratum.traits);
      split.add(stratum.with(stratum.traits, stratum.weight * (1 - with)));
      split.add(stratum.with(more, stratum.weight * with));
    }
    return split;
  }

  private Stratum with(Set<Trait> other, double otherWeight) {
    return new Stratum(ageYears, male, race, other, otherWeight);
  }
}
