package org.polarfold.report;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * How far two groups lie apart, in standard deviations; it does not grow with the number of
 * patients, as a p-value does. After Yang and Dalton, A unified approach to measuring the effect
 * size between two groups using SAS (SAS Global Forum 2012, paper 335), as R's <i>tableone</i> has
 * it: the spread is the root of the mean of both groups' variances. About 0.1 and less is commonly
 * called balanced (Austin, Statistics in Medicine 2009;28:3083).
 */
final class StandardisedDifference {

  /** Below this a variance is none, and a difference too. */
  private static final double NOTHING = 1e-12;

  private StandardisedDifference() {}

  /**
   * Of means.
   *
   * @return first minus second over the spread; empty where there is no spread
   */
  static OptionalDouble ofMeans(
      double firstMean, double firstSd, double secondMean, double secondSd) {
    double variance = (firstSd * firstSd + secondSd * secondSd) / 2;
    return variance < NOTHING
        ? ofNothing(firstMean - secondMean)
        : OptionalDouble.of((firstMean - secondMean) / Math.sqrt(variance));
  }

  /**
   * Of shares, in [0, 1].
   *
   * @return first minus second over the spread; empty, since infinite, where one is 0 and the other
   *     1
   */
  static OptionalDouble ofShares(double first, double second) {
    double variance = (first * (1 - first) + second * (1 - second)) / 2;
    return variance < NOTHING
        ? ofNothing(first - second)
        : OptionalDouble.of((first - second) / Math.sqrt(variance));
  }

  /**
   * Of several levels: the root of (T - C)' S^-1 (T - C), T and C the shares of all levels but one,
   * S the mean of both groups' covariance matrices. Which one is left out makes no difference.
   *
   * @param first shares that sum to 1
   * @param second shares of the same levels
   * @return at least 0; empty, since infinite, where some combination of levels tells the groups
   *     apart without fail
   */
  static OptionalDouble ofLevels(double[] first, double[] second) {
    int[] met =
        IntStream.range(0, first.length).filter(k -> first[k] + second[k] > 0).skip(1).toArray();
    if (met.length == 0) {
      return OptionalDouble.of(0);
    }
    RealMatrix covariance = new Array2DRowRealMatrix(met.length, met.length);
    RealVector difference = new ArrayRealVector(met.length);
    for (int i = 0; i < met.length; i++) {
      double t = first[met[i]];
      double c = second[met[i]];
      difference.setEntry(i, t - c);
      for (int j = 0; j < met.length; j++) {
        covariance.setEntry(
            i,
            j,
            i == j
                ? (t * (1 - t) + c * (1 - c)) / 2
                : -(t * first[met[j]] + c * second[met[j]]) / 2);
      }
    }
    EigenDecomposition axes = new EigenDecomposition(covariance);
    double sum = 0;
    for (int i = 0; i < met.length; i++) {
      double along = axes.getEigenvector(i).dotProduct(difference);
      double variance = axes.getRealEigenvalue(i);
      if (variance > NOTHING) {
        sum += along * along / variance;
      } else if (along * along > NOTHING) {
        return OptionalDouble.empty();
      }
    }
    return OptionalDouble.of(Math.sqrt(sum));
  }

  private static OptionalDouble ofNothing(double difference) {
    return Math.abs(difference) < NOTHING ? OptionalDouble.of(0) : OptionalDouble.empty();
  }
}
