package org.polarfold.simulate;

import java.util.List;
import java.util.Set;

/**
 * Who has a trait or disease in one population.
 *
 * @param odds log odds ratios
 * @param intercept log odds where all of those are 0; infinite where nobody or everybody has it
 */
record Condition(Odds odds, double intercept) {

  private static final double WIDEST = 40;
  private static final int HALVINGS = 60;

  /** The condition whose share of a population is as given, 0 to 1, to nine decimals. */
  static Condition withShare(Odds odds, double share, List<Stratum> population) {
    if (share <= 0 || share >= 1) {
      return new Condition(odds, share <= 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    double low = -WIDEST;
    double high = WIDEST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (new Condition(odds, middle).share(population) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Condition(odds, (low + high) / 2);
  }

  double probability(Stratum stratum) {
    return probability(stratum.ageYears(), stratum.male(), stratum.race(), stratum.traits());
  }

  double probability(double ageYears, boolean male, Race race, Set<Trait> traits) {
    return Disc.step(intercept + odds.logit(ageYears, male, race, traits), 1);
  }

  private double share(List<Stratum> population) {
    double with = 0;
    double all = 0;
    for (Stratum stratum : population) {
      with += stratum.weight() * probability(stratum);
      all += stratum.weight();
    }
    return with / all;
  }
}
