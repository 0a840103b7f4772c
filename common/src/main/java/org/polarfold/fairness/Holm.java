package org.polarfold.fairness;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** P values of several tests together (Holm, Scandinavian Journal of Statistics 1979;6:65). */
final class Holm {

  private Holm() {}

  /**
   * The smallest level, for all tests together, at which each is rejected.
   *
   * @param p one a test, in [0, 1]
   * @return in the same order
   */
  static double[] adjusted(double... p) {
    int[] ascending =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double most = 0;
    for (int rank = 0; rank < p.length; rank++) {
      most = Math.max(most, Math.min(1, (p.length - rank) * p[ascending[rank]]));
      adjusted[ascending[rank]] = most;
    }
    return Arrays.copyOf(adjusted, adjusted.length);
  }
}
