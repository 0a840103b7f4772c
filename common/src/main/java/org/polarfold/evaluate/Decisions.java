package org.polarfold.evaluate;

import java.util.Arrays;

/** Whom the scores of a sample would treat at each threshold: those with score >= threshold. */
final class Decisions {

  /** How many thresholds there are: 0.05, 0.10 to 0.50. */
  static final int THRESHOLDS = 10;

  // Divided, not summed up: 0.05 + 0.05 + 0.05 is above 0.15.
  private static final double STEPS = 20;
  private static final double[] LADDER = ladder();

  private final Sample sample;

  Decisions(Sample sample) {
    this.sample = sample;
  }

  /** The threshold, a probability. */
  static double threshold(int step) {
    return LADDER[step];
  }

  /** What a false positive costs in true positives: the odds of the threshold. */
  static double odds(int step) {
    return (step + 1) / (STEPS - (step + 1));
  }

  int repeats() {
    return sample.repeats().size();
  }

  /** In how many repeats a patient is treated, one a threshold. */
  void count(int patient, int[] counts) {
    Arrays.fill(counts, 0);
    for (double[] scores : sample.scores()) {
      double score = scores[patient];
      for (int k = 0; k < THRESHOLDS && score >= LADDER[k]; k++) {
        counts[k]++;
      }
    }
  }

  /** Net benefits, thresholds x repeats. */
  double[][] benefits() {
    double[][] benefits = new double[THRESHOLDS][repeats()];
    for (int r = 0; r < repeats(); r++) {
      double[] scores = sample.scores()[r];
      int[][] treated = new int[THRESHOLDS][2];
      for (int i = 0; i < scores.length; i++) {
        for (int k = 0; k < THRESHOLDS && scores[i] >= LADDER[k]; k++) {
          treated[k][sample.labels()[i]]++;
        }
      }
      for (int k = 0; k < THRESHOLDS; k++) {
        benefits[k][r] = (treated[k][1] - odds(k) * treated[k][0]) / scores.length;
      }
    }
    return benefits;
  }

  private static double[] ladder() {
    double[] ladder = new double[THRESHOLDS];
    for (int k = 0; k < THRESHOLDS; k++) {
      ladder[k] = (k + 1) / STEPS;
    }
    return ladder;
  }
}
