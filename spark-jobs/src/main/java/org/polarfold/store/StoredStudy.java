package org.polarfold.store;

import org.polarfold.study.PerfusionStudy;

/**
 * A study as the lake holds it.
 *
 * @param study canonical
 * @param simulated whether a simulation stands behind it and no patient
 */
public record StoredStudy(PerfusionStudy study, boolean simulated) {}
