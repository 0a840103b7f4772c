package org.polarfold.harmonise;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Takes out of values all that a linear model could tell a site by, and as little else as can be
 * (LEACE: Belrose et al., NeurIPS 2023). With values x of mean m and covariance C, and A the
 * covariances of x with membership of each site,
 *
 * <p>x' = x - A (A' C^-1 A)^+ A' C^-1 (x - m),
 *
 * <p>after which all sites have the same mean, so that no linear model of the studies it was learnt
 * from tells a site better than their numbers do. What sites differ in because of their patients
 * goes as well.
 */
public final class SiteErasure implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The most values that a covariance is kept of: 32 MB. */
  public static final int MOST_VALUES = 2048;

  /** What a diagonal is raised by, of its mean: values that never vary have no inverse. */
  private static final double RAISED = 1e-9;

  private static final double NO_DIRECTION = 1e-10;

  private final double[] mean;
  private final double[][] taken;
  private final double[][] seen;

  private SiteErasure(double[] mean, double[][] taken, double[][] seen) {
    this.mean = mean;
    this.taken = taken;
    this.seen = seen;
  }

  /** Sums over studies, which parts of them add up to. */
  public static final class Sums implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long[] studies;
    private final double[][] values;
    private final double[][] products;

    /**
     * Of no study yet.
     *
     * @param sites at least one
     * @param length values of a study, at most {@value SiteErasure#MOST_VALUES}
     */
    public Sums(int sites, int length) {
      if (length > MOST_VALUES) {
        throw new IllegalArgumentException(
            length + " values (expected at most " + MOST_VALUES + ")");
      }
      studies = new long[sites];
      values = new double[sites][length];
      products = new double[length][];
      for (int i = 0; i < length; i++) {
        products[i] = new double[i + 1];
      }
    }

    /** Adds a study of a site. */
    public void add(int site, float[] study) {
      studies[site]++;
      for (int i = 0; i < study.length; i++) {
        values[site][i] += study[i];
        for (int j = 0; j <= i; j++) {
          products[i][j] += (double) study[i] * study[j];
        }
      }
    }

    /** Adds what others have summed. */
    public void add(Sums others) {
      for (int site = 0; site < studies.length; site++) {
        studies[site] += others.studies[site];
        addTo(values[site], others.values[site]);
      }
      for (int i = 0; i < products.length; i++) {
        addTo(products[i], others.products[i]);
      }
    }

    private static void addTo(double[] sums, double[] more) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += more[i];
      }
    }
  }

  /** Learns from sums over at least one study. */
  public static SiteErasure fit(Sums sums) {
    int length = sums.products.length;
    int sites = sums.studies.length;
    double n = Arrays.stream(sums.studies).sum();
    double[] mean = new double[length];
    for (double[] ofSite : sums.values) {
      for (int i = 0; i < length; i++) {
        mean[i] += ofSite[i] / n;
      }
    }
    double[][] withSite = new double[length][sites];
    for (int site = 0; site < sites; site++) {
      for (int i = 0; i < length; i++) {
        withSite[i][site] = (sums.values[site][i] - sums.studies[site] * mean[i]) / n;
      }
    }
    RealMatrix covariances = new Array2DRowRealMatrix(withSite, false);
    RealMatrix whitened =
        new CholeskyDecomposition(
                covariance(sums, mean, n),
                CholeskyDecomposition.DEFAULT_RELATIVE_SYMMETRY_THRESHOLD,
                0)
            .getSolver()
            .solve(covariances);
    RealMatrix between = pseudoInverse(covariances.transpose().multiply(whitened));
    return new SiteErasure(
        mean, covariances.multiply(between).getData(), whitened.transpose().getData());
  }

  private static RealMatrix covariance(Sums sums, double[] mean, double n) {
    int length = mean.length;
    double[][] covariance = new double[length][length];
    double trace = 0;
    for (int i = 0; i < length; i++) {
      for (int j = 0; j <= i; j++) {
        covariance[i][j] = sums.products[i][j] / n - mean[i] * mean[j];
        covariance[j][i] = covariance[i][j];
      }
      trace += covariance[i][i];
    }
    double raised = Math.max(RAISED * trace / length, Double.MIN_NORMAL);
    for (int i = 0; i < length; i++) {
      covariance[i][i] += raised;
    }
    return new Array2DRowRealMatrix(covariance, false);
  }

  /** There is one direction less than sites, and fewer where some are alike. */
  private static RealMatrix pseudoInverse(RealMatrix symmetric) {
    SingularValueDecomposition parts = new SingularValueDecomposition(symmetric);
    double[] values = parts.getSingularValues();
    RealMatrix inverse = new Array2DRowRealMatrix(values.length, values.length);
    for (int k = 0; k < values.length; k++) {
      if (values[k] > NO_DIRECTION) {
        RealVector left = parts.getU().getColumnVector(k);
        RealVector right = parts.getV().getColumnVector(k);
        inverse = inverse.add(right.outerProduct(left).scalarMultiply(1 / values[k]));
      }
    }
    return inverse;
  }

  /** A study's values without what tells its site; of a site that was not learnt from as well. */
  public double[] erased(float[] study) {
    double[] erased = new double[study.length];
    double[] told = new double[seen.length];
    for (int i = 0; i < study.length; i++) {
      erased[i] = study[i];
      for (int k = 0; k < told.length; k++) {
        told[k] += seen[k][i] * (study[i] - mean[i]);
      }
    }
    for (int i = 0; i < study.length; i++) {
      for (int k = 0; k < told.length; k++) {
        erased[i] -= taken[i][k] * told[k];
      }
    }
    return erased;
  }
}
