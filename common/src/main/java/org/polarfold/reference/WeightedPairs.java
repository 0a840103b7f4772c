package org.polarfold.reference;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the ROC curve where each patient is a case and a non-case to some extent: the
 * share of pairs of two different patients in which the case has the larger score, ties counting
 * one half, each pair weighing by the product of both weights. O(n) after sorting once.
 */
final class WeightedPairs {

  private final double[] scores;
  private final int[] order;

  WeightedPairs(double[] scores) {
    this.scores = scores.clone();
    this.order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /**
   * The area; NaN where no pair weighs anything.
   *
   * @param cases how far each patient is a case; may be negative, as doubly robust weights are
   * @param others how far a non-case
   * @param counts how often each patient counts
   */
  double area(double[] cases, double[] others, int[] counts) {
    double below = 0;
    double won = 0;
    double allCases = 0;
    double allOthers = 0;
    double same = 0;
    for (int from = 0; from < order.length; ) {
      double tiedCases = 0;
      double tiedOthers = 0;
      int to = from;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        int i = order[to++];
        tiedCases += counts[i] * cases[i];
        tiedOthers += counts[i] * others[i];
        same += counts[i] * cases[i] * others[i];
      }
      won += tiedCases * (below + tiedOthers / 2);
      below += tiedOthers;
      allCases += tiedCases;
      allOthers += tiedOthers;
      from = to;
    }
    double pairs = allCases * allOthers - same;
    return pairs > 0 ? (won - same / 2) / pairs : Double.NaN;
  }
}
