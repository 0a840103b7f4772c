package org.polarfold.simulate;

/**
 * A record that was made unusable on purpose.
 *
 * @param kind what is wrong
 * @param patient the hospital number
 * @param file the file at fault, or the one that does hold the patient where the other does not
 * @param line its line there, from 1 with the header
 */
record PlantedFault(FaultKind kind, String patient, String file, int line) {}
