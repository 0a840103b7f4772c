package org.polarfold.train;

import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.TrainingStudies;
import org.polarfold.study.Target;

/**
 * Says of everybody the larger class of the training studies, with certainty: what a share of right
 * answers is worth, it tells. Not their frequency, which is lower where the held-out have it more
 * often, so that guessing would seem worse than chance over several folds.
 *
 * @param larger 0 or 1; 0 where both are as frequent
 */
record Guessing(int larger) implements ConventionalModel {

  static Guessing fit(TrainingStudies studies, Target target) {
    long known = studies.shares().filter(study -> study.label(target).isPresent()).count();
    long having = studies.shares().filter(study -> study.label(target).orElse(0) == 1).count();
    return new Guessing(2 * having > known ? 1 : 0);
  }

  @Override
  public double score(FeaturedStudy study) {
    return larger;
  }
}
