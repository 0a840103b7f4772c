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
 */
public record OperatingPoint(
    double tp,
    double fn,
    double tn,
    double fp,
    Estimate<Rate> sensitivity,
    Estimate<Rate> specificity)
    implements Serializable {

  /**
   * A share of patients.
   *
   * @param value in [0, 1]
   * @param lower 95 % Wilson interval
   * @param upper its other end
   */
  public record Rate(double value, double lower, double upper) implements Serializable {

    /** The interval by hand: commons-math knows whole numbers of patients only. */
    static Rate of(double some, double all) {
      double share = some / all;
      double z2 = Distributions.Z * Distributions.Z;
      double middle = share + z2 / (2 * all);
      double half = Distributions.Z * Math.sqrt(share * (1 - share) / all + z2 / (4 * all * all));
      double shrink = 1 + z2 / all;
      // Rounding may leave an end off a share of 0 or 1, which it meets.
      return new Rate(
          share,
          some == 0 ? 0 : (middle - half) / shrink,
          some == all ? 1 : (middle + half) / shrink);
    }
  }

  static OperatingPoint of(double tp, double fn, double tn, double fp) {
    return new OperatingPoint(
        tp,
        fn,
        tn,
        fp,
        tp + fn > 0 ? Estimate.of(Rate.of(tp, tp + fn)) : Estimate.none("no patient with label 1"),
        tn + fp > 0 ? Estimate.of(Rate.of(tn, tn + fp)) : Estimate.none("no patient with label 0"));
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
