package org.polarfold.familiarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;

/**
 * The maximum mean discrepancy of two groups of patients with a Gaussian kernel (Gretton et al.,
 * Journal of Machine Learning Research 2012;13:723): 0 where both are of one distribution, whatever
 * that is. Values are standardised over both groups.
 *
 * @param squared unbiased, so that it may lie below 0
 * @param bandwidth of the kernel exp(-d^2 / (2 bandwidth^2)): the median distance of two patients,
 *     of those that are apart; 0 where none are
 * @param p share of dealings of the patients into groups of these sizes, this one among them, that
 *     differ as much or more
 * @param permutations how often they were dealt
 */
public record MeanDiscrepancy(double squared, double bandwidth, double p, int permutations) {

  /**
   * Compares.
   *
   * @param first at least 2
   * @param second at least 2
   * @param seed of the dealings
   * @param permutations at least 1
   */
  public static MeanDiscrepancy of(
      List<double[]> first, List<double[]> second, long seed, int permutations) {
    List<double[]> all = new ArrayList<>(first);
    all.addAll(second);
    double[][] kernel = squaredDistances(new Standardisation(all).of(all));
    double bandwidth = bandwidth(kernel);
    for (double[] row : kernel) {
      for (int j = 0; j < row.length; j++) {
        row[j] = bandwidth == 0 ? 1 : Math.exp(-row[j] / (2 * bandwidth * bandwidth));
      }
    }
    int[] order = IntStream.range(0, all.size()).toArray();
    double seen = squared(kernel, order, first.size());
    RandomGenerator random = new Well19937c(seed);
    int more = 0;
    for (int i = 0; i < permutations; i++) {
      MathArrays.shuffle(order, random);
      // Sums in another order differ by rounding.
      more += squared(kernel, order, first.size()) >= seen - 1e-12 ? 1 : 0;
    }
    return new MeanDiscrepancy(seen, bandwidth, (more + 1.0) / (permutations + 1), permutations);
  }

  private static double[][] squaredDistances(double[][] rows) {
    double[][] squared = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        squared[i][j] = Familiarity.squaredDistance(rows[i], rows[j]);
        squared[j][i] = squared[i][j];
      }
    }
    return squared;
  }

  private static double bandwidth(double[][] squared) {
    double[] apart =
        IntStream.range(0, squared.length)
            .boxed()
            .flatMapToDouble(i -> Arrays.stream(squared[i], 0, i))
            .filter(one -> one > 0)
            .sorted()
            .toArray();
    int n = apart.length;
    return n == 0 ? 0 : (Math.sqrt(apart[(n - 1) / 2]) + Math.sqrt(apart[n / 2])) / 2;
  }

  private static double squared(double[][] kernel, int[] order, int first) {
    double[] sums = new double[3];
    for (int i = 0; i < order.length; i++) {
      double[] row = kernel[order[i]];
      for (int j = 0; j < i; j++) {
        sums[(i < first ? 0 : 1) + (j < first ? 0 : 1)] += row[order[j]];
      }
    }
    double m = first;
    double n = (double) order.length - first;
    return 2 * sums[0] / (m * (m - 1)) + 2 * sums[2] / (n * (n - 1)) - 2 * sums[1] / (m * n);
  }
}
