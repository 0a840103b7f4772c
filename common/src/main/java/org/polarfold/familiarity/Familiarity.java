package org.polarfold.familiarity;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * How far patients lie from those that were learnt from: by Mahalanobis distance to their mean, and
 * by mean distance to the nearest few of them. A distance tells little by itself, so each stands
 * beside the share of those learnt from that are at least as far from all the others.
 *
 * <p>A value that never varied in those learnt from is left out, however it is here.
 */
public final class Familiarity implements Serializable {

  private static final long serialVersionUID = 1L;

  /** With fewer, a share of them tells too little. */
  public static final int FEWEST = 20;

  /** Nearest patients whose distances are averaged. */
  public static final int NEIGHBOURS = 5;

  private final Standardisation standardisation;
  private final double[][] learnt;
  private final ShrunkCovariance covariance;
  private final double[] mahalanobis;
  private final double[] nearest;

  /**
   * How far one patient lies.
   *
   * @param mahalanobis to the mean, in standard deviations; at least 0
   * @param mahalanobisShare of those learnt from, left out one at a time, that lie at least as far,
   *     the patient counted among them: above 0, at most 1
   * @param nearest mean Euclidean distance to the nearest few, of values in standard deviations
   * @param nearestShare as before
   */
  public record Distances(
      double mahalanobis, double mahalanobisShare, double nearest, double nearestShare) {}

  /**
   * Learns.
   *
   * @param patients at least {@link #FEWEST}, of equally many values
   * @throws IllegalArgumentException where there are fewer
   */
  public Familiarity(List<double[]> patients) {
    if (patients.size() < FEWEST) {
      throw new IllegalArgumentException(
          "Invalid patients: " + patients.size() + " (expected at least " + FEWEST + ")");
    }
    standardisation = new Standardisation(patients);
    learnt = standardisation.of(patients);
    covariance = ShrunkCovariance.of(learnt, learnt.length);
    mahalanobis = leftOut(learnt);
    nearest = new double[learnt.length];
    for (int i = 0; i < learnt.length; i++) {
      nearest[i] = nearest(learnt[i], i);
    }
    Arrays.sort(mahalanobis);
    Arrays.sort(nearest);
  }

  /**
   * Each patient's distance from the mean and covariance of the others, from one inverse of all
   * (Sherman and Morrison). Values stay standardised by all.
   */
  private static double[] leftOut(double[][] rows) {
    double n = rows.length;
    ShrunkCovariance all = ShrunkCovariance.of(rows, n - 1);
    // Without a patient z the scatter about the others' mean is less by n / (n - 1) z z'.
    double own = (1 - ShrunkCovariance.SHRINKAGE) * n / ((n - 1) * (n - 1));
    return Arrays.stream(rows)
        .mapToDouble(
            row -> {
              double squared = all.squared(row);
              return n / (n - 1) * Math.sqrt(squared / (1 - own * squared));
            })
        .toArray();
  }

  private double nearest(double[] values, int butFor) {
    double[] least = new double[NEIGHBOURS];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int i = 0; i < learnt.length; i++) {
      if (i != butFor) {
        double squared = squaredDistance(values, learnt[i]);
        for (int k = 0; k < NEIGHBOURS && squared < Double.POSITIVE_INFINITY; k++) {
          if (squared < least[k]) {
            double further = least[k];
            least[k] = squared;
            squared = further;
          }
        }
      }
    }
    return Arrays.stream(least).map(Math::sqrt).average().orElseThrow();
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return sum;
  }

  /** How far a patient lies that was not learnt from. */
  public Distances of(double[] patient) {
    double[] z = standardisation.of(patient);
    double far = Math.sqrt(covariance.squared(z));
    double near = nearest(z, -1);
    return new Distances(far, share(mahalanobis, far), near, share(nearest, near));
  }

  private static double share(double[] sorted, double distance) {
    double atLeast = Arrays.stream(sorted).filter(one -> one >= distance).count();
    return (atLeast + 1) / (sorted.length + 1);
  }

  /** Mahalanobis distances of those learnt from, each from the others, ascending. */
  public double[] learntMahalanobis() {
    return mahalanobis.clone();
  }

  /** Mean distances of those learnt from to the nearest others, ascending. */
  public double[] learntNearest() {
    return nearest.clone();
  }
}
