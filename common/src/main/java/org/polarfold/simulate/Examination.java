package org.polarfold.simulate;

/**
 * One patient and what the site measured.
 *
 * @param patient the patient, as is true
 * @param measured measured flow
 */
record Examination(Patient patient, Camera.Measured measured) {}
