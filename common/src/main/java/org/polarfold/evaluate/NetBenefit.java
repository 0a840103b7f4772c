package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Net benefit at one threshold: true positives minus false positives at the odds of the threshold,
 * over all patients (Vickers and Elkin, Medical Decision Making 2006;26:565). Treating nobody has
 * 0. The variance is that of a mean over patients, each with the mean of its gains over repeats,
 * plus the variance between repeats over their number.
 *
 * @param threshold treated from this score on
 * @param model averaged over repeats
 * @param treatAll of treating everybody
 * @param lower 95 % Wald interval of {@code model}
 * @param upper its other end
 * @param overTreatAll {@code model} minus {@code treatAll} on the same patients
 */
public record NetBenefit(
    double threshold,
    double model,
    double treatAll,
    Estimate<Double> lower,
    Estimate<Double> upper,
    OverTreatAll overTreatAll)
    implements Serializable {

  static final String NO_VARIANCE = "no variance between patients";

  /**
   * A paired difference.
   *
   * @param difference 0 with the interval from 0 to 0 where everybody is treated
   * @param lower 95 % Wald interval
   * @param upper its other end
   */
  public record OverTreatAll(double difference, Estimate<Double> lower, Estimate<Double> upper)
      implements Serializable {}

  /** At thresholds 0.05, 0.10 to 0.50; none without patients. */
  static Estimate<List<NetBenefit>> of(Sample sample) {
    if (sample.size() == 0) {
      return Estimate.none(Auroc.missing(sample));
    }
    Decisions decisions = new Decisions(sample);
    int repeats = decisions.repeats();
    Benefit[] model = new Benefit[Decisions.THRESHOLDS];
    Benefit[] over = new Benefit[Decisions.THRESHOLDS];
    for (int k = 0; k < model.length; k++) {
      model[k] = new Benefit(Decisions.odds(k), repeats);
      over[k] = new Benefit(Decisions.odds(k), repeats);
    }
    int[] counts = new int[Decisions.THRESHOLDS];
    for (int i = 0; i < sample.size(); i++) {
      decisions.count(i, counts);
      int label = sample.labels()[i];
      for (int k = 0; k < counts.length; k++) {
        model[k].add(label, counts[k]);
        over[k].add(label, counts[k] - repeats);
      }
    }
    double[][] benefits = decisions.benefits();
    double prevalence = sample.events() / (double) sample.size();
    List<NetBenefit> all = new ArrayList<>();
    for (int k = 0; k < model.length; k++) {
      double between = ofMean(benefits[k]);
      double treatAll = prevalence - (1 - prevalence) * Decisions.odds(k);
      all.add(of(Decisions.threshold(k), model[k], over[k], treatAll, between));
    }
    return Estimate.of(List.copyOf(all));
  }

  private static NetBenefit of(
      double threshold, Benefit model, Benefit over, double treatAll, double between) {
    double value = model.mean();
    double difference = over.mean();
    Estimate<Double> half = model.half(between);
    Estimate<Double> halfOver = over.half(between);
    return new NetBenefit(
        threshold,
        value,
        treatAll,
        half.map(h -> value - h),
        half.map(h -> value + h),
        new OverTreatAll(
            difference, halfOver.map(h -> difference - h), halfOver.map(h -> difference + h)));
  }

  /** The variance that repeats cause in their mean. */
  static double ofMean(double[] repeats) {
    return repeats.length > 1 ? StatUtils.variance(repeats) / repeats.length : 0;
  }
}
