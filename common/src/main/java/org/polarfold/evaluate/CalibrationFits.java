package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The two logistic models of calibration, one fit a repeat. */
public final class CalibrationFits {

  private CalibrationFits() {}

  /** The label on an intercept, with the logit of the score as offset. */
  public static Estimate<List<LogisticFit>> inTheLarge(Sample sample, double[][] logits) {
    double[][] columns = {ones(sample.size())};
    return each(sample, logits, logit -> new LogisticSearch(columns, logit));
  }

  /** The label on an intercept and the logit of the score. */
  public static Estimate<List<LogisticFit>> lines(Sample sample, double[][] logits) {
    double[] ones = ones(sample.size());
    double[] offset = new double[sample.size()];
    return each(sample, logits, logit -> new LogisticSearch(new double[][] {ones, logit}, offset));
  }

  static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** A coefficient over repeats. */
  public static CalibrationCoefficient coefficient(List<LogisticFit> fits, int column) {
    return CalibrationCoefficient.over(
        fits.stream().mapToDouble(fit -> fit.coefficients()[column]).toArray(),
        fits.stream().mapToDouble(fit -> fit.covariance()[column][column]).toArray());
  }

  private static Estimate<List<LogisticFit>> each(Sample sample, double[][] logits, Model model) {
    if (sample.events() == 0 || sample.events() == sample.size()) {
      return Estimate.none(Auroc.missing(sample));
    }
    double[] weights = ones(sample.size());
    List<LogisticFit> fits = new ArrayList<>();
    for (double[] logit : logits) {
      LogisticSearch search = model.on(logit);
      if (!search.arrives(sample.labels(), weights, new double[search.coefficients().length])
          || !(search.fit(sample.labels(), weights) instanceof Estimate.Value<LogisticFit> fit)) {
        return Estimate.none(LogisticFit.NO_MAXIMUM);
      }
      fits.add(fit.value());
    }
    return Estimate.of(List.copyOf(fits));
  }

  /** What is fitted. */
  private interface Model {
    LogisticSearch on(double[] logit);
  }
}
