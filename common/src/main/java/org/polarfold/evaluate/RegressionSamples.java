package org.polarfold.evaluate;

import java.util.SortedMap;

/**
 * A regression target of one model and map, as it is handed to a {@link Supplement}.
 *
 * @param arms samples by arm, in the order in which results list them
 * @param attributes of the patients, by the codes that samples have
 */
public record RegressionSamples(
    SortedMap<Arm, RegressionArmSamples> arms, PatientAttributes attributes) {}
