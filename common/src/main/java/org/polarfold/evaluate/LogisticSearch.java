package org.polarfold.evaluate;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealVector;

/**
 * Searches the maximum of a logistic likelihood, again and again for other labels or weights of the
 * same patients: the room it works in is made once. For one thread at a time.
 *
 * <p>Newton's method with halved steps where the likelihood would fall. Where the classes are
 * separated every step carries some patient as far as the one before, while the score vector
 * vanishes; so a search has arrived only once no patient moves any more.
 */
final class LogisticSearch {

  private static final int BLOCK = 256;
  private static final int MOST_STEPS = 60;
  // A step from where all patients are sure and wrong is as long as they are sure: up to 2^1020.
  private static final int MOST_HALVINGS = 1100;
  private static final double CONVERGED = 1e-11;
  private static final double STILL = 0.05;
  private static final double ROUNDING = 1e-12;
  private static final double LEAST_PIVOT = 1e-12;

  private final double[][] columns;
  private final double[] offset;
  private final double[] at;
  private final double[] from;
  private final double[] gradient;
  private final double[][] information;
  private final double[] scale;
  private final double[] eta = new double[BLOCK];
  private final double[] residual = new double[BLOCK];
  private final double[] spread = new double[BLOCK];
  private final double[] product = new double[BLOCK];

  /**
   * Makes room.
   *
   * @param columns columns x patients; a constant is a column of ones
   * @param offset on the logit scale, one a patient
   */
  LogisticSearch(double[][] columns, double[] offset) {
    this.columns = columns;
    this.offset = offset;
    this.at = new double[columns.length];
    this.from = new double[columns.length];
    this.gradient = new double[columns.length];
    this.information = new double[columns.length][columns.length];
    this.scale = new double[columns.length];
  }

  /**
   * Whether there is a maximum; then {@link #coefficients()} are there.
   *
   * @param labels 0 or 1, one a patient
   * @param weights how often each patient counts, not negative
   * @param start where to begin, one a column
   */
  boolean arrives(byte[] labels, double[] weights, double[] start) {
    System.arraycopy(start, 0, at, 0, at.length);
    double likelihood = evaluate(labels, weights);
    for (int step = 0; step < MOST_STEPS && Double.isFinite(likelihood); step++) {
      CholeskyDecomposition root;
      try {
        root = factor();
      } catch (NonPositiveDefiniteMatrixException e) {
        return false;
      }
      double[] move = move(root);
      // The decrement is the squared length of the step in standard errors.
      double decrement = dot(move, gradient, 0, move.length);
      System.arraycopy(at, 0, from, 0, at.length);
      if (decrement < CONVERGED && farthest(move, weights) < STILL) {
        advance(move, 1);
        return true;
      }
      double least = likelihood - ROUNDING * Math.abs(likelihood);
      advance(move, 1);
      likelihood = evaluate(labels, weights);
      for (int halving = 1; !(likelihood >= least); halving++) {
        if (halving == MOST_HALVINGS) {
          return false;
        }
        advance(move, Math.scalb(1.0, -halving));
        likelihood = evaluate(labels, weights);
      }
    }
    return false;
  }

  /** Where the search arrived; overwritten by the next. */
  double[] coefficients() {
    return at;
  }

  /** The fit where the search arrived, with the same labels and weights. */
  Estimate<LogisticFit> fit(byte[] labels, double[] weights) {
    evaluate(labels, weights);
    try {
      double[][] inverse = factor().getSolver().getInverse().getData();
      for (int j = 0; j < inverse.length; j++) {
        for (int k = 0; k < inverse.length; k++) {
          inverse[j][k] /= scale[j] * scale[k];
        }
      }
      return Estimate.of(new LogisticFit(at.clone(), inverse));
    } catch (NonPositiveDefiniteMatrixException e) {
      return Estimate.none(LogisticFit.NO_MAXIMUM);
    }
  }

