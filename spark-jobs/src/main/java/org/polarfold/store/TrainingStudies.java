package org.polarfold.store;

import org.apache.spark.api.java.JavaRDD;

/**
 * The studies that a cell may learn from, one partition a worker. Only {@link CellStudies} makes
 * them; whatever is fitted accepts nothing else.
 */
public final class TrainingStudies {

  private final JavaRDD<FeaturedStudy> shares;
  private final long count;

  TrainingStudies(JavaRDD<FeaturedStudy> shares, long count) {
    this.shares = shares;
    this.count = count;
  }

  /** A partition a worker, in an order that depends on the cell's seed only. */
  public JavaRDD<FeaturedStudy> shares() {
    return shares;
  }

  /** How many there are. */
  public long count() {
    return count;
  }
}
