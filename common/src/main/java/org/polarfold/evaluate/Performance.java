package org.polarfold.evaluate;

import java.io.Serializable;

/**
 * How well the scores of one arm tell the classes of some patients apart.
 *
 * @param n patients
 * @param events patients with label 1
 * @param repeats repetitions averaged over
 * @param auroc area under the ROC curve
 * @param averagePrecision area under the precision-recall steps
 * @param brier mean squared distance of score and label, in [0, 1]; averaged over repeats
 */
public record Performance(
    int n,
    int events,
    int repeats,
    Estimate<Auroc> auroc,
    Estimate<AveragePrecision> averagePrecision,
    Estimate<Double> brier)
    implements Serializable {

  static Performance of(Sample sample) {
    return new Performance(
        sample.size(),
        sample.events(),
        sample.repeats().size(),
        Auroc.of(sample),
        AveragePrecision.of(sample),
        brier(sample));
  }

  private static Estimate<Double> brier(Sample sample) {
    if (sample.size() == 0) {
      return Estimate.none(Auroc.missing(sample));
    }
    double sum = 0;
    for (double[] scores : sample.scores()) {
      for (int i = 0; i < scores.length; i++) {
        double distance = scores[i] - sample.labels()[i];
        sum += distance * distance;
      }
    }
    return Estimate.of(sum / sample.size() / sample.repeats().size());
  }
}