  /** Of the information with ones on its diagonal, so that no column's unit matters. */
  private CholeskyDecomposition factor() {
    int p = at.length;
    double[][] scaled = new double[p][p];
    for (int j = 0; j < p; j++) {
      scale[j] = Math.sqrt(information[j][j]);
      for (int k = 0; k <= j; k++) {
        scaled[j][k] = information[j][k] / scale[j] / scale[k];
        scaled[k][j] = scaled[j][k];
      }
      // Without information, as where all are sure, this is not a number.
      if (!(scaled[j][j] > 0)) {
        throw new NonPositiveDefiniteMatrixException(0, j, LEAST_PIVOT);
      }
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(scaled, false), 1e-9, LEAST_PIVOT);
  }

  private double[] move(CholeskyDecomposition root) {
    double[] scaled = new double[at.length];
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] = gradient[j] / scale[j];
    }
    RealVector solved = root.getSolver().solve(new ArrayRealVector(scaled, false));
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] = solved.getEntry(j) / scale[j];
    }
    return scaled;
  }

  private void advance(double[] move, double part) {
    for (int j = 0; j < at.length; j++) {
      at[j] = from[j] + part * move[j];
    }
  }

  /** How far a move carries the patient that it carries farthest, on the logit scale. */
  private double farthest(double[] move, double[] weights) {
    double farthest = 0;
    for (int i = 0; i < weights.length; i++) {
      double distance = 0;
      for (int j = 0; j < move.length; j++) {
        distance += move[j] * columns[j][i];
      }
      if (weights[i] > 0) {
        farthest = Math.max(farthest, Math.abs(distance));
      }
    }
    return farthest;
  }

  /** The log-likelihood; leaves gradient and information behind. */
  private double evaluate(byte[] labels, double[] weights) {
    Arrays.fill(gradient, 0);
    for (double[] row : information) {
      Arrays.fill(row, 0);
    }
    double likelihood = 0;
    for (int first = 0; first < labels.length; first += BLOCK) {
      int size = Math.min(BLOCK, labels.length - first);
      predict(first, size);
      likelihood += compare(labels, weights, first, size);
      for (int j = 0; j < columns.length; j++) {
        double[] column = columns[j];
        gradient[j] += dot(residual, column, first, size);
        for (int i = 0; i < size; i++) {
          product[i] = spread[i] * column[first + i];
        }
        for (int k = 0; k <= j; k++) {
          information[j][k] += dot(product, columns[k], first, size);
        }
      }
    }
    return likelihood;
  }

  private void predict(int first, int size) {
    System.arraycopy(offset, first, eta, 0, size);
    for (int j = 0; j < columns.length; j++) {
      double[] column = columns[j];
      double coefficient = at[j];
      for (int i = 0; i < size; i++) {
        eta[i] += coefficient * column[first + i];
      }
    }
  }

  private double compare(byte[] labels, double[] weights, int first, int size) {
    double likelihood = 0;
    // The logarithm of a product of at most 256 numbers between 1 and 2, in place of 256
    // logarithms.
    double many = 1;
    for (int i = 0; i < size; i++) {
      double weight = weights[first + i];
      double sign = 2.0 * labels[first + i] - 1;
      double margin = sign * eta[i];
      double small = Math.exp(-Math.abs(margin));
      double share = 1 / (1 + small);
      // Not 1 - p, which is 0 long before p is 1.
      double wrong = margin >= 0 ? small * share : share;
      residual[i] = sign * weight * wrong;
      spread[i] = weight * small * share * share;
      if (weight == 1) {
        many *= 1 + small;
        likelihood += Math.min(margin, 0);
      } else if (weight > 0) {
        likelihood += weight * (Math.min(margin, 0) - Math.log(1 + small));
      }
    }
    return likelihood - Math.log(many);
  }

  /** Four sums side by side, since one would wait for itself. */
  private static double dot(double[] block, double[] column, int first, int size) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < size; i += 4) {
      a += block[i] * column[first + i];
      b += block[i + 1] * column[first + i + 1];
      c += block[i + 2] * column[first + i + 2];
      d += block[i + 3] * column[first + i + 3];
    }
    for (; i < size; i++) {
      a += block[i] * column[first + i];
    }
    return (a + b) + (c + d);
  }
}
