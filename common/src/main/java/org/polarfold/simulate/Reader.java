package org.polarfold.simulate;

/**
 * A physician who reads the maps and says whether they are abnormal. Readers err independently of
 * one another, whatever the extent of the disease (assumed).
 *
 * @param name a-z, 0-9 and -, as a site.conf names readers
 * @param sensitivity probability of "abnormal" in obstructive disease, 0 to 1
 * @param specificity probability of "normal" without, 0 to 1
 */
record Reader(String name, double sensitivity, double specificity) {

  /** Whether this reader calls the patient's maps abnormal. */
  boolean abnormal(Patient patient, Draws draws) {
    return draws.chance(patient.disease().obstructive() ? sensitivity : 1 - specificity);
  }
}
