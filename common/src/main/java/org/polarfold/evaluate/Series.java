package org.polarfold.evaluate;

/** The usable scores of one cell, arm, repeat and segment. */
final class Series {

  /** The fold of a score that names none. */
  static final int NO_FOLD = -1;

  private final int[] patients;
  private final double[] scores;
  private final int[] folds;
  private final long labelMissing;
  private final long scoreMissing;

  Series(int[] patients, double[] scores, int[] folds, long labelMissing, long scoreMissing) {
    this.patients = patients;
    this.scores = scores;
    this.folds = folds;
    this.labelMissing = labelMissing;
    this.scoreMissing = scoreMissing;
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
        0);
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
