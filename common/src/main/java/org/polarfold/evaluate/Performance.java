package org.polarfold.evaluate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.Serializable;
import java.util.List;

/**
 * How well the scores of one arm tell the classes of some patients apart, and whether they are the
 * probabilities that they say they are.
 *
 * @param n patients
 * @param events patients with label 1
 * @param repeats repetitions averaged over
 * @param auroc area under the ROC curve
 * @param aurocBootstrap its interval by resampling: secondary at a site; over sites the one that
 *     takes sites for drawn
 * @param rocCurve what a plot of the ROC curve draws
 * @param partialAuroc area left of a false positive rate of 0.2
 * @param averagePrecision area under the precision-recall steps
 * @param losses Brier score and log loss
 * @param accuracy share told right at a score of a half, beside guessing
 * @param calibration in the large, intercept, slope, O:E, ICI
 * @param calibrationCurve what a calibration plot draws
 * @param netBenefit at thresholds 0.05 to 0.50
 * @param caseMix area that the scores alone let expect
 * @param labelWeighted with labels weighing as far as they are trusted
 */
public record Performance(
    int n,
    int events,
    int repeats,
    Estimate<Auroc> auroc,
    Estimate<BootstrapInterval> aurocBootstrap,
    Estimate<RocCurve> rocCurve,
    Estimate<PartialAuroc> partialAuroc,
    Estimate<AveragePrecision> averagePrecision,
    @JsonUnwrapped Losses losses,
    Estimate<Accuracy> accuracy,
    @JsonUnwrapped Calibration calibration,
    CalibrationCurve calibrationCurve,
    Estimate<List<NetBenefit>> netBenefit,
    @JsonUnwrapped CaseMix caseMix,
    Estimate<Weighted> labelWeighted)
    implements Serializable {

  /** Estimates a sample, without resampling. */
  static Performance of(Sample sample) {
    return of(
        sample,
        statistics -> Redrawing.none(statistics.size(), Calibration.NO_DRAWS),
        Resampling.NONE);
  }

  /**
   * Estimates a sample.
   *
   * @param redrawing of its patients
   * @param resampling root of the draws of labels
   * @param names of the sample, from which seeds are made
   */
  static Performance of(
      Sample sample, Redrawing redrawing, Resampling resampling, Object... names) {
    List<Estimate<BootstrapInterval>> intervals = intervals(sample, redrawing);
    return new Performance(
        sample.size(),
        sample.events(),
        sample.repeats().size(),
        Auroc.of(sample),
        intervals.get(0),
        RocCurve.of(sample),
        PartialAuroc.of(sample, PartialAuroc.USUAL, intervals.get(1)),
        AveragePrecision.of(sample, intervals.get(2)),
        Losses.of(sample),
        Accuracy.of(sample),
        Calibration.of(sample, resampling, names),
        CalibrationCurve.of(sample),
        NetBenefit.of(sample),
        CaseMix.of(sample),
        Weighted.of(sample));
  }

  /** Of the area, the partial area and the average precision, over the same draws. */
  private static List<Estimate<BootstrapInterval>> intervals(Sample sample, Redrawing redrawing) {
    if (sample.events() == 0 || sample.events() == sample.size()) {
      return Redrawing.none(3, Auroc.missing(sample));
    }
    Curves curves = Curves.of(sample);
    return redrawing.intervals(
        List.of(curves.area(), curves.areaUpTo(PartialAuroc.USUAL), curves.averagePrecision()));
  }
}
