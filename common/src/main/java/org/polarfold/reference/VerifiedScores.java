package org.polarfold.reference;

import java.util.Arrays;
import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.LogisticFit;

/**
 * Scores of patients of whom only some had the reference test, in one repeat, and the area under
 * the ROC curve corrected for who was sent to it.
 *
 * <p>Alonzo and Pepe, Applied Statistics 2005;54:173; as an area He, Lyness and McDermott,
 * Statistics in Medicine 2009;28:361. With V verified, D the label, p the probability of V and r
 * that of D, both by logistic regression on score and columns, the latter among the verified, a
 * patient is a case to the extent of: V D / p (inverse probability); V D + (1 - V) r (mean score);
 * V D / p - (V - p) r / p (doubly robust, right where either regression is). All take it that among
 * patients of the same score and columns, verification does not depend on the label.
 *
 * <p>Where it does, the odds of the label of the unverified are those of the verified, times a
 * factor that nothing in the data tells (Rotnitzky, Faraggi and Schisterman, Journal of the
 * American Statistical Association 2006;101:1276): {@link #tilted}.
 */
final class VerifiedScores {

  /** Places of the estimates in {@link #areas}. */
  static final int NAIVE = 0;

  static final int INVERSE_PROBABILITY = 1;
  static final int MEAN_SCORE = 2;
  static final int DOUBLY_ROBUST = 3;

  private final double[][] columns;
  private final byte[] verified;
  private final byte[] labels;
  private final WeightedPairs pairs;
  private final int[] once;
  private double[] startOfReferral;
  private double[] startOfLabel;

  /**
   * Takes all patients.
   *
   * @param scores one a patient
   * @param columns of both regressions, columns x patients, a column of ones among them
   * @param verified 1 where the label is known
   * @param labels 0 or 1 where it is, else 0
   */
  VerifiedScores(double[] scores, double[][] columns, byte[] verified, byte[] labels) {
    this.columns = columns;
    this.verified = verified;
    this.labels = labels;
    this.pairs = new WeightedPairs(scores);
    this.once = new int[verified.length];
    Arrays.fill(once, 1);
    this.startOfReferral = new double[columns.length];
    this.startOfLabel = new double[columns.length];
    if (referral(once) instanceof Estimate.Value<LogisticFit> fit) {
      startOfReferral = fit.value().coefficients();
    }
    if (label(once) instanceof Estimate.Value<LogisticFit> fit) {
      startOfLabel = fit.value().coefficients();
    }
  }

  /** Who was verified, by score and columns. */
  Estimate<LogisticFit> referral() {
    return referral(once);
  }

  private Estimate<LogisticFit> referral(int[] counts) {
    double[] weights = Arrays.stream(counts).asDoubleStream().toArray();
    return LogisticFit.of(verified, weights, columns, new double[weights.length], startOfReferral);
  }

  private Estimate<LogisticFit> label(int[] counts) {
    double[] weights = new double[counts.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = counts[i] * verified[i];
    }
    return LogisticFit.of(labels, weights, columns, new double[weights.length], startOfLabel);
  }

  /** Probabilities of a fit, one a patient. */
  double[] probabilities(LogisticFit fit) {
    double[] probabilities = new double[verified.length];
    for (int i = 0; i < probabilities.length; i++) {
      double eta = 0;
      for (int j = 0; j < columns.length; j++) {
        eta += fit.coefficients()[j] * columns[j][i];
      }
      probabilities[i] = Distributions.sigmoid(eta);
    }
    return probabilities;
  }

  /** The four areas without resampling. */
  double[] areas() {
    return areas(once);
  }

  /**
   * Naive (verified patients alone), inverse probability, mean score and doubly robust areas, with
   * both regressions fitted anew; NaN where one has no fit.
   *
   * @param counts how often each patient counts
   */
  double[] areas(int[] counts) {
    double[] areas = new double[4];
    Arrays.fill(areas, Double.NaN);
    areas[NAIVE] = area(counts, (i, label) -> verified[i] * label);
    if (referral(counts) instanceof Estimate.Value<LogisticFit> referral) {
      double[] p = probabilities(referral.value());
      areas[INVERSE_PROBABILITY] = area(counts, (i, label) -> verified[i] * label / p[i]);
      if (label(counts) instanceof Estimate.Value<LogisticFit> ofLabel) {
        areas[DOUBLY_ROBUST] = doublyRobust(p, probabilities(ofLabel.value()), counts);
      }
    }
    if (label(counts) instanceof Estimate.Value<LogisticFit> ofLabel) {
      areas[MEAN_SCORE] = meanScore(probabilities(ofLabel.value()), counts);
    }
    return areas;
  }

  private double doublyRobust(double[] p, double[] r, int[] counts) {
    double[] cases = new double[r.length];
    double[] others = new double[r.length];
    for (int i = 0; i < r.length; i++) {
      double surplus = verified[i] - p[i];
      cases[i] = (verified[i] * labels[i] - surplus * r[i]) / p[i];
      others[i] = (verified[i] * (1 - labels[i]) - surplus * (1 - r[i])) / p[i];
    }
    return pairs.area(cases, others, counts);
  }

  private double meanScore(double[] r, int[] counts) {
    double[] cases = new double[r.length];
    double[] others = new double[r.length];
    for (int i = 0; i < r.length; i++) {
      cases[i] = verified[i] == 1 ? labels[i] : r[i];
      others[i] = 1 - cases[i];
    }
    return pairs.area(cases, others, counts);
  }

  /**
   * The mean score area where the unverified have other odds of the label than verified patients of
   * the same score and columns; NaN where there is no fit.
   *
   * @param oddsRatio their odds over those of the verified, above 0; 1 is what the others assume
   */
  double tilted(double oddsRatio) {
    if (!(label(once) instanceof Estimate.Value<LogisticFit> fit)) {
      return Double.NaN;
    }
    double[] r = probabilities(fit.value());
    for (int i = 0; i < r.length; i++) {
      r[i] = oddsRatio * r[i] / (oddsRatio * r[i] + 1 - r[i]);
    }
    return meanScore(r, once);
  }

  private double area(int[] counts, Extent extent) {
    double[] cases = new double[labels.length];
    double[] others = new double[labels.length];
    for (int i = 0; i < cases.length; i++) {
      cases[i] = extent.of(i, labels[i]);
      others[i] = extent.of(i, 1 - labels[i]);
    }
    return pairs.area(cases, others, counts);
  }

  /** How far a patient is a case, from its label; of the turned label, how far a non-case. */
  private interface Extent {
    double of(int patient, int label);
  }
}
