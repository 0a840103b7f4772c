package org.polarfold.simulate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a site examines.
 *
 * @param male share of men, 0 to 1; 0.54 to 0.67 between sites (REFINE SPECT papers)
 * @param meanAgeYears mean age, years
 * @param ageSdYears its standard deviation between patients (assumed)
 * @param races share of patients by race; every race has an entry and the shares sum to 1
 * @param traits share of patients by trait, 0 to 1; every trait has an entry
 * @param obstructive share with a narrowed artery, 0 to 1 (assumed); up to 0.62 in angiography
 *     cohorts (REFINE SPECT papers)
 * @param microvascular share with diffuse microvascular disease, 0 to 1 (assumed)
 * @param prevalence a label whose share is shifted, if one is; the shares above are those before
 */
record CaseMix(
    double male,
    double meanAgeYears,
    double ageSdYears,
    Map<Race, Double> races,
    Map<Trait, Double> traits,
    double obstructive,
    double microvascular,
    Optional<Prevalence> prevalence) {

  /** Men 58 %, 63 years, 40 % with a narrowed artery, traits at their usual shares. */
  static final CaseMix REFERENCE =
      new CaseMix(0.58, 63, 11, usualRaces(), usualTraits(), 0.40, 0.15, Optional.empty());

  CaseMix {
    races = Collections.unmodifiableMap(new EnumMap<>(races));
    traits = Collections.unmodifiableMap(new EnumMap<>(traits));
  }

  /** The same people but for the share of one label. */
  CaseMix with(Prevalence shifted) {
    return with(Optional.of(shifted));
  }

  /** The same people with no label's share shifted. */
  CaseMix unshifted() {
    return with(Optional.empty());
  }

  private CaseMix with(Optional<Prevalence> other) {
    return new CaseMix(
        male, meanAgeYears, ageSdYears, races, traits, obstructive, microvascular, other);
  }

  static Map<Race, Double> usualRaces() {
    Map<Race, Double> shares = new EnumMap<>(Race.class);
    for (Race race : Race.values()) {
      shares.put(race, race.usualShare);
    }
    return shares;
  }

  static Map<Trait, Double> usualTraits() {
    Map<Trait, Double> shares = new EnumMap<>(Trait.class);
    for (Trait trait : Trait.values()) {
      shares.put(trait, trait.usualShare);
    }
    return shares;
  }

  double share(Race race) {
    return races.getOrDefault(race, 0.0);
  }

  double share(Trait trait) {
    return traits.getOrDefault(trait, 0.0);
  }
}
