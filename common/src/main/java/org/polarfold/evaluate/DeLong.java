package org.polarfold.evaluate;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The area under the ROC curve and its structural components, averaged over repeats.
 *
 * <p>DeLong, DeLong and Clarke-Pearson, Biometrics 1988;44:837; in O(n log n) as Sun and Xu, IEEE
 * Signal Processing Letters 2014;21:1389. A component is the share of the other class that a
 * patient's score is on the right side of, ties counting one half. Repeats are averaged as areas
 * and components, never as scores, which would be another model; the variance is that of the
 * average over patients plus the variance between repeats over their number.
 */
public final class DeLong {

  // One a repeat; then a component for each patient of a class, in order of patient.
  private final double[] areas;
  private final double[] positives;
  private final double[] negatives;

  private DeLong(double[] areas, double[] positives, double[] negatives) {
    this.areas = areas;
    this.positives = positives;
    this.negatives = negatives;
  }

  /** Estimates a sample that has patients of both classes. */
  public static DeLong of(Sample sample) {
    int repeats = sample.repeats().size();
    double[] areas = new double[repeats];
    double[] positives = new double[sample.events()];
    double[] negatives = new double[sample.size() - sample.events()];
    for (int r = 0; r < repeats; r++) {
      double[] ofPositives = sample.ofClass(1, r);
      double[] ofNegatives = sample.ofClass(0, r);
      long doubled = addComponents(ofPositives, ofNegatives, positives);
      addComponents(ofNegatives, ofPositives, negatives);
      areas[r] = doubled / (2.0 * positives.length * negatives.length);
    }
    for (int i = 0; i < positives.length; i++) {
      positives[i] /= repeats;
    }
    for (int j = 0; j < negatives.length; j++) {
      // So far the share of positives below, where the share above is meant.
      negatives[j] = 1 - negatives[j] / repeats;
    }
    return new DeLong(areas, positives, negatives);
  }

  /** One component for each patient with label 1, in order of patient: a mean over repeats. */
  double[] positives() {
    return positives;
  }

  /** One for each patient with label 0. */
  double[] negatives() {
    return negatives;
  }

  /** The mean area over repeats. */
  public double area() {
    return StatUtils.mean(areas);
  }

  /** The variance of {@link #area()}; at least two patients of each class. */
  public double variance() {
    return varianceOfMean(positives) + varianceOfMean(negatives) + varianceOfMean(areas);
  }

  /**
   * The variance of this area minus another one on the same patients.
   *
   * @param other the same patients in the same order
   * @param sameRepeats whether the two have the same repeats, which are then compared in pairs
   */
  public double varianceOfDifference(DeLong other, boolean sameRepeats) {
    return varianceOfMean(minus(positives, other.positives))
        + varianceOfMean(minus(negatives, other.negatives))
        + varianceBetweenRepeats(other, sameRepeats);
  }

  private double varianceBetweenRepeats(DeLong other, boolean sameRepeats) {
    return sameRepeats
        ? varianceOfMean(minus(areas, other.areas))
        : varianceOfMean(areas) + varianceOfMean(other.areas);
  }

  /**
   * Two areas of one model on the same patients.
   *
   * @param sameRepeats whether the two have the same repeats
   */
  record Pair(DeLong first, DeLong second, boolean sameRepeats) {

    static Pair of(Sample first, Sample second) {
      return new Pair(
          DeLong.of(first), DeLong.of(second), first.repeats().equals(second.repeats()));
    }

    /** The first area minus the second. */
    double drop() {
      return first.area() - second.area();
    }

    /**
     * The variance of {@link #drop()} minus that of another model on the same patients. Two models'
     * repeats are taken for independent.
     */
    double varianceOfDifference(Pair other) {
      return varianceOfMean(
              minus(
                  minus(first.positives, second.positives),
                  minus(other.first.positives, other.second.positives)))
          + varianceOfMean(
              minus(
                  minus(first.negatives, second.negatives),
                  minus(other.first.negatives, other.second.negatives)))
          + first.varianceBetweenRepeats(second, sameRepeats)
          + other.first.varianceBetweenRepeats(other.second, other.sameRepeats);
    }
  }

  /**
   * The mean area over repeats without each patient in turn, label 1 before label 0; NaN where a
   * class is lost with the patient.
   */
  double[] withoutEach() {
    double[] areas = new double[positives.length + negatives.length];
    without(positives, areas, 0);
    without(negatives, areas, positives.length);
    return areas;
  }

  private void without(double[] components, double[] areas, int from) {
    int n = components.length;
    double sum = area() * n;
    for (int i = 0; i < n; i++) {
      areas[from + i] = n == 1 ? Double.NaN : (sum - components[i]) / (n - 1);
    }
  }

  /** Adds each value's share of others below it; returns twice the number of pairs below. */
  private static long addComponents(double[] values, double[] others, double[] sums) {
    double[] sorted = others.clone();
    Arrays.sort(sorted);
    long all = 0;
    for (int i = 0; i < values.length; i++) {
      int below = Sorted.below(sorted, values[i]);
      // A second search, which misses the cache as often as the first, is for ties only.
      boolean tied = below < sorted.length && sorted[below] == values[i];
      long doubled = (long) below + (tied ? Sorted.notAbove(sorted, values[i]) : below);
      all += doubled;
      sums[i] += doubled / (2.0 * sorted.length);
    }
    return all;
  }

  /** The variance of a mean: exactly 0 where all are equal, and where there is but one. */
  static double varianceOfMean(double[] values) {
    boolean equal = true;
    for (double value : values) {
      equal &= value == values[0];
    }
    return equal ? 0 : StatUtils.variance(values) / values.length;
  }

  static double[] minus(double[] first, double[] second) {
    double[] differences = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      differences[i] = first[i] - second[i];
    }
    return differences;
  }
}
