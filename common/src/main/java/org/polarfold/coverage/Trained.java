package org.polarfold.coverage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Every model of one consortium, each really trained.
 *
 * @param internal repeats x folds
 * @param external one a site
 * @param matchedInternal sites x folds
 * @param matchedExternal one a site
 */
record Trained(
    List<List<LinearModel>> internal,
    List<LinearModel> external,
    List<List<LinearModel>> matchedInternal,
    List<LinearModel> matchedExternal) {

  private static final double RIDGE = 10;

  static Trained on(Cohort cohort, TrainingSets sets) {
    return new Trainer(cohort, sets).all();
  }

  private static final class Trainer {

    private final Cohort cohort;
    private final TrainingSets sets;
    private final LinearModel start;
    private final Map<List<Integer>, LinearModel> matched = new HashMap<>();

    Trainer(Cohort cohort, TrainingSets sets) {
      this.cohort = cohort;
      this.sets = sets;
      // Only a place to begin: where the search ends does not depend on it.
      this.start =
          LinearModel.fit(
              cohort.rows(),
              cohort.labels(),
              IntStream.range(0, cohort.size()).toArray(),
              RIDGE,
              LinearModel.blank(1 + SiteTruth.FEATURES));
    }

    Trained all() {
      List<List<LinearModel>> internal =
          IntStream.range(0, sets.repeats())
              .mapToObj(
                  repeat -> folds().mapToObj(fold -> fit(sets.internal(repeat, fold))).toList())
              .toList();
      return new Trained(
          internal,
          sites().mapToObj(site -> fit(sets.external(site))).toList(),
          sites()
              .mapToObj(site -> folds().mapToObj(fold -> matchedInternal(site, fold)).toList())
              .toList(),
          sites().mapToObj(site -> fit(sets.matchedExternal(site))).toList());
    }

    /** Sites of one matched size share their models. */
    private LinearModel matchedInternal(int site, int fold) {
      return matched.computeIfAbsent(
          List.of(fold, sets.matchedSize(site)), key -> fit(sets.matchedInternal(site, fold)));
    }

    private LinearModel fit(int[] training) {
      return LinearModel.fit(cohort.rows(), cohort.labels(), training, RIDGE, start);
    }

    private IntStream sites() {
      return IntStream.range(0, cohort.sites().size());
    }

    private static IntStream folds() {
      return IntStream.range(0, TrainingSets.FOLDS);
    }
  }
}
