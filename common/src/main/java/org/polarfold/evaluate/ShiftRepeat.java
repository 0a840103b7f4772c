package org.polarfold.evaluate;

import java.util.Arrays;

/**
 * One site in one repeat: its external scores calibrated on the other sites, and the prevalence
 * that they and the carried threshold tell.
 *
 * @param trainingPrevalence of the other sites
 * @param saerens by EM
 * @param bbse by the carried threshold
 * @param calibrated scores after calibration
 * @param atSaerens the same at the prevalence of EM
 * @param atBbse the same at the prevalence of BBSE
 */
record ShiftRepeat(
    Estimate<Double> trainingPrevalence,
    Estimate<ShiftEstimate.Once> saerens,
    Estimate<ShiftEstimate.Once> bbse,
    Agreement calibrated,
    Agreement atSaerens,
    Agreement atBbse) {

  /**
   * Scores on the scale of the training sites.
   *
   * @param scores calibrated
   * @param logits of the scores before
   * @param covariance of intercept and slope, the intercept's beyond that of the prevalence
   */
  private record Calibrated(double[] scores, double[] logits, double[][] covariance) {}

  /**
   * Estimates.
   *
   * @param others internal scores of the other sites
   * @param labels of the site, at least one
   * @param scores its external scores
   */
  static ShiftRepeat of(ScoreTally others, byte[] labels, double[] scores) {
    double training = (double) others.events() / (others.events() + others.nonEvents());
    Estimate<Calibrated> calibrated =
        others.recalibration().flatMap(fit -> calibrated(fit, others, scores));
    Estimate<ShiftEstimate.Once> saerens =
        calibrated.map(
            own ->
                ShiftEstimate.saerens(
                    own.scores(), own.logits(), labels, training, own.covariance()));
    Estimate<ShiftEstimate.Once> bbse =
        others.youden().flatMap(threshold -> ShiftEstimate.bbse(scores, labels, threshold, others));
    return new ShiftRepeat(
        Estimate.of(training),
        saerens,
        bbse,
        agreement(calibrated.map(own -> Agreement.of(labels, own.scores()))),
        at(labels, calibrated, training, saerens),
        at(labels, calibrated, training, bbse));
  }

  private static Estimate<Calibrated> calibrated(
      LogisticFit fit, ScoreTally others, double[] scores) {
    double[] logits = new double[scores.length];
    Arrays.setAll(logits, i -> Distributions.logit(scores[i]));
    long atEnds = Arrays.stream(logits).filter(Double::isInfinite).count();
    if (atEnds > 0) {
      return Estimate.none(Agreement.noLogit(atEnds));
    }
    double[] calibrated = new double[scores.length];
    double[] line = fit.coefficients();
    Arrays.setAll(calibrated, i -> Distributions.sigmoid(line[0] + line[1] * logits[i]));
    double[][] covariance = {fit.covariance()[0].clone(), fit.covariance()[1].clone()};
    covariance[0][0] -= 1.0 / others.events() + 1.0 / others.nonEvents();
    return Estimate.of(new Calibrated(calibrated, logits, covariance));
  }

  private static Agreement at(
      byte[] labels,
      Estimate<Calibrated> calibrated,
      double training,
      Estimate<ShiftEstimate.Once> prevalence) {
    return agreement(
        calibrated.flatMap(
            own ->
                prevalence.map(
                    once ->
                        Agreement.of(
                            labels, LabelShift.adjusted(own.scores(), training, once.value())))));
  }

  private static Agreement agreement(Estimate<Agreement> estimate) {
    return estimate instanceof Estimate.Value<Agreement> present
        ? present.value()
        : Agreement.none(((Estimate.NotEstimable<Agreement>) estimate).why());
  }
}
