package org.polarfold.simulate;

/**
 * The area under the ROC curve of a score from 0 to 1 by which the lower is the positive, in memory
 * that does not grow with the patients: scores of the same of 10,000 bins count as tied.
 */
final class BinnedArea {

  private static final int BINS = 10_000;

  private final long[] positive = new long[BINS];
  private final long[] negative = new long[BINS];

  void add(double score, boolean label) {
    int bin = (int) Math.min(Math.max(score * BINS, 0), BINS - 1.0);
    (label ? positive : negative)[bin]++;
  }

  /** The area, 0 to 1; not a number where a class is missing. */
  double value() {
    double wins = 0;
    double positives = 0;
    double above = 0;
    for (int bin = BINS - 1; bin >= 0; bin--) {
      wins += positive[bin] * (above + negative[bin] / 2.0);
      above += negative[bin];
      positives += positive[bin];
    }
    return wins / (positives * above);
  }
}
