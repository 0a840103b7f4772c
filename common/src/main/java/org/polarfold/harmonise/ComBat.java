package org.polarfold.harmonise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.StatUtils;

/**
 * ComBat with parametric priors (Johnson, Li and Rabinovic, Biostatistics 2007;8:118): location and
 * scale of every value at every site, shrunk towards what the site does to all values, are taken
 * away; what covariates explain is kept. It follows R's {@code sva} 3.46.0, step by step and in
 * when it stops, so that it can be held against it. A value that does not vary at some site is left
 * as it is, as there; so is everything at the reference site.
 *
 * <p>What is done to a study depends on its covariates where scales differ: none of them may be, or
 * stand for, what is told from the values.
 */
public final class ComBat implements Harmonisation {

  private static final long serialVersionUID = 1L;

  /** Whether sites' scales are made alike too. */
  public enum Moments {
    MEAN_AND_VARIANCE,
    /** As also where a site has a single study. */
    MEAN
  }

  private final Moments moments;
  private final int length;
  private final int[] kept;
  private final double[] mean;
  private final double[][] slopes;
  private final double[] spread;
  private final List<SiteChange> changes = new ArrayList<>();

  /**
   * Learns.
   *
   * @throws IllegalArgumentException where covariates cannot be told from sites or from one
   *     another, or fewer than two values vary at every site
   */
  public ComBat(Studies studies, Reference reference, Moments asked) {
    int sites = studies.siteCount();
    boolean single = IntStream.range(0, sites).anyMatch(site -> studies.of(site).length == 1);
    moments = single ? Moments.MEAN : asked;
    length = studies.length();
    kept =
        IntStream.range(0, length)
            .filter(j -> IntStream.range(0, sites).allMatch(site -> varies(studies, site, j)))
            .toArray();
    if (kept.length < 2) {
      throw new IllegalArgumentException(
          "Invalid values: " + kept.length + " that vary at every site (expected 2 or more)");
    }
    double[][] seen = studies.values().stream().map(this::kept).toArray(double[][]::new);
    double[][] coefficients = coefficients(studies, reference, seen);
    mean = grandMean(studies, reference, coefficients);
    slopes = Arrays.copyOfRange(coefficients, sites, coefficients.length);
    spread = spread(studies, reference, seen, coefficients);
    double[][] locations = new double[sites][];
    List<double[][]> standardised = new ArrayList<>();
    for (int site = 0; site < sites; site++) {
      double[][] own =
          IntStream.of(studies.of(site))
              .mapToObj(i -> standardised(seen[i], studies.covariates().get(i)))
              .toArray(double[][]::new);
      standardised.add(own);
      locations[site] = means(own);
    }
    for (int site = 0; site < sites; site++) {
      if (reference instanceof Reference.Site one) {
        changes.add(
            one.place() == site
                ? SiteChange.NONE
                : change(standardised.get(site), less(locations[site], locations[one.place()])));
      } else {
        changes.add(change(standardised.get(site), locations[site]));
      }
    }
  }

  private static boolean varies(Studies studies, int site, int j) {
    int[] own = studies.of(site);
    double first = studies.values().get(own[0])[j];
    return own.length == 1 || IntStream.of(own).anyMatch(i -> studies.values().get(i)[j] != first);
  }

  private double[] kept(double[] values) {
    return IntStream.of(kept).mapToDouble(j -> values[j]).toArray();
  }

  /**
   * Least squares: a row a site, then a row a covariate. With a reference site its own row is an
   * intercept, and the others' are distances from it.
   */
  private static double[][] coefficients(Studies studies, Reference reference, double[][] seen) {
    int sites = studies.siteCount();
    double[][] design = new double[seen.length][];
    for (int i = 0; i < design.length; i++) {
      double[] covariates = studies.covariates().get(i);
      design[i] = new double[sites + covariates.length];
      design[i][studies.sites().get(i)] = 1;
      if (reference instanceof Reference.Site one) {
        design[i][one.place()] = 1;
      }
      System.arraycopy(covariates, 0, design[i], sites, covariates.length);
    }
    try {
      RealMatrix solved =
          new QRDecomposition(new Array2DRowRealMatrix(design, false), 1e-10)
              .getSolver()
              .solve(new Array2DRowRealMatrix(seen, false));
      return solved.getData();
    } catch (SingularMatrixException e) {
      throw new IllegalArgumentException(
          "Invalid covariates: they cannot be told from sites or from one another", e);
    }
  }

  private static double[] grandMean(Studies studies, Reference reference, double[][] coefficients) {
    if (reference instanceof Reference.Site one) {
      return coefficients[one.place()];
    }
    double[] mean = new double[coefficients[0].length];
    for (int site = 0; site < studies.siteCount(); site++) {
      double share = (double) studies.of(site).length / studies.values().size();
      for (int j = 0; j < mean.length; j++) {
        mean[j] += share * coefficients[site][j];
      }
    }
    return mean;
  }

