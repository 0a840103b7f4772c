package org.polarfold.train;

import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.TrainingStudies;
import org.polarfold.study.Target;

/**
 * Says of everybody how frequent the target is among the training studies, and so always the same
 * class: what a share of right answers is worth, it tells.
 *
 * @param share of the training studies with a known label that have it; a half where there are none
 */
record Guessing(double share) implements ConventionalModel {

  static Guessing fit(TrainingStudies studies, Target target) {
    long known = studies.shares().filter(study -> study.label(target).isPresent()).count();
    long having = studies.shares().filter(study -> study.label(target).orElse(0) == 1).count();
    return new Guessing(known == 0 ? 0.5 : having / (double) known);
  }

  @Override
  public double score(FeaturedStudy study) {
    return share;
  }
}
