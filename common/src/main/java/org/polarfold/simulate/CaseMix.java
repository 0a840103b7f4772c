package org.polarfold.simulate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Whom a site examines.
 *
 * @param male share of men, 0 to 1; 0.54 to 0.67 between sites (REFINE SPECT papers)
 * @param meanAgeYears mean age, years; the standard deviation is 11 years (assumed)
 * @param disease share of patients with a narrowed coronary territory, 0 to 1
 * @param traits share of patients by trait, 0 to 1; every trait has an entry
 */
record CaseMix(double male, double meanAgeYears, double disease, Map<Trait, Double> traits) {

  /** Men 58 %, 63 years, 40 % with territory disease (assumed), traits at their usual shares. */
  static final CaseMix REFERENCE = new CaseMix(0.58, 63, 0.40, usualTraits());

  CaseMix {
    traits = Collections.unmodifiableMap(new EnumMap<>(traits));
  }

  static Map<Trait, Double> usualTraits() {
    Map<Trait, Double> shares = new EnumMap<>(Trait.class);
    for (Trait trait : Trait.values()) {
      shares.put(trait, trait.usualShare);
    }
    return shares;
  }
}
