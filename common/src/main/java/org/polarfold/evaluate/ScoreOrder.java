package org.polarfold.evaluate;

import java.util.Arrays;

/**
 * Patients in ascending order of one repeat's scores, found once for all resamples. Curves are then
 * one pass over the counts, ties counting as one step.
 */
final class ScoreOrder {

  // Twice the patient's position plus the label, in order of score; label 0 first among equals.
  private final int[] codes;
  // Where each group of equal scores begins, then the number of patients.
  private final int[] groups;
  // Begin and end of the groups that hold both classes, one after the other.
  private final int[] mixed;

  private ScoreOrder(int[] codes, int[] groups, int[] mixed) {
    this.codes = codes;
    this.groups = groups;
    this.mixed = mixed;
  }

  static ScoreOrder of(byte[] labels, double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int[] begin = new int[scores.length];
    for (int i = 0; i < scores.length; i++) {
      begin[i] = Sorted.below(sorted, scores[i]);
    }
    int[] codes = new int[scores.length];
    int[] filled = new int[scores.length];
    for (int label = 0; label <= 1; label++) {
      for (int i = 0; i < scores.length; i++) {
        if (labels[i] == label) {
          codes[begin[i] + filled[begin[i]]++] = i << 1 | label;
        }
      }
    }
    int[] groups = groups(filled);
    return new ScoreOrder(codes, groups, mixed(codes, groups));
  }

  /** The orders of all repeats of a sample. */
  static ScoreOrder[] ofEach(Sample sample) {
    return Arrays.stream(sample.scores())
        .map(scores -> of(sample.labels(), scores))
        .toArray(ScoreOrder[]::new);
  }

  private static int[] groups(int[] filled) {
    int[] groups = new int[filled.length + 1];
    int size = 0;
    for (int begin = 0; begin < filled.length; begin += filled[begin]) {
      groups[size++] = begin;
    }
    groups[size++] = filled.length;
    return Arrays.copyOf(groups, size);
  }

  private static int[] mixed(int[] codes, int[] groups) {
    int[] mixed = new int[2 * groups.length];
    int size = 0;
    for (int g = 0; g + 1 < groups.length; g++) {
      if (((codes[groups[g]] ^ codes[groups[g + 1] - 1]) & 1) == 1) {
        mixed[size++] = groups[g];
        mixed[size++] = groups[g + 1];
      }
    }
    return Arrays.copyOf(mixed, size);
  }

  /** Area under the ROC curve; NaN without both classes. */
  double area(int[] counts) {
    long negatives = 0;
    long positives = 0;
    long pairs = 0;
    for (int code : codes) {
      int count = counts[code >>> 1];
      int positive = count & -(code & 1);
      negatives += count - positive;
      positives += positive;
      pairs += positive * negatives;
    }
    return (pairs - tied(counts) / 2.0) / ((double) positives * negatives);
  }

  /** Pairs of equal scores, which the pass above took for pairs in the right order. */
  private long tied(int[] counts) {
    long tied = 0;
    for (int m = 0; m < mixed.length; m += 2) {
      tied += positives(counts, mixed[m], mixed[m + 1]) * negatives(counts, mixed[m], mixed[m + 1]);
    }
    return tied;
  }

  /** Average precision; NaN where nobody has label 1. */
  double averagePrecision(int[] counts) {
    long truePositives = 0;
    long called = 0;
    double sum = 0;
    for (int g = groups.length - 2; g >= 0; g--) {
      long positives = positives(counts, groups[g], groups[g + 1]);
      truePositives += positives;
      called += positives + negatives(counts, groups[g], groups[g + 1]);
      if (positives > 0) {
        sum += positives * (double) truePositives / called;
      }
    }
    return sum / truePositives;
  }

  /**
   * Area under the ROC curve left of a false positive rate; NaN without both classes.
   *
   * @param fpr in (0, 1]
   */
  double areaUpTo(double fpr, int[] counts) {
    double allPositives = positives(counts, 0, codes.length);
    double allNegatives = negatives(counts, 0, codes.length);
    double most = fpr * allNegatives;
    long truePositives = 0;
    long falsePositives = 0;
    double area = 0;
    for (int g = groups.length - 2; g >= 0 && falsePositives < most; g--) {
      long positives = positives(counts, groups[g], groups[g + 1]);
      long negatives = negatives(counts, groups[g], groups[g + 1]);
      double width = Math.min((double) negatives, most - falsePositives);
      if (negatives > 0) {
        // The trapezoid's height in its middle; its slope is positives over negatives.
        area += width * (truePositives + positives * width / negatives / 2);
      }
      truePositives += positives;
      falsePositives += negatives;
    }
    return area / (allPositives * allNegatives);
  }

  /** How many have label 0 and 1 in every group of equal scores, from the highest score down. */
  int[][] stepsFromTheTop() {
    int[][] steps = new int[groups.length - 1][2];
    for (int g = 0; g < steps.length; g++) {
      for (int i = groups[g]; i < groups[g + 1]; i++) {
        steps[steps.length - 1 - g][codes[i] & 1]++;
      }
    }
    return steps;
  }

  private long positives(int[] counts, int from, int to) {
    long positives = 0;
    for (int i = from; i < to; i++) {
      positives += counts[codes[i] >>> 1] & -(codes[i] & 1);
    }
    return positives;
  }

  private long negatives(int[] counts, int from, int to) {
    long negatives = 0;
    for (int i = from; i < to; i++) {
      negatives += counts[codes[i] >>> 1] & (codes[i] & 1) - 1;
    }
    return negatives;
  }
}
