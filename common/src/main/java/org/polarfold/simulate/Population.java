package org.polarfold.simulate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The people of one site: a patient model whose intercepts are such that traits and diseases have
 * the shares of the site's case mix.
 */
final class Population {

  private final CaseMix mix;
  private final Map<Trait, Condition> traits = new EnumMap<>(Trait.class);
  private final Condition obstructive;
  private final Condition microvascular;
  private final List<Stratum> strata;

  Population(PatientModel model, CaseMix mix) {
    this.mix = mix;
    List<Stratum> known = Stratum.of(mix);
    for (Trait trait : Trait.values()) {
      Condition condition = Condition.withShare(model.of(trait).odds(), mix.share(trait), known);
      traits.put(trait, condition);
      known = Stratum.split(known, trait, condition);
    }
    strata = List.copyOf(known);
    obstructive = Condition.withShare(model.obstructive().odds(), mix.obstructive(), known);
    microvascular = Condition.withShare(model.microvascular().odds(), mix.microvascular(), known);
  }

  /** Everybody by age, sex, race and traits. */
  List<Stratum> strata() {
    return strata;
  }

  Condition obstructive() {
    return obstructive;
  }

  Condition microvascular() {
    return microvascular;
  }

  /** Draws one of them. */
  Person draw(Draws draws) {
    boolean male = draws.chance(mix.male());
    double age = Person.within(draws.normal(mix.meanAgeYears(), mix.ageSdYears()));
    double rounded = Math.rint(age * 10) / 10;
    Race race = race(draws.uniform(0, 1));
    Set<Trait> has = EnumSet.noneOf(Trait.class);
    for (Map.Entry<Trait, Condition> trait : traits.entrySet()) {
      if (draws.chance(trait.getValue().probability(rounded, male, race, has))) {
        has.add(trait.getKey());
      }
    }
    return new Person(
        male,
        rounded,
        race,
        Collections.unmodifiableSet(has),
        draws.chance(obstructive.probability(rounded, male, race, has)),
        draws.chance(microvascular.probability(rounded, male, race, has)));
  }

  private Race race(double place) {
    double left = place;
    for (Race race : Race.values()) {
      left -= mix.share(race);
      if (left < 0) {
        return race;
      }
    }
    return Race.OTHER;
  }
}
