package org.polarfold.evaluate;

/**
 * What a label is of.
 *
 * @param target its name
 * @param segment AHA segment 1 to 17 of a regression target, 0 for the whole heart
 */
record Measure(String target, int segment) {}
