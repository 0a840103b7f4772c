package org.polarfold.audit;

import java.util.List;
import org.polarfold.familiarity.ShrunkCovariance;

/**
 * Tells classes apart by the Mahalanobis distance to their means, all classes being taken for
 * equally frequent (Fisher's discriminant). The covariance within classes is shrunk towards its
 * diagonal (as regularised by Friedman, Journal of the American Statistical Association
 * 1989;84:165), so that it can be inverted with more values than patients; a value that does not
 * vary within classes is left out.
 */
final class LinearDiscriminant {

  private final double[] centre;
  private final double[] spread;
  private final double[][] directions;
  private final double[] offsets;

  /**
   * Learns.
   *
   * @param rows a patient each
   * @param classes of each, 0 to {@code count - 1}
   * @param count how many classes, each with a patient at least
   */
  LinearDiscriminant(List<double[]> rows, int[] classes, int count) {
    int p = rows.get(0).length;
    double[][] means = means(rows, classes, count, p);
    centre = new double[p];
    spread = new double[p];
    for (int i = 0; i < classes.length; i++) {
      for (int j = 0; j < p; j++) {
        double left = rows.get(i)[j] - means[classes[i]][j];
        centre[j] += rows.get(i)[j] / classes.length;
        spread[j] += left * left / classes.length;
      }
    }
    for (int j = 0; j < p; j++) {
      spread[j] = Math.sqrt(spread[j]);
    }
    ShrunkCovariance within =
        ShrunkCovariance.of(withinClasses(rows, classes, means), classes.length);
    directions = new double[count][];
    offsets = new double[count];
    for (int c = 0; c < count; c++) {
      double[] mean = standardised(means[c]);
      directions[c] = within.solve(mean);
      offsets[c] = -dot(directions[c], mean) / 2;
    }
  }

  private static double[][] means(List<double[]> rows, int[] classes, int count, int p) {
    double[][] means = new double[count][p];
    int[] sizes = new int[count];
    for (int i = 0; i < classes.length; i++) {
      sizes[classes[i]]++;
      for (int j = 0; j < p; j++) {
        means[classes[i]][j] += rows.get(i)[j];
      }
    }
    for (int c = 0; c < count; c++) {
      for (int j = 0; j < p; j++) {
        means[c][j] /= sizes[c];
      }
    }
    return means;
  }

  /** Standardised values, less their class's mean. */
  private double[][] withinClasses(List<double[]> rows, int[] classes, double[][] means) {
    double[][] centres = new double[means.length][];
    for (int c = 0; c < means.length; c++) {
      centres[c] = standardised(means[c]);
    }
    double[][] within = new double[classes.length][];
    for (int i = 0; i < classes.length; i++) {
      within[i] = standardised(rows.get(i));
      for (int j = 0; j < within[i].length; j++) {
        within[i][j] -= centres[classes[i]][j];
      }
    }
    return within;
  }

  private double[] standardised(double[] row) {
    double[] z = new double[row.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = spread[j] > 0 ? (row[j] - centre[j]) / spread[j] : 0;
    }
    return z;
  }

  /** The logarithm of each class's probability, natural. */
  double[] logProbabilities(double[] row) {
    double[] z = standardised(row);
    double[] scores = new double[offsets.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = offsets[c] + dot(directions[c], z);
      most = Math.max(most, scores[c]);
    }
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - most);
    }
    double all = most + Math.log(sum);
    for (int c = 0; c < scores.length; c++) {
      scores[c] -= all;
    }
    return scores;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
