package org.polarfold.evaluate;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealVector;

/**
 * A logistic regression by maximum likelihood, with the inverse of the Fisher information at the
 * estimate (McCullagh and Nelder, Generalized Linear Models, 2nd edition 1989, chapter 4).
 *
 * <p>Newton's method with halved steps where the likelihood would fall. Without a finite maximum,
 * as where the classes are separated, there is no fit.
 *
 * @param coefficients one a column, on the logit scale
 * @param covariance of the coefficients
 */
record LogisticFit(double[] coefficients, double[][] covariance) {

  static final String NO_MAXIMUM =
      "the logistic fit has no finite maximum: the classes are separated, or too few scores differ";

  private static final int MOST_STEPS = 60;
  private static final int MOST_HALVINGS = 40;
  private static final double CONVERGED = 1e-11;
  private static final double FARTHEST_LOGIT = 500;
  private static final double LEAST_PIVOT = 1e-11;

  /** The standard error of a coefficient. */
  double se(int column) {
    return Math.sqrt(covariance[column][column]);
  }

  /**
   * Fits.
   *
   * @param labels 0 or 1, one a patient
   * @param weights how often each patient counts, not negative
   * @param columns columns x patients; a constant is a column of ones
   * @param offset on the logit scale, one a patient
   * @param start where to begin, one a column
   */
  static Estimate<LogisticFit> of(
      byte[] labels, double[] weights, double[][] columns, double[] offset, double[] start) {
    return new Search(labels, weights, columns, offset).from(start);
  }

  /** The state of one search. */
  private static final class Search {

    private final byte[] labels;
    private final double[] weights;
    private final double[][] columns;
    private final double[] offset;
    private final double[] gradient;
    private final double[][] information;

    Search(byte[] labels, double[] weights, double[][] columns, double[] offset) {
      this.labels = labels;
      this.weights = weights;
      this.columns = columns;
      this.offset = offset;
      this.gradient = new double[columns.length];
      this.information = new double[columns.length][columns.length];
    }

    Estimate<LogisticFit> from(double[] start) {
      double[] at = start.clone();
      double likelihood = evaluate(at);
      for (int step = 0; step < MOST_STEPS; step++) {
        CholeskyDecomposition root;
        try {
          root = factor();
        } catch (NonPositiveDefiniteMatrixException e) {
          return Estimate.none(NO_MAXIMUM);
        }
        RealVector move = root.getSolver().solve(new ArrayRealVector(gradient, false));
        // The decrement is the squared length of the step in standard errors.
        boolean last = move.dotProduct(new ArrayRealVector(gradient, false)) < CONVERGED;
        double[] next = moved(at, move, 1);
        double reached = evaluate(next);
        for (int halving = 1; !last && !(reached >= likelihood); halving++) {
          if (halving == MOST_HALVINGS) {
            return Estimate.none(NO_MAXIMUM);
          }
          next = moved(at, move, Math.scalb(1.0, -halving));
          reached = evaluate(next);
        }
        at = next;
        likelihood = reached;
        if (last) {
          return fitted(at);
        }
      }
      return Estimate.none(NO_MAXIMUM);
    }

    private Estimate<LogisticFit> fitted(double[] at) {
      if (Arrays.stream(at).anyMatch(value -> !(Math.abs(value) < FARTHEST_LOGIT))) {
        return Estimate.none(NO_MAXIMUM);
      }
      try {
        return Estimate.of(new LogisticFit(at, factor().getSolver().getInverse().getData()));
      } catch (NonPositiveDefiniteMatrixException e) {
        return Estimate.none(NO_MAXIMUM);
      }
    }

    private CholeskyDecomposition factor() {
      double most = 0;
      for (int j = 0; j < information.length; j++) {
        most = Math.max(most, information[j][j]);
      }
      // A pivot is judged against the largest: scores that hardly differ leave rounding alone.
      return new CholeskyDecomposition(
          new Array2DRowRealMatrix(information, false), 1e-9, Math.max(LEAST_PIVOT * most, 1e-300));
    }

    private static double[] moved(double[] from, RealVector move, double part) {
      double[] to = from.clone();
      for (int j = 0; j < to.length; j++) {
        to[j] += part * move.getEntry(j);
      }
      return to;
    }

    /** The log-likelihood; leaves gradient and information behind. */
    private double evaluate(double[] at) {
      int p = columns.length;
      Arrays.fill(gradient, 0);
      for (double[] row : information) {
        Arrays.fill(row, 0);
      }
      double likelihood = 0;
      for (int i = 0; i < labels.length; i++) {
        double weight = weights[i];
        if (weight == 0) {
          continue;
        }
        double eta = offset[i];
        for (int j = 0; j < p; j++) {
          eta += at[j] * columns[j][i];
        }
        // Of the two the one that does not overflow.
        double small = Math.exp(-Math.abs(eta));
        double probability = eta >= 0 ? 1 / (1 + small) : small / (1 + small);
        boolean event = labels[i] == 1;
        likelihood -= weight * (Math.log1p(small) + (event == eta >= 0 ? 0 : Math.abs(eta)));
        double residual = weight * (labels[i] - probability);
        double spread = weight * small / ((1 + small) * (1 + small));
        for (int j = 0; j < p; j++) {
          double value = columns[j][i];
          gradient[j] += residual * value;
          for (int k = 0; k <= j; k++) {
            information[j][k] += spread * value * columns[k][i];
          }
        }
      }
      for (int j = 0; j < p; j++) {
        for (int k = 0; k < j; k++) {
          information[k][j] = information[j][k];
        }
      }
      return likelihood;
    }
  }
}
