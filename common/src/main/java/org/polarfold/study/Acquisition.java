package org.polarfold.study;

/**
 * How a study was acquired, in the words that the consortium chose; {@link #UNKNOWN} where nobody
 * said.
 *
 * @param tracer as "N-13 ammonia"
 * @param scanner manufacturer and model
 * @param software the program that computed the maps
 * @param kineticModel as "one-tissue compartment"
 * @param reconstruction as "TOF-OSEM"
 * @param attenuationCorrection as "CT" or "none"
 * @param stressor as "adenosine" or "exercise"
 */
public record Acquisition(
    String tracer,
    String scanner,
    String software,
    String kineticModel,
    String reconstruction,
    String attenuationCorrection,
    String stressor) {

  /** What stands for a word that nobody said. */
  public static final String UNKNOWN = "unknown";
}
