package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The net benefit at one threshold in one arm minus that in another, on identical patients (Vickers
 * and others, BMC Medical Informatics and Decision Making 2008;8:53).
 *
 * @param threshold treated from this score on
 * @param internal net benefit of the first arm, on the patients in both
 * @param external of the second
 * @param drop internal minus external; 0 with the interval from 0 to 0 where all decisions agree
 * @param lower 95 % Wald interval, from the variance of the patients' differences
 * @param upper its other end
 */
public record NetBenefitDifference(
    double threshold,
    double internal,
    double external,
    double drop,
    Estimate<Double> lower,
    Estimate<Double> upper)
    implements Serializable {

  /** At thresholds 0.05, 0.10 to 0.50; none where the samples share no patient. */
  static Estimate<List<NetBenefitDifference>> of(Sample internal, Sample external) {
    int[] both = Codes.common(internal.patients(), external.patients());
    if (both.length == 0) {
      return Estimate.none("no patient is in both arms");
    }
    Sample first = internal.only(both);
    Sample second = external.only(both);
    double[][] benefits = new Decisions(first).benefits();
    double[][] others = new Decisions(second).benefits();
    boolean sameRepeats = first.repeats().equals(second.repeats());
    Benefit[] differences = differences(first, second);
    List<NetBenefitDifference> all = new ArrayList<>();
    for (int k = 0; k < differences.length; k++) {
      double drop = differences[k].mean();
      Estimate<Double> half =
          differences[k].half(
              sameRepeats
                  ? NetBenefit.ofMean(minus(benefits[k], others[k]))
                  : NetBenefit.ofMean(benefits[k]) + NetBenefit.ofMean(others[k]));
      all.add(
          new NetBenefitDifference(
              Decisions.threshold(k),
              mean(benefits[k]),
              mean(others[k]),
              drop,
              half.map(h -> drop - h),
              half.map(h -> drop + h)));
    }
    return Estimate.of(List.copyOf(all));
  }

  private static Benefit[] differences(Sample first, Sample second) {
    Decisions one = new Decisions(first);
    Decisions other = new Decisions(second);
    Benefit[] differences = new Benefit[Decisions.THRESHOLDS];
    for (int k = 0; k < differences.length; k++) {
      differences[k] = new Benefit(Decisions.odds(k), (long) one.repeats() * other.repeats());
    }
    int[] counts = new int[Decisions.THRESHOLDS];
    int[] others = new int[Decisions.THRESHOLDS];
    for (int i = 0; i < first.size(); i++) {
      one.count(i, counts);
      other.count(i, others);
      for (int k = 0; k < counts.length; k++) {
        differences[k].add(
            first.labels()[i],
            (long) counts[k] * other.repeats() - (long) others[k] * one.repeats());
      }
    }
    return differences;
  }

  private static double[] minus(double[] first, double[] second) {
    double[] differences = new double[first.length];
    for (int r = 0; r < first.length; r++) {
      differences[r] = first[r] - second[r];
    }
    return differences;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
