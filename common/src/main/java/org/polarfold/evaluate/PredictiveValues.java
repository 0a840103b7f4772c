package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.List;

/**
 * What a positive and a negative answer mean where so many patients have the disease, if
 * sensitivity and specificity stay what they are.
 *
 * <p>The intervals are those of the logits (Mercaldo, Lau and Zhou, Stat Med 2007;26:2170) after
 * half a patient has been added to each of the four cells, and at least as wide as to hold the
 * value. With the authors' own adjustment, z squared over two patients, intervals of 30 patients
 * with the disease and 60 without hold the truth in 83 to 86 of 100 cohorts instead of 93 to 95
 * (sensitivity, specificity 0.9, prevalence 0.1).
 *
 * @param prevalence of label 1, in (0, 1)
 * @param positive share of positives with label 1
 * @param negative share of negatives with label 0
 */
public record PredictiveValues(
    double prevalence, Estimate<Value> positive, Estimate<Value> negative) implements Serializable {

  private static final List<Double> PREVALENCES =
      List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5);

  private static final double ADDED = 0.5;

  /** A share with the ends of its 95 % interval, each in [0, 1]. */
  public record Value(double value, double lower, double upper) implements Serializable {}

  /** Those of an operating point, at prevalences from 1 % to a half. */
  static List<PredictiveValues> of(OperatingPoint point) {
    return PREVALENCES.stream().map(prevalence -> at(prevalence, point)).toList();
  }

  private static PredictiveValues at(double prevalence, OperatingPoint point) {
    double odds = prevalence / (1 - prevalence);
    Cells as = new Cells(point.tp(), point.fn(), point.tn(), point.fp());
    Cells added = as.with(ADDED);
    return new PredictiveValues(
        prevalence,
        value(
            odds * as.truePositives(),
            as.falsePositives(),
            odds * added.truePositives() / added.falsePositives(),
            added.falseNegatives() / added.tp + added.trueNegatives() / added.fp,
            as.missing("nobody is positive", as.tp + as.fp)),
        value(
            as.trueNegatives(),
            odds * as.falseNegatives(),
            added.trueNegatives() / (odds * added.falseNegatives()),
            added.truePositives() / added.fn + added.falsePositives() / added.tn,
            as.missing("nobody is negative", as.tn + as.fn)));
  }

  private static Estimate<Value> value(
      double right, double wrong, double adjustedOdds, double variance, String missing) {
    if (!missing.isEmpty()) {
      return Estimate.none(missing);
    }
    double value = right / (right + wrong);
    double logit = Math.log(adjustedOdds);
    double reach = Distributions.Z * Math.sqrt(variance);
    return Estimate.of(
        new Value(
            value,
            Math.min(value, Distributions.sigmoid(logit - reach)),
            Math.max(value, Distributions.sigmoid(logit + reach))));
  }

  /** The four cells, and the shares among patients with and without the disease. */
  private record Cells(double tp, double fn, double tn, double fp) {

    Cells with(double more) {
      return new Cells(tp + more, fn + more, tn + more, fp + more);
    }

    double truePositives() {
      return tp / (tp + fn);
    }

    double falseNegatives() {
      return fn / (tp + fn);
    }

    double trueNegatives() {
      return tn / (tn + fp);
    }

    double falsePositives() {
      return fp / (tn + fp);
    }

    String missing(String nobody, double called) {
      if (tp + fn == 0) {
        return "no patient with label 1";
      }
      if (tn + fp == 0) {
        return "no patient with label 0";
      }
      return called == 0 ? nobody : "";
    }
  }
}
