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

  /** The studies, in the order of their patients within a partition. */
  public JavaRDD<FeaturedStudy> studies() {
    return studies;
  }
}
