package org.polarfold.simulate;

/**
 * One patient and what the site made of them.
 *
 * @param patient the patient, as is true
 * @param measured measured flow
 * @param findings what physicians said and did
 */
record Examination(Patient patient, Camera.Measured measured, Practice.Findings findings) {}
