package org.polarfold.coverage;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.jspecify.annotations.Nullable;

/**
 * A ridge logistic regression (le Cessie and van Houwelingen, Applied Statistics 1992;41:191) by
 * Newton's method; the intercept is not penalised.
 *
 * @param weights intercept first, on the logit scale
 */
record LinearModel(double[] weights) {

  private static final int MOST_STEPS = 50;
  private static final double FLAT = 1e-8;
  private static final double RENEWED = 0.5;

  /**
   * Fits.
   *
   * @param rows of all patients, the first value of each 1
   * @param labels of all patients
   * @param training the patients to learn from
   * @param ridge half of it times the squared weights is the penalty
   * @param start where to begin
   */
  static LinearModel fit(
      double[][] rows, byte[] labels, int[] training, double ridge, LinearModel start) {
    double[] at = start.weights.clone();
    double[][] chosen = new double[training.length][];
    for (int i = 0; i < training.length; i++) {
      chosen[i] = rows[training[i]];
    }
    double[] spread = new double[training.length];
    double last = 0;
    @Nullable DecompositionSolver information = null;
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] gradient = new double[at.length];
      for (int i = 0; i < training.length; i++) {
        double p = sigmoid(dot(at, chosen[i]));
        spread[i] = p * (1 - p);
        add(gradient, labels[training[i]] - p, chosen[i]);
      }
      double steepest = Math.abs(gradient[0]);
      for (int j = 1; j < at.length; j++) {
        gradient[j] -= ridge * at[j];
        steepest = Math.max(steepest, Math.abs(gradient[j]));
      }
      if (steepest < FLAT) {
        return new LinearModel(at);
      }
      // The information is what costs: it is renewed only where the last one no longer serves.
      if (information == null || steepest > RENEWED * last) {
        information = information(chosen, spread, at.length, ridge);
      }
      last = steepest;
      add(at, 1, information.solve(new ArrayRealVector(gradient, false)).toArray());
    }
    throw new IllegalStateException("Cannot fit a ridge logistic regression: no convergence");
  }

  /** The model that knows nothing. */
  static LinearModel blank(int width) {
    return new LinearModel(new double[width]);
  }

  /** The logit of the score. */
  double logit(double[] row) {
    return dot(weights, row);
  }

  double score(double[] row) {
    return sigmoid(logit(row));
  }

  private static DecompositionSolver information(
      double[][] rows, double[] spread, int width, double ridge) {
    double[][] sums = new double[width][width];
    int i = 0;
    // Four patients at once: the inner loop is then bound by arithmetic, not by memory.
    for (; i + 4 <= rows.length; i += 4) {
      double[] a = rows[i];
      double[] b = rows[i + 1];
      double[] c = rows[i + 2];
      double[] d = rows[i + 3];
      for (int j = 0; j < width; j++) {
        double ofA = spread[i] * a[j];
        double ofB = spread[i + 1] * b[j];
        double ofC = spread[i + 2] * c[j];
        double ofD = spread[i + 3] * d[j];
        double[] sum = sums[j];
        for (int k = 0; k <= j; k++) {
          sum[k] += ofA * a[k] + ofB * b[k] + ofC * c[k] + ofD * d[k];
        }
      }
    }
    for (; i < rows.length; i++) {
      for (int j = 0; j < width; j++) {
        for (int k = 0; k <= j; k++) {
          sums[j][k] += spread[i] * rows[i][j] * rows[i][k];
        }
      }
    }
    for (int j = 0; j < width; j++) {
      sums[j][j] += j == 0 ? 0 : ridge;
      for (int k = 0; k < j; k++) {
        sums[k][j] = sums[j][k];
      }
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(sums, false)).getSolver();
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** In four sums at once, which do not wait for each other. */
  private static double dot(double[] a, double[] b) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int j = 0;
    for (; j + 4 <= a.length; j += 4) {
      first += a[j] * b[j];
      second += a[j + 1] * b[j + 1];
      third += a[j + 2] * b[j + 2];
      fourth += a[j + 3] * b[j + 3];
    }
    for (; j < a.length; j++) {
      first += a[j] * b[j];
    }
    return first + second + (third + fourth);
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * what[j];
    }
  }
}
