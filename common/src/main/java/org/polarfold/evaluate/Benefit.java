package org.polarfold.evaluate;

/**
 * A mean over patients of what treating them gains: a whole number of repeats for a patient with
 * label 1, and minus the odds of the threshold times such a number for one with label 0. Whole
 * numbers are summed, so that a variance of 0 is exactly 0.
 */
final class Benefit {

  private final double odds;
  private final double unit;
  private final int[] patients = new int[2];
  private final long[] sums = new long[2];
  private final long[] squares = new long[2];

  /**
   * Nobody yet.
   *
   * @param odds of the threshold
   * @param unit what is one in the numbers added
   */
  Benefit(double odds, long unit) {
    this.odds = odds;
    this.unit = unit;
  }

  void add(int label, long treated) {
    patients[label]++;
    sums[label] += treated;
    squares[label] += treated * treated;
  }

  double mean() {
    return (sums[1] - odds * sums[0]) / unit / size();
  }

  /**
   * Half of the 95 % interval.
   *
   * @param between variance of the mean that repeats cause
   */
  Estimate<Double> half(double between) {
    if (size() < 2) {
      return Estimate.none("only one patient");
    }
    double variance = variance() + between;
    if (variance > 0 || mean() == 0) {
      return Estimate.of(Distributions.Z * Math.sqrt(variance));
    }
    return Estimate.none(NetBenefit.NO_VARIANCE);
  }

  private int size() {
    return patients[0] + patients[1];
  }

  /** The variance of the mean over patients. */
  private double variance() {
    double within = within(1) + odds * odds * within(0);
    double between = 0;
    if (patients[0] > 0 && patients[1] > 0) {
      double gap = sums[1] / (double) patients[1] + odds * sums[0] / patients[0];
      between = (double) patients[0] * patients[1] / size() * gap * gap;
    }
    return (within + between) / (size() - 1.0) / size() / (unit * unit);
  }

  private double within(int label) {
    if (patients[label] == 0) {
      return 0;
    }
    double count = patients[label];
    return (count * squares[label] - (double) sums[label] * sums[label]) / count;
  }
}
