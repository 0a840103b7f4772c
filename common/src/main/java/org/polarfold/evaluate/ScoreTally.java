package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * How many patients of either label have each score: all that thresholds and recalibration need of
 * the patients of many sites. The patients of one site are taken out without sorting again.
 */
final class ScoreTally {

  private static final double[] CALIBRATED = {0, 1};

  private final double[] scores;
  private final double[] logits;
  private final int[] events;
  private final int[] nonEvents;
  private final int allEvents;
  private final int allNonEvents;
  // Where a search for the line begins: that of all sites is near that of all but one.
  private final Supplier<double[]> start;
  private double[] line = new double[0];

  private ScoreTally(
      double[] scores, double[] logits, int[] events, int[] nonEvents, Supplier<double[]> start) {
    this.start = start;
    this.scores = scores;
    this.logits = logits;
    this.events = events;
    this.nonEvents = nonEvents;
    this.allEvents = Arrays.stream(events).sum();
    this.allNonEvents = Arrays.stream(nonEvents).sum();
  }

  /** The patients of samples that all have a repeat. */
  static ScoreTally of(List<Sample> samples, Repeat repeat) {
    double[] all = new double[samples.stream().mapToInt(Sample::size).sum()];
    int filled = 0;
    for (Sample sample : samples) {
      System.arraycopy(column(sample, repeat), 0, all, filled, sample.size());
      filled += sample.size();
    }
    Arrays.sort(all);
    int distinct = 0;
    for (int i = 0; i < all.length; i++) {
      if (distinct == 0 || all[i] != all[distinct - 1]) {
        all[distinct++] = all[i];
      }
    }
    double[] scores = Arrays.copyOf(all, distinct);
    double[] logits = new double[distinct];
    Arrays.setAll(logits, i -> Distributions.logit(scores[i]));
    int[] events = new int[distinct];
    int[] nonEvents = new int[distinct];
    for (Sample sample : samples) {
      add(sample, repeat, 1, scores, events, nonEvents);
    }
    return new ScoreTally(scores, logits, events, nonEvents, () -> CALIBRATED);
  }

  /** The same without a sample that was among the patients. */
  ScoreTally without(Sample sample, Repeat repeat) {
    int[] otherEvents = events.clone();
    int[] otherNonEvents = nonEvents.clone();
    add(sample, repeat, -1, scores, otherEvents, otherNonEvents);
    return new ScoreTally(scores, logits, otherEvents, otherNonEvents, this::line);
  }

  private static void add(
      Sample sample, Repeat repeat, int times, double[] scores, int[] events, int[] nonEvents) {
    double[] column = column(sample, repeat);
    byte[] labels = sample.labels();
    for (int i = 0; i < column.length; i++) {
      int[] counts = labels[i] == 1 ? events : nonEvents;
      counts[Sorted.below(scores, column[i])] += times;
    }
  }

  private static double[] column(Sample sample, Repeat repeat) {
    return sample.scores()[sample.repeats().indexOf(repeat)];
  }

  int events() {
    return allEvents;
  }

  int nonEvents() {
    return allNonEvents;
  }

  /** What is told apart at a threshold. */
  OperatingPoint at(double threshold) {
    int tp = 0;
    int fp = 0;
    for (int i = Sorted.below(scores, threshold); i < scores.length; i++) {
      tp += events[i];
      fp += nonEvents[i];
    }
    return OperatingPoint.of(tp, allEvents - tp, allNonEvents - fp, fp);
  }

  /**
   * The observed score with the largest Youden index (Youden, Cancer 1950;3:32), compared in whole
   * numbers; the lowest such score on ties.
   */
  Estimate<Double> youden() {
    if (allEvents == 0 || allNonEvents == 0) {
      return Estimate.none(missing());
    }
    long tp = 0;
    long fp = 0;
    long most = Long.MIN_VALUE;
    double threshold = 0;
    for (int i = scores.length - 1; i >= 0; i--) {
      tp += events[i];
      fp += nonEvents[i];
      long index = tp * allNonEvents - fp * allEvents;
      if (index >= most && observed(i)) {
        most = index;
        threshold = scores[i];
      }
    }
    return Estimate.of(threshold);
  }

  /** The largest observed score at which the sensitivity reaches a floor in (0, 1]. */
  Estimate<Double> sensitivityFloor(double floor) {
    if (allEvents == 0) {
      return Estimate.none(missing());
    }
    int i = scores.length;
    for (int tp = 0; (double) tp / allEvents < floor; ) {
      i--;
      tp += events[i];
    }
    return Estimate.of(scores[i]);
  }

  /**
   * Logistic recalibration of these scores: intercept and slope of the label on the logit of the
   * score (Cox, Biometrika 1958;45:562).
   */
  Estimate<LogisticFit> recalibration() {
    int n = scores.length;
    int atEnds = 0;
    byte[] labels = new byte[2 * n];
    double[] weights = new double[2 * n];
    double[][] columns = new double[2][2 * n];
    Arrays.fill(columns[0], 1);
    for (int i = 0; i < n; i++) {
      labels[n + i] = 1;
      weights[i] = nonEvents[i];
      weights[n + i] = events[i];
      columns[1][i] = logits[i];
      columns[1][n + i] = logits[i];
      atEnds += Double.isInfinite(logits[i]) ? events[i] + nonEvents[i] : 0;
    }
    if (allEvents == 0 || allNonEvents == 0) {
      return Estimate.none(missing());
    }
    if (atEnds > 0) {
      return Estimate.none(
          "scores of exactly 0 or 1 at the other sites, which have no logit: " + atEnds);
    }
    return separated()
        ? Estimate.none(LogisticFit.NO_MAXIMUM)
        : LogisticFit.of(labels, weights, columns, new double[2 * n], start.get());
  }

  /** The line of these scores, or where any search begins; found once. */
  private double[] line() {
    if (line.length == 0) {
      line =
          recalibration() instanceof Estimate.Value<LogisticFit> fit
              ? fit.value().coefficients()
              : CALIBRATED;
    }
    return line;
  }

  /** Whether no score of either label lies between two of the other. */
  private boolean separated() {
    return last(events) <= first(nonEvents) || last(nonEvents) <= first(events);
  }

  private static int first(int[] counts) {
    int i = 0;
    while (counts[i] == 0) {
      i++;
    }
    return i;
  }

  private static int last(int[] counts) {
    int i = counts.length - 1;
    while (counts[i] == 0) {
      i--;
    }
    return i;
  }

  private boolean observed(int score) {
    return events[score] + nonEvents[score] > 0;
  }

  private String missing() {
    if (allEvents + allNonEvents == 0) {
      return TrainingScores.NO_OTHER;
    }
    return "the other sites have no patient with label " + (allEvents == 0 ? 1 : 0);
  }
}
