package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.FastMath;

/**
 * A logistic regression with a ridge of 1 on standardised features: what 17 segment values tell,
 * without a network.
 */
public final class RidgeLogistic {

  /**
   * One patient.
   *
   * @param features as many as every other patient has
   * @param label 0 or 1
   * @param site its number
   */
  public record Row(RealVector features, int label, int site) {}

  private final double[] mean;
  private final double[] sd;
  private RealVector weights;

  /**
   * Fits.
   *
   * @param rows whom it learns from, at least one
   */
  public RidgeLogistic(List<Row> rows) {
    int p = rows.get(0).features().getDimension();
    mean = new double[p];
    sd = new double[p];
    for (int j = 0; j < p; j++) {
      int column = j;
      mean[j] =
          rows.stream().mapToDouble(r -> r.features().getEntry(column)).average().orElseThrow();
      double centre = mean[j];
      sd[j] =
          Math.sqrt(
              rows.stream()
                  .mapToDouble(r -> Math.pow(r.features().getEntry(column) - centre, 2))
                  .average()
                  .orElseThrow());
    }
    weights = new ArrayRealVector(p + 1);
    double[][] z = rows.stream().map(row -> standardised(row).toArray()).toArray(double[][]::new);
    for (int step = 0; step < 12; step++) {
      weights = weights.subtract(newtonStep(rows, z));
    }
  }

  private RealVector newtonStep(List<Row> rows, double[][] z) {
    int size = weights.getDimension();
    double[] at = weights.toArray();
    double[] gradient = at.clone();
    gradient[0] = 0;
    double[][] hessian = new double[size][size];
    for (int j = 1; j < size; j++) {
      hessian[j][j] = 1;
    }
    for (int row = 0; row < z.length; row++) {
      double[] x = z[row];
      double logit = 0;
      for (int j = 0; j < size; j++) {
        logit += at[j] * x[j];
      }
      double p = 1 / (1 + FastMath.exp(-logit));
      double excess = p - rows.get(row).label();
      for (int i = 0; i < size; i++) {
        double weighted = p * (1 - p) * x[i];
        gradient[i] += excess * x[i];
        for (int j = 0; j <= i; j++) {
          hessian[i][j] += weighted * x[j];
        }
      }
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        hessian[j][i] = hessian[i][j];
      }
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(hessian, false))
        .getSolver()
        .solve(new ArrayRealVector(gradient, false));
  }

  private RealVector standardised(Row row) {
    RealVector z = new ArrayRealVector(mean.length + 1);
    z.setEntry(0, 1);
    for (int j = 0; j < mean.length; j++) {
      z.setEntry(j + 1, (row.features().getEntry(j) - mean[j]) / sd[j]);
    }
    return z;
  }

  /** The logit of the risk. */
  public double score(Row row) {
    return weights.dotProduct(standardised(row));
  }

  /** Mean over sites of the within-site AUROC of five-fold scores. */
  static double internal(List<Row> rows) {
    double[] scores = new double[rows.size()];
    for (int fold = 0; fold < 5; fold++) {
      List<Row> training = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        if (i % 5 != fold) {
          training.add(rows.get(i));
        }
      }
      RidgeLogistic model = new RidgeLogistic(training);
      for (int i = fold; i < rows.size(); i += 5) {
        scores[i] = model.score(rows.get(i));
      }
    }
    return withinSites(rows, scores);
  }

  /** The same for scores of models that never saw the site. */
  static double external(List<Row> rows) {
    double[] scores = new double[rows.size()];
    for (int site : rows.stream().mapToInt(Row::site).distinct().toArray()) {
      RidgeLogistic model = new RidgeLogistic(rows.stream().filter(r -> r.site() != site).toList());
      for (int i = 0; i < scores.length; i++) {
        if (rows.get(i).site() == site) {
          scores[i] = model.score(rows.get(i));
        }
      }
    }
    return withinSites(rows, scores);
  }

  private static double withinSites(List<Row> rows, double[] scores) {
    return rows.stream()
        .mapToInt(Row::site)
        .distinct()
        .mapToDouble(site -> auroc(rows, scores, site))
        .average()
        .orElseThrow();
  }

  private static double auroc(List<Row> rows, double[] scores, int site) {
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (rows.get(i).site() == site) {
        scored.add(new Scored(scores[i], rows.get(i).label()));
      }
    }
    return Scored.auroc(scored);
  }
}
