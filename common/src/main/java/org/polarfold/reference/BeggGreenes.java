package org.polarfold.reference;

/**
 * Sensitivity and specificity of a positive score where only some patients were verified: the share
 * of label 1 among the verified of each result stands for all patients of that result (Begg and
 * Greenes, Biometrics 1983;39:207). It takes it that verification depends on the result alone.
 *
 * @param sensitivity corrected; NaN where no patient of a result was verified
 * @param specificity likewise
 * @param naiveSensitivity among the verified
 * @param naiveSpecificity among the verified
 */
record BeggGreenes(
    double sensitivity, double specificity, double naiveSensitivity, double naiveSpecificity) {

  /**
   * From counts.
   *
   * @param all patients by result, negative first
   * @param verified patients by result and label
   */
  static BeggGreenes of(double[] all, double[][] verified) {
    double[] events = new double[2];
    double[] others = new double[2];
    for (int result = 0; result < 2; result++) {
      double known = verified[result][0] + verified[result][1];
      events[result] = all[result] == 0 ? 0 : all[result] * verified[result][1] / known;
      others[result] = all[result] == 0 ? 0 : all[result] * verified[result][0] / known;
    }
    return new BeggGreenes(
        events[1] / (events[0] + events[1]),
        others[0] / (others[0] + others[1]),
        verified[1][1] / (verified[0][1] + verified[1][1]),
        verified[0][0] / (verified[0][0] + verified[1][0]));
  }
}
