package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/** Estimates made in each repeat, averaged. */
public final class Repeats {

  private Repeats() {}

  /**
   * A repeat of one list with its counterpart in another.
   *
   * @param first place in the first list
   * @param second place in the second
   */
  public record Pair(int first, int second) {}

  /**
   * The repeats that both have; where they have none in common, by place, since repeats of two arms
   * that were not trained together are exchangeable.
   */
  public static List<Pair> pairs(List<Repeat> first, List<Repeat> second) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      int j = second.indexOf(first.get(i));
      if (j >= 0) {
        pairs.add(new Pair(i, j));
      }
    }
    if (!pairs.isEmpty()) {
      return pairs;
    }
    int both = Math.min(first.size(), second.size());
    return IntStream.range(0, both).mapToObj(i -> new Pair(i, i)).toList();
  }

  /** The mean over repeats, where every one of them has an estimate. */
  static <T> Estimate<Double> mean(List<T> repeats, Function<T, Estimate<Double>> quantity) {
    return values(repeats, quantity).map(StatUtils::mean);
  }

  /** The values of all repeats, or the first reason why there is none. */
  static <T> Estimate<double[]> values(List<T> repeats, Function<T, Estimate<Double>> quantity) {
    double[] values = new double[repeats.size()];
    for (int r = 0; r < values.length; r++) {
      Estimate<Double> one = quantity.apply(repeats.get(r));
      if (one instanceof Estimate.Value<Double> present) {
        values[r] = present.value();
      } else {
        return one.map(value -> new double[0]);
      }
    }
    return values.length == 0 ? Estimate.none("no repeat") : Estimate.of(values);
  }

  /** The variance of a mean over repeats that comes from training again. */
  public static double between(double[] values) {
    return values.length < 2 ? 0 : StatUtils.variance(values) / values.length;
  }
}
