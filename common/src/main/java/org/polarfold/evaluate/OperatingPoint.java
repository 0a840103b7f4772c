package org.polarfold.evaluate;

import java.io.Serializable;

/**
 * What a fixed threshold does to a sample: positive where the score is at least the threshold.
 *
 * @param threshold in [0, 1]
 * @param repeats over which counts are summed; rates are means over repeats
 * @param tp label 1, positive
 * @param fn label 1, negative
 * @param tn label 0, negative
 * @param fp label 0, positive
 * @param tpr true positive rate (sensitivity), {@code tp / (tp + fn)}
 * @param fpr false positive rate (1 - specificity), {@code fp / (fp + tn)}
 * @param selectionRate share of positives among all
 */
public record OperatingPoint(
    double threshold,
    int repeats,
    long tp,
    long fn,
    long tn,
    long fp,
    Estimate<Double> tpr,
    Estimate<Double> fpr,
    Estimate<Double> selectionRate)
    implements Serializable {

  /** Counts a sample; a rate without patients to it is none. */
  static OperatingPoint of(Sample sample, double threshold) {
    // By label, negative then positive.
    long[][] counts = new long[2][2];
    for (double[] scores : sample.scores()) {
      for (int i = 0; i < scores.length; i++) {
        counts[sample.labels()[i]][scores[i] >= threshold ? 1 : 0]++;
      }
    }
    long tp = counts[1][1];
    long fp = counts[0][1];
    return new OperatingPoint(
        threshold,
        sample.repeats().size(),
        tp,
        counts[1][0],
        counts[0][0],
        fp,
        rate(tp, counts[1][0], "no patient with label 1"),
        rate(fp, counts[0][0], "no patient with label 0"),
        rate(tp + fp, counts[1][0] + counts[0][0], Auroc.missing(sample)));
  }

  private static Estimate<Double> rate(long positive, long negative, String why) {
    return positive + negative == 0
        ? Estimate.none(why)
        : Estimate.of(positive / (double) (positive + negative));
  }
}
