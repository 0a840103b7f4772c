package org.polarfold.familiarity;

import java.io.Serializable;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * The covariance of standardised values, shrunk towards its diagonal (as regularised by Friedman,
 * Journal of the American Statistical Association 1989;84:165), so that it can be inverted with
 * more values than patients. With those it is inverted by patients (Woodbury's identity), which
 * yields the same.
 */
public final class ShrunkCovariance implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Share of the covariances that is given up: enough to invert, little beside what they tell. */
  static final double SHRINKAGE = 0.1;

  /** A Cholesky factor: of the covariance, or of what Woodbury's identity inverts in its place. */
  private final double[][] lower;

  /** The patients' values where it is inverted by patients, otherwise empty. */
  private final double[][] rows;

  private ShrunkCovariance(double[][] lower, double[][] rows) {
    this.lower = lower;
    this.rows = rows;
  }

  /**
   * Of some patients.
   *
   * @param rows a patient each, at least one: values of mean 0 and variance 1, or wholly 0
   * @param divisor what the sums of squares are divided by
   */
  public static ShrunkCovariance of(double[][] rows, double divisor) {
    return rows.length < rows[0].length ? byPatients(rows, divisor) : byValues(rows, divisor);
  }

  static ShrunkCovariance byValues(double[][] rows, double divisor) {
    int p = rows[0].length;
    double[][] covariance = new double[p][p];
    for (double[] row : rows) {
      for (int j = 0; j < p; j++) {
        double share = (1 - SHRINKAGE) * row[j] / divisor;
        for (int k = 0; k <= j; k++) {
          covariance[j][k] += share * row[k];
        }
      }
    }
    for (int j = 0; j < p; j++) {
      covariance[j][j] += SHRINKAGE;
    }
    return new ShrunkCovariance(factor(covariance), new double[0][]);
  }

  static ShrunkCovariance byPatients(double[][] rows, double divisor) {
    int n = rows.length;
    double[][] products = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        products[i][k] = dot(rows[i], rows[k]);
      }
      products[i][i] += divisor * SHRINKAGE / (1 - SHRINKAGE);
    }
    return new ShrunkCovariance(factor(products), rows);
  }

  private static double[][] factor(double[][] lowerHalf) {
    for (int j = 0; j < lowerHalf.length; j++) {
      for (int k = 0; k < j; k++) {
        lowerHalf[k][j] = lowerHalf[j][k];
      }
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(lowerHalf, false)).getL().getData();
  }

  /** The inverse of the covariance, times a patient's standardised values. */
  public double[] solve(double[] values) {
    if (rows.length == 0) {
      return solved(values);
    }
    double[] products = new double[rows.length];
    for (int i = 0; i < products.length; i++) {
      products[i] = dot(rows[i], values);
    }
    double[] shares = solved(products);
    double[] left = values.clone();
    for (int i = 0; i < shares.length; i++) {
      for (int j = 0; j < left.length; j++) {
        left[j] -= shares[i] * rows[i][j];
      }
    }
    for (int j = 0; j < left.length; j++) {
      left[j] /= SHRINKAGE;
    }
    return left;
  }

  /** The squared Mahalanobis distance of standardised values from 0. */
  double squared(double[] values) {
    return Math.max(0, dot(values, solve(values)));
  }

  /** Both triangular systems, here: the library's check bounds at every entry. */
  private double[] solved(double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= lower[i][k] * x[k];
      }
      x[i] /= lower[i][i];
    }
    for (int i = x.length - 1; i >= 0; i--) {
      x[i] /= lower[i][i];
      for (int k = 0; k < i; k++) {
        x[k] -= lower[i][k] * x[i];
      }
    }
    return x;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
