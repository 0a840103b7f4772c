package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Whether scores are the probabilities that they say they are (Van Calster and others, BMC Medicine
 * 2019;17:230), averaged over repeats, with 95 % intervals.
 *
 * @param calibrationInTheLarge intercept of the label with the logit of the score as offset; 0 is
 *     right, above 0 scores are too low
 * @param calibrationIntercept intercept of the label on the logit of the score
 * @param calibrationSlope slope of the label on the logit of the score; 1 is right, below 1 scores
 *     are too extreme
 * @param observedToExpected events over the sum of scores; 1 is right
 * @param observedToExpectedLower interval on the log scale, with the standard error {@code sqrt((1
 *     - prevalence) / events)} of Debray and others, BMJ 2017;356:i6460
 * @param observedToExpectedUpper its other end
 * @param ici integrated calibration index: mean distance of score and smoothed observed share
 * @param e50 median of these distances
 * @param e90 their 90th percentile
 * @param iciIfCalibrated the index that perfectly calibrated scores of these patients would show
 */
public record Calibration(
    Estimate<CalibrationCoefficient> calibrationInTheLarge,
    Estimate<CalibrationCoefficient> calibrationIntercept,
    Estimate<CalibrationCoefficient> calibrationSlope,
    Estimate<Double> observedToExpected,
    Estimate<Double> observedToExpectedLower,
    Estimate<Double> observedToExpectedUpper,
    Estimate<Double> ici,
    Estimate<Double> e50,
    Estimate<Double> e90,
    Estimate<IciIfCalibrated> iciIfCalibrated)
    implements Serializable {

  static final String NO_DRAWS = "no resampling was asked for";

  /** Estimates a sample, without drawing labels. */
  static Calibration of(Sample sample) {
    return of(sample, Resampling.NONE);
  }

  /**
   * Estimates a sample.
   *
   * @param resampling whether labels are drawn for {@link #iciIfCalibrated()}, and from which root
   * @param names of the sample, from which the seed is made
   */
  static Calibration of(Sample sample, Resampling resampling, Object... names) {
    Estimate<double[][]> logits = Logits.of(sample);
    Estimate<List<LogisticFit>> lines =
        logits.flatMap(logit -> CalibrationFits.lines(sample, logit));
    Estimate<Double> ratio = ratio(sample);
    Estimate<Double> error = ratio.flatMap(value -> errorOfLogRatio(sample));
    Estimate<Smoothed> smoothed =
        logits.flatMap(
            logit ->
                resampling.resamples() == 0
                    ? smoothed(sample, logit, new double[0], 0)
                    : smoothed(
                        sample,
                        logit,
                        new double[IciIfCalibrated.SIMULATIONS],
                        resampling.seed(seedNames(names))));
    return new Calibration(
        logits
            .flatMap(logit -> CalibrationFits.inTheLarge(sample, logit))
            .map(fits -> CalibrationFits.coefficient(fits, 0)),
        lines.map(fits -> CalibrationFits.coefficient(fits, 0)),
        lines.map(fits -> CalibrationFits.coefficient(fits, 1)),
        ratio,
        ratio.flatMap(value -> error.map(se -> value * Math.exp(-Distributions.Z * se))),
        ratio.flatMap(value -> error.map(se -> value * Math.exp(Distributions.Z * se))),
        smoothed.map(both -> both.errors.ici()),
        smoothed.map(both -> both.errors.e50()),
        smoothed.map(both -> both.errors.e90()),
        smoothed.flatMap(Smoothed::ifCalibrated));
  }

  /** Observed to expected as it is pooled over sites: its logarithm. */
  Estimate<CalibrationCoefficient> logObservedToExpected() {
    return observedToExpected.flatMap(
        value ->
            observedToExpectedUpper.map(
                upper ->
                    CalibrationCoefficient.of(
                        Math.log(value), Math.log(upper / value) / Distributions.Z)));
  }

  private static Object[] seedNames(Object... names) {
    Object[] all = Arrays.copyOf(names, names.length + 1);
    all[names.length] = "iciIfCalibrated";
    return all;
  }

  private static Estimate<Double> ratio(Sample sample) {
    if (sample.size() == 0) {
      return Estimate.none(Auroc.missing(sample));
    }
    double[] ratios = ratios(sample);
    return Arrays.stream(ratios).allMatch(Double::isFinite)
        ? Estimate.of(StatUtils.mean(ratios))
        : Estimate.none("no event is expected: all scores are 0");
  }

  private static double[] ratios(Sample sample) {
    int events = sample.events();
    return Arrays.stream(sample.scores())
        .mapToDouble(scores -> events / Arrays.stream(scores).sum())
        .toArray();
  }

  private static Estimate<Double> errorOfLogRatio(Sample sample) {
    int events = sample.events();
    if (events == 0 || events == sample.size()) {
      return Estimate.none(Auroc.missing(sample));
    }
    double[] logs = Arrays.stream(ratios(sample)).map(Math::log).toArray();
    double variance = (1 - events / (double) sample.size()) / events;
    double between = logs.length > 1 ? StatUtils.variance(logs) / logs.length : 0;
    return Estimate.of(Math.sqrt(variance + between));
  }

  /** One repeat after another, since the columns of a spline take room. */
  private static Estimate<Smoothed> smoothed(
      Sample sample, double[][] logits, double[] sums, long seed) {
    if (sample.events() == 0 || sample.events() == sample.size()) {
      return Estimate.none(Auroc.missing(sample));
    }
    List<CalibrationErrors> errors = new ArrayList<>();
    for (int r = 0; r < logits.length; r++) {
      Estimate<Smooth> fitted = Smooth.fitted(sample.scores()[r], logits[r], sample.labels());
      if (fitted instanceof Estimate.NotEstimable<Smooth> none) {
        return Estimate.none(none.why());
      }
      if (fitted instanceof Estimate.Value<Smooth> smooth) {
        errors.add(smooth.value().errors());
        IciIfCalibrated.add(smooth.value(), sample.scores()[r], seed, sums);
      }
    }
    return Estimate.of(
        new Smoothed(
            CalibrationErrors.mean(errors),
            sums.length == 0 ? Estimate.none(NO_DRAWS) : IciIfCalibrated.of(sums, logits.length)));
  }

  private record Smoothed(CalibrationErrors errors, Estimate<IciIfCalibrated> ifCalibrated) {}
}
