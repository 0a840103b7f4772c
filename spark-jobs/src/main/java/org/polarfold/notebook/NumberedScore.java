package org.polarfold.notebook;

/**
 * What a model said of a study whose label is known.
 *
 * @param study its number
 * @param site its site
 * @param label 0 or 1
 * @param score in [0, 1], mean over the run's repeats and seeds
 */
public record NumberedScore(int study, String site, int label, double score) {}
