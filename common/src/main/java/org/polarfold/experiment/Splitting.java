package org.polarfold.experiment;

import org.polarfold.study.Target;

/**
 * Who trains and who is held out.
 *
 * @param folds folds of the internal arm, 2 to 20
 * @param primaryTarget the label that folds are balanced on
 * @param minimumPatients a site with fewer is never held out
 * @param minimumPerClass nor is one with fewer of either class of the primary target
 */
public record Splitting(int folds, Target primaryTarget, int minimumPatients, int minimumPerClass) {

  static Splitting from(Settings settings) {
    return new Splitting(
        settings.whole("folds", 2, 20),
        settings.choice("primary-target", Target.class),
        settings.whole("minimum-patients", 1, 1_000_000, 20),
        settings.whole("minimum-per-class", 1, 1_000_000, 5));
  }
}
