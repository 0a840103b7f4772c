package org.polarfold.evaluate;

/** The usable scores of one cell, arm and repeat. */
final class Series {

  private final int[] patients;
  private final double[] scores;
  private final long labelMissing;
  private final long scoreMissing;

  Series(int[] patients, double[] scores, long labelMissing, long scoreMissing) {
    this.patients = patients;
    this.scores = scores;
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

  /** Rows left out for want of a label. */
  long labelMissing() {
    return labelMissing;
  }

  /** Rows left out for want of a score. */
  long scoreMissing() {
    return scoreMissing;
  }
}
