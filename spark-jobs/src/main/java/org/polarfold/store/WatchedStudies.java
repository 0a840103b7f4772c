package org.polarfold.store;

import org.apache.spark.api.java.JavaRDD;
import org.polarfold.split.PatientSum;

/**
 * Studies that nothing is fitted to, and whose loss tells when enough is learnt: {@link
 * TrainingStudies} sets them apart, or an oracle looks at {@link HeldOutStudies}.
 */
public final class WatchedStudies {

  private final JavaRDD<FeaturedStudy> shares;

  WatchedStudies(JavaRDD<FeaturedStudy> shares) {
    this.shares = shares;
  }

  /** In an order that depends on the cell's seed only. */
  public JavaRDD<FeaturedStudy> shares() {
    return shares;
  }

  /** How many there are, counted anew. */
  public long count() {
    return shares.count();
  }

  /** Whose they are, as the studies themselves tell it and not the plan. */
  public PatientSum patients() {
    return TrainingStudies.patients(shares);
  }
}
