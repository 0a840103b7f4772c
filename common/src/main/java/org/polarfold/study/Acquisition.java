package org.polarfold.study;

/**
 * How a site acquires its studies, in the site's own words; "unknown" where it does not say.
 *
 * @param tracer as "N-13 ammonia"
 * @param scanner manufacturer and model
 * @param software the program that computed flow
 * @param attenuationCorrection as "CT" or "none"
 */
public record Acquisition(
    String tracer, String scanner, String software, String attenuationCorrection) {}
