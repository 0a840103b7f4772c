package org.polarfold.evaluate;

import java.util.SortedMap;

/**
 * A binary target of one model and map, as it is handed to a {@link Supplement}.
 *
 * @param target its name
 * @param model its name
 * @param map its name
 * @param arms samples by arm, in the order in which results list them
 * @param attributes of the patients, by the codes that samples have
 * @param resampling for intervals that no formula gives
 */
public record CellSamples(
    String target,
    String model,
    String map,
    SortedMap<Arm, ArmSamples> arms,
    PatientAttributes attributes,
    Resampling resampling) {}
