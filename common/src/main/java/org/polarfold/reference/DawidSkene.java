package org.polarfold.reference;

import java.util.Arrays;
import java.util.List;
import org.polarfold.evaluate.Estimate;

/**
 * The probability of label 1 of each patient, and each reader's sensitivity and specificity, where
 * the truth is not known: maximum likelihood by EM with readers independent given the truth (Dawid
 * and Skene, Applied Statistics 1979;28:20). It begins with the share of readers who said 1, so
 * that it is the same each time, and ends where no probability moves by more than 1e-10.
 *
 * @param prevalence of label 1
 * @param sensitivities one a reader
 * @param specificities one a reader
 * @param posteriors one a patient
 * @param iterations until nothing moved
 */
record DawidSkene(
    double prevalence,
    List<Double> sensitivities,
    List<Double> specificities,
    List<Double> posteriors,
    int iterations) {

  private static final int MOST = 20_000;
  private static final double STILL = 1e-10;

  /**
   * Estimates.
   *
   * @param readings readers x patients, 0 or 1, NaN where a reader did not read; each patient has
   *     one
   */
  static Estimate<DawidSkene> of(double[][] readings) {
    if (readings.length < 3) {
      return Estimate.none("fewer than 3 readers, which do not tell who errs");
    }
    double[] posterior = shares(readings);
    if (posterior.length == 0) {
      return Estimate.none("no patient was read");
    }
    for (int iteration = 1; iteration <= MOST; iteration++) {
      Readers readers = Readers.of(readings, posterior);
      double moved = 0;
      for (int i = 0; i < posterior.length; i++) {
        double next = readers.posterior(readings, i);
        if (Double.isNaN(next)) {
          return Estimate.none("a class of patients that no reading leaves possible");
        }
        moved = Math.max(moved, Math.abs(next - posterior[i]));
        posterior[i] = next;
      }
      if (moved < STILL) {
        return Estimate.of(readers.result(posterior, iteration));
      }
    }
    return Estimate.none("EM has not converged");
  }

  private static double[] shares(double[][] readings) {
    double[] shares = new double[readings[0].length];
    for (int i = 0; i < shares.length; i++) {
      int read = 0;
      for (double[] reader : readings) {
        if (!Double.isNaN(reader[i])) {
          shares[i] += reader[i];
          read++;
        }
      }
      shares[i] /= read;
    }
    return shares;
  }

  /** How readers read, given probabilities of the labels. */
  private record Readers(double prevalence, double[] sensitivity, double[] specificity) {

    static Readers of(double[][] readings, double[] posterior) {
      double[] sensitivity = new double[readings.length];
      double[] specificity = new double[readings.length];
      double sum = 0;
      for (double one : posterior) {
        sum += one;
      }
      for (int r = 0; r < readings.length; r++) {
        double events = 0;
        double others = 0;
        for (int i = 0; i < posterior.length; i++) {
          double said = readings[r][i];
          if (!Double.isNaN(said)) {
            events += posterior[i];
            others += 1 - posterior[i];
            sensitivity[r] += posterior[i] * said;
            specificity[r] += (1 - posterior[i]) * (1 - said);
          }
        }
        sensitivity[r] /= events;
        specificity[r] /= others;
      }
      return new Readers(sum / posterior.length, sensitivity, specificity);
    }

    double posterior(double[][] readings, int patient) {
      double event = prevalence;
      double other = 1 - prevalence;
      for (int r = 0; r < readings.length; r++) {
        double said = readings[r][patient];
        if (!Double.isNaN(said)) {
          event *= said == 1 ? sensitivity[r] : 1 - sensitivity[r];
          other *= said == 1 ? 1 - specificity[r] : specificity[r];
        }
      }
      return event / (event + other);
    }

    DawidSkene result(double[] posterior, int iterations) {
      return new DawidSkene(
          prevalence, list(sensitivity), list(specificity), list(posterior), iterations);
    }

    private static List<Double> list(double[] values) {
      return Arrays.stream(values).boxed().toList();
    }
  }
}
