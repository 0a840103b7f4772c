package org.polarfold.simulate;

import java.util.Set;

/**
 * Who a patient is, before any heart is looked at.
 *
 * @param male whether male
 * @param ageYears 30 to 90, to a tenth of a year
 * @param race race
 * @param traits what the patient has
 * @param obstructive whether at least one coronary artery is narrowed
 * @param microvascular whether small vessels are diseased
 */
record Person(
    boolean male,
    double ageYears,
    Race race,
    Set<Trait> traits,
    boolean obstructive,
    boolean microvascular) {

  private static final double YOUNGEST = 30;
  private static final double OLDEST = 90;

  /** The nearest age that patients have. */
  static double within(double ageYears) {
    return Math.min(Math.max(ageYears, YOUNGEST), OLDEST);
  }
}
