package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.List;

/**
 * Patients told apart at a threshold: positive where the score is not below it.
 *
 * <p>Counts are means over repeats, and so need not be whole. Those of several repeats are counts
 * of the same patients and not independent: the interval is Wilson's (Wilson, J Am Stat Assoc
 * 1927;22:209) about the mean share with the number of patients, not of patients times repeats,
 * which is what one repeat alone would have.
 *
 * @param tp patients with label 1 and a positive score
 * @param fn patients with label 1 and a negative score
 * @param tn patients with label 0 and a negative score
 * @param fp patients with label 0 and a positive score
 * @param sensitivity {@code tp / (tp + fn)}
 * @param specificity {@code tn / (tn + fp)}
 * @param selectionRate positives among all patients
 */
public record OperatingPoint(
    double tp,
    double fn,
    double tn,
    double fp,
    Estimate<Proportion> sensitivity,
    Estimate<Proportion> specificity,
    Estimate<Proportion> selectionRate)
    implements Serializable {

  static OperatingPoint of(double tp, double fn, double tn, double fp) {
    return new OperatingPoint(
        tp,
        fn,
        tn,
        fp,
        share(tp, tp + fn, "no patient with label 1"),
        share(tn, tn + fp, "no patient with label 0"),
        share(tp + fp, tp + fn + tn + fp, "no patient"));
  }

  private static Estimate<Proportion> share(double some, double all, String none) {
    return all > 0 ? Estimate.of(Proportion.among(some, all)) : Estimate.none(none);
  }

  /** One repeat of a sample. */
  static OperatingPoint of(Sample sample, int repeat, double threshold) {
    int[] positive = new int[2];
    byte[] labels = sample.labels();
    double[] scores = sample.scores()[repeat];
    for (int i = 0; i < labels.length; i++) {
      if (scores[i] >= threshold) {
        positive[labels[i]]++;
      }
    }
    int events = sample.events();
    return of(positive[1], events - positive[1], sample.size() - events - positive[0], positive[0]);
  }

  /** The mean of the same patients in several repeats. */
  static OperatingPoint mean(List<OperatingPoint> repeats) {
    double[] sums = new double[4];
    for (OperatingPoint one : repeats) {
      sums[0] += one.tp;
      sums[1] += one.fn;
      sums[2] += one.tn;
      sums[3] += one.fp;
    }
    int n = repeats.size();
    return of(sums[0] / n, sums[1] / n, sums[2] / n, sums[3] / n);
  }
}
