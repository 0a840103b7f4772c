package org.polarfold.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The area under the ROC curve of one site against the rest, over pairs of patients of the same
 * fold: those were scored by one model. Folds weigh by their pairs.
 *
 * @param area in [0, 1]
 * @param influence what each patient adds to the area's error: the squares sum up to its variance
 *     (DeLong, DeLong and Clarke-Pearson, Biometrics 1988;44:837, fold by fold)
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, by this package alone.
record OneAgainstRest(double area, double[] influence) {

  static OneAgainstRest of(
      List<Seen> patients, int[] siteOf, List<double[]> logProbabilities, int site) {
    Map<String, int[][]> folds = new TreeMap<>();
    for (String fold : patients.stream().map(Seen::fold).distinct().toList()) {
      folds.put(
          fold,
          new int[][] {
            places(patients, siteOf, fold, site, true), places(patients, siteOf, fold, site, false)
          });
    }
    double pairs = 0;
    for (int[][] fold : folds.values()) {
      pairs += (double) fold[0].length * fold[1].length;
    }
    double area = 0;
    double[] influence = new double[siteOf.length];
    for (int[][] fold : folds.values()) {
      double weight = (double) fold[0].length * fold[1].length / pairs;
      if (weight > 0) {
        double[] own =
            components(
                scores(logProbabilities, fold[0], site), scores(logProbabilities, fold[1], site));
        double[] others =
            components(
                scores(logProbabilities, fold[1], site), scores(logProbabilities, fold[0], site));
        double here = Arrays.stream(own).average().orElseThrow();
        area += weight * here;
        add(influence, fold[0], own, here, weight);
        // Components of the rest are shares below them, where the share above is meant.
        add(influence, fold[1], others, 1 - here, -weight);
      }
    }
    return new OneAgainstRest(area, influence);
  }

  private static void add(
      double[] influence, int[] places, double[] components, double mean, double weight) {
    // As a variance over n - 1: a patient alone of a kind tells nothing of its spread.
    double n = places.length;
    double scale = n > 1 ? weight / Math.sqrt(n * (n - 1)) : 0;
    for (int i = 0; i < places.length; i++) {
      influence[places[i]] += scale * (components[i] - mean);
    }
  }

  private static int[] places(
      List<Seen> patients, int[] siteOf, String fold, int site, boolean own) {
    return java.util.stream.IntStream.range(0, siteOf.length)
        .filter(i -> patients.get(i).fold().equals(fold) && (siteOf[i] == site) == own)
        .toArray();
  }

  private static double[] scores(List<double[]> logProbabilities, int[] places, int site) {
    return Arrays.stream(places).mapToDouble(i -> logProbabilities.get(i)[site]).toArray();
  }

  /** Of each value the share of others below it, ties counting one half. */
  private static double[] components(double[] values, double[] others) {
    double[] sorted = others.clone();
    Arrays.sort(sorted);
    double[] shares = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int below = first(sorted, values[i], false);
      int notAbove = first(sorted, values[i], true);
      shares[i] = (below + notAbove) / 2.0 / sorted.length;
    }
    return shares;
  }

  /** How many are below a value, or not above it. */
  private static int first(double[] sorted, double value, boolean orEqual) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < value || (orEqual && sorted[middle] == value)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
