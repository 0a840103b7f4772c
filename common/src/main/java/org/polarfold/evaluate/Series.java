package org.polarfold.evaluate;

import java.util.Optional;

/** The usable scores of one cell, arm, repeat and segment. */
final class Series {

  /** The fold of a score that names none. */
  static final int NO_FOLD = -1;

  private final int[] patients;
  private final double[] scores;
  private final int[] folds;
  private final long labelMissing;
  private final long scoreMissing;
  private final Optional<Series> unlabelled;

  Series(
      int[] patients,
      double[] scores,
      int[] folds,
      long labelMissing,
      long scoreMissing,
      Optional<Series> unlabelled) {
    this.patients = patients;
    this.scores = scores;
    this.folds = folds;
    this.labelMissing = labelMissing;
    this.scoreMissing = scoreMissing;
    this.unlabelled = unlabelled;
  }

  /** Codes of patients, ascending. */
  int[] patients() {
    return patients;
  }

  /** One score for each of them. */
  double[] scores() {
    return scores;
  }

  /** The fold whose model made each score, by its place in the order of names, or none. */
  int[] folds() {
    return folds;
  }

  /** The part at some positions; what was left out stays with the whole. */
  Series at(int[] positions) {
    return new Series(
        Codes.pick(patients, positions),
        Codes.pick(scores, positions),
        Codes.pick(folds, positions),
        0,
        0,
        Optional.empty());
  }

  /** The scores of patients without a label, where this is a whole series. */
  Optional<Series> unlabelled() {
    return unlabelled;
  }

  /** Rows left out for want of a label. */
  long labelMissing() {
    return labelMissing;
  }

  /** Rows left out for want of a score. */
  long scoreMissing() {
    return scoreMissing;
  }
}