  /** Of what is left, over all studies or those of the reference. */
  private double[] spread(
      Studies studies, Reference reference, double[][] seen, double[][] coefficients) {
    double[] sum = new double[mean.length];
    int n = 0;
    for (int i = 0; i < seen.length; i++) {
      int site = studies.sites().get(i);
      boolean all = !(reference instanceof Reference.Site one) || one.place() == site;
      if (all) {
        double[] fitted = explained(studies.covariates().get(i));
        for (int j = 0; j < sum.length; j++) {
          double at = reference instanceof Reference.Site ? mean[j] : coefficients[site][j];
          double left = seen[i][j] - at - fitted[j];
          sum[j] += left * left;
        }
        n++;
      }
    }
    for (int j = 0; j < sum.length; j++) {
      sum[j] = Math.sqrt(sum[j] / n);
    }
    return sum;
  }

  private double[] explained(double[] covariates) {
    double[] explained = new double[mean.length];
    for (int c = 0; c < slopes.length; c++) {
      for (int j = 0; j < explained.length; j++) {
        explained[j] += slopes[c][j] * covariates[c];
      }
    }
    return explained;
  }

  private double[] standardised(double[] seen, double[] covariates) {
    double[] explained = explained(covariates);
    double[] z = new double[seen.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = (seen[j] - mean[j] - explained[j]) / spread[j];
    }
    return z;
  }

  private static double[] means(double[][] rows) {
    double[] means = new double[rows[0].length];
    for (double[] row : rows) {
      for (int j = 0; j < means.length; j++) {
        means[j] += row[j] / rows.length;
      }
    }
    return means;
  }

  private static double[] less(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(j -> a[j] - b[j]).toArray();
  }

  /** What is done at a site of these standardised studies. */
  private SiteChange change(double[][] rows, double[] location) {
    Effects effects =
        moments == Moments.MEAN || rows.length == 1
            ? Effects.ofMeans(location)
            : Effects.of(rows, location);
    return (values, covariates) -> {
      double[] z = standardised(kept(values), covariates);
      double[] explained = explained(covariates);
      double[] changed = Arrays.copyOf(values, length);
      for (int j = 0; j < kept.length; j++) {
        double alike = (z[j] - effects.location()[j]) / Math.sqrt(effects.scale()[j]);
        changed[kept[j]] = alike * spread[j] + mean[j] + explained[j];
      }
      return changed;
    };
  }

  @Override
  public SiteChange at(int site) {
    return changes.get(site);
  }

  @Override
  public SiteChange adaptedTo(List<double[]> values, List<double[]> covariates) {
    double[][] rows =
        IntStream.range(0, values.size())
            .mapToObj(i -> standardised(kept(values.get(i)), covariates.get(i)))
            .toArray(double[][]::new);
    return change(rows, means(rows));
  }

  /** How many values are left as they are, since they do not vary at every site. */
  public int untouched() {
    return length - kept.length;
  }

  /**
   * What a site does to standardised values, after shrinkage.
   *
   * @param location added to each value
   * @param scale variance that each is multiplied by
   */
  @SuppressWarnings("ArrayRecordComponent") // Read by this class alone.
  private record Effects(double[] location, double[] scale) implements java.io.Serializable {

    /** The iteration's end, as sva has it: neither is a smaller one more right. */
    private static final double CONVERGED = 1e-4;

    static Effects ofMeans(double[] location) {
      double mean = StatUtils.mean(location);
      double variance = StatUtils.variance(location);
      double[] ones = new double[location.length];
      Arrays.fill(ones, 1);
      return new Effects(
          Arrays.stream(location).map(one -> posterior(one, mean, 1, 1, variance)).toArray(), ones);
    }

    static Effects of(double[][] rows, double[] location) {
      double n = rows.length;
      double[] variances = new double[location.length];
      for (int j = 0; j < variances.length; j++) {
        int value = j;
        variances[j] = StatUtils.variance(Arrays.stream(rows).mapToDouble(r -> r[value]).toArray());
      }
      double mean = StatUtils.mean(location);
      double spread = StatUtils.variance(location);
      // An inverse gamma distribution of the values' variances, by moments.
      double m = StatUtils.mean(variances);
      double s2 = Math.max(StatUtils.variance(variances), Double.MIN_NORMAL);
      double shape = (2 * s2 + m * m) / s2;
      double rate = (m * s2 + m * m * m) / s2;
      double[] g = location.clone();
      double[] d = variances.clone();
      double change = 1;
      while (change > CONVERGED) {
        change = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < g.length; j++) {
          double newG = posterior(location[j], mean, n, d[j], spread);
          double squares = 0;
          for (double[] row : rows) {
            squares += (row[j] - newG) * (row[j] - newG);
          }
          double newD = (0.5 * squares + rate) / (n / 2 + shape - 1);
          // As in sva the sign of the old value counts, and decides with the others when it ends.
          change =
              Math.max(
                  change, Math.max(Math.abs(newG - g[j]) / g[j], Math.abs(newD - d[j]) / d[j]));
          g[j] = newG;
          d[j] = newD;
        }
      }
      return new Effects(g, d);
    }

    private static double posterior(
        double location, double mean, double n, double scale, double variance) {
      return (variance * n * location + scale * mean) / (variance * n + scale);
    }
  }
}
