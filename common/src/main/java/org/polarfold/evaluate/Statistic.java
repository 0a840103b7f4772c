package org.polarfold.evaluate;

/**
 * A number that some units give, each counted as often as it was drawn. What is sorted is sorted
 * when the statistic is made, so that a resample costs one pass over its counts.
 */
@FunctionalInterface
public interface Statistic {

  /**
   * The number under these counts.
   *
   * @param counts one a unit, mostly patients in order of the sample; not to be kept or changed
   * @return NaN where these draws leave it undefined
   */
  double value(int[] counts);

  /**
   * The numbers without each unit in turn, where a formula gives them faster than leaving each out.
   *
   * @return in any order; empty where there is no such formula
   */
  default double[] withoutEach() {
    return new double[0];
  }
}
