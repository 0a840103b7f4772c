package org.polarfold.evaluate;

import java.util.List;

/** Discrimination of scores that somebody has in memory already, without a table of predictions. */
public final class Discrimination {

  private Discrimination() {}

  /**
   * The area under the ROC curve with DeLong's standard error and intervals, in O(n log n).
   *
   * @param labels 0 or 1, one a patient
   * @param scores in [0, 1], in the order of the labels
   * @return none where a class is missing
   * @throws IllegalArgumentException where the two differ in length
   */
  public static Estimate<Auroc> auroc(byte[] labels, double[] scores) {
    return Auroc.of(sample(labels, scores));
  }

  /**
   * The interval of the area with patients of each class drawn again, as many as it has.
   *
   * @param labels 0 or 1, one a patient
   * @param scores in [0, 1], in the order of the labels
   * @return none without resamples or where a class is missing
   * @throws IllegalArgumentException where the two differ in length
   */
  public static Estimate<BootstrapInterval> bootstrap(
      byte[] labels, double[] scores, Resampling resampling) {
    return AurocBootstrap.withinClasses(sample(labels, scores), resampling, "auroc");
  }

  /** One repeat of patients numbered as they come. */
  static Sample sample(byte[] labels, double[] scores) {
    if (labels.length != scores.length) {
      throw new IllegalArgumentException(
          "Invalid scores: " + scores.length + " (expected one a label: " + labels.length + ")");
    }
    int[] patients = new int[labels.length];
    for (int i = 0; i < patients.length; i++) {
      patients[i] = i;
    }
    return new Sample(
        List.of(new Repeat(0, 0)), patients, labels.clone(), new double[][] {scores.clone()});
  }
}
