package org.polarfold.store;

import org.apache.spark.api.java.JavaRDD;

/**
 * The studies that a cell is judged on. Only {@link CellStudies} makes them; nothing is ever fitted
 * to them.
 */
public final class HeldOutStudies {

  private final JavaRDD<FeaturedStudy> studies;

  HeldOutStudies(JavaRDD<FeaturedStudy> studies) {
    this.studies = studies;
  }

  /**
   * The same, for the rule that chooses a network by those it is judged on: for comparison only,
   * and told wherever its figures are.
   */
  public WatchedStudies seenByOracle() {
    return new WatchedStudies(studies);
  }

  /** The studies, in the order of their patients within a partition. */
  public JavaRDD<FeaturedStudy> studies() {
    return studies;
  }
}
