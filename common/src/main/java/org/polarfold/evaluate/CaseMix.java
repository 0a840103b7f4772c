package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The area under the ROC curve that the scores alone let expect, were they right: it tells how
 * alike the patients of a site are (van Klaveren and others, Statistics in Medicine 2016;35:4136).
 * Averaged over repeats.
 *
 * @param mbc model-based concordance, of the scores as they are
 * @param calibratedMbc of the scores after logistic recalibration on these patients
 */
public record CaseMix(Estimate<Double> mbc, Estimate<Double> calibratedMbc)
    implements Serializable {

  /** Estimates a sample. */
  static CaseMix of(Sample sample) {
    if (sample.size() == 0) {
      return new CaseMix(
          Estimate.none(Auroc.missing(sample)), Estimate.none(Auroc.missing(sample)));
    }
    return new CaseMix(
        concordance(sample.scores()),
        Logits.of(sample)
            .flatMap(
                logits ->
                    CalibrationFits.lines(sample, logits)
                        .flatMap(lines -> concordance(recalibrated(logits, lines)))));
  }

  private static double[][] recalibrated(double[][] logits, List<LogisticFit> lines) {
    double[][] scores = new double[logits.length][logits[0].length];
    for (int r = 0; r < logits.length; r++) {
      double[] line = lines.get(r).coefficients();
      for (int i = 0; i < scores[r].length; i++) {
        scores[r][i] = Distributions.sigmoid(line[0] + line[1] * logits[r][i]);
      }
    }
    return scores;
  }

  private static Estimate<Double> concordance(double[][] scores) {
    double sum = 0;
    for (double[] ofRepeat : scores) {
      double[] ascending = ofRepeat.clone();
      Arrays.sort(ascending);
      double first = ascending[0];
      double last = ascending[ascending.length - 1];
      if (ascending.length < 2 || last == 0 || first == 1) {
        return Estimate.none("the scores expect no pair of an event and a non-event");
      }
      sum += concordance(ascending);
    }
    return Estimate.of(sum / scores.length);
  }

  /**
   * A pair weighs as much as it is likely to be an event and a non-event. Patients are no pair with
   * themselves.
   */
  private static double concordance(double[] ascending) {
    double concordant = 0;
    double events = 0;
    double nonEvents = 0;
    double alone = 0;
    for (int i = 0; i < ascending.length; ) {
      double score = ascending[i];
      int from = i;
      while (i < ascending.length && ascending[i] == score) {
        i++;
      }
      double tied = i - from;
      double self = score * (1 - score);
      concordant += tied * score * nonEvents + tied * (tied - 1) * self / 2;
      events += tied * score;
      nonEvents += tied * (1 - score);
      alone += tied * self;
    }
    return concordant / (events * nonEvents - alone);
  }
}
