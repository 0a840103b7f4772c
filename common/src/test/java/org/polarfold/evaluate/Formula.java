package org.polarfold.evaluate;

/** Two scores of 400 patients by formula (statistics.md, golden values, 3). */
final class Formula {

  static final int N = 400;

  private Formula() {}

  static Sample first() {
    return Made.sample(labels(), firstScores());
  }

  static Sample second() {
    return Made.sample(labels(), secondScores());
  }

  static double[] firstScores() {
    double[] scores = new double[N];
    for (int i = 1; i <= N; i++) {
      scores[i - 1] = sigmoid(-0.8 + 1.4 * Math.sin(1.7 * i) + 0.5 * Math.cos(0.31 * i));
    }
    return scores;
  }

  static double[] secondScores() {
    double[] scores = new double[N];
    for (int i = 1; i <= N; i++) {
      scores[i - 1] = sigmoid(-0.8 + Math.sin(1.7 * i) + 0.9 * Math.cos(0.73 * i));
    }
    return scores;
  }

  static int[] labels() {
    int[] labels = new int[N];
    for (int i = 1; i <= N; i++) {
      double turn = 0.6180339887498949 * i;
      double risk = sigmoid(-1.3 + 0.8 * Math.sin(1.7 * i) + 0.2 * Math.cos(0.31 * i));
      labels[i - 1] = turn - Math.floor(turn) < risk ? 1 : 0;
    }
    return labels;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
