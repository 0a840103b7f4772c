package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a calibration plot draws: the smoothed observed share over the score, and groups of patients
 * beside it.
 *
 * @param interpret false below 100 events or 100 non-events, where the curve is drawn but says too
 *     little (Collins and others, Statistics in Medicine 2016;35:214)
 * @param interpretReason the numbers on which that rests
 * @param points along the smooth, averaged over repeats
 * @param groups of about equal size by the score of the first repeat
 */
public record CalibrationCurve(
    boolean interpret, String interpretReason, Estimate<List<Point>> points, List<Group> groups)
    implements Serializable {

  private static final int ENOUGH = 100;
  private static final int STEPS = 20;
  private static final int GROUPS = 10;

  /**
   * A point of the smooth, at a quantile of the scores.
   *
   * @param predicted the score there
   * @param observed the smoothed share of events there
   */
  public record Point(double predicted, double observed) implements Serializable {}

  /**
   * Patients with scores close to each other; those with the same score stay together.
   *
   * @param n patients
   * @param predicted mean of their scores
   * @param observed events among them
   */
  public record Group(int n, double predicted, Estimate<Proportion> observed)
      implements Serializable {}

  /** Draws a sample. */
  static CalibrationCurve of(Sample sample) {
    int events = sample.events();
    int others = sample.size() - events;
    return new CalibrationCurve(
        events >= ENOUGH && others >= ENOUGH,
        "%d events and %d non-events, of at least %d each".formatted(events, others, ENOUGH),
        Logits.of(sample).flatMap(logits -> points(sample, logits)),
        sample.size() == 0 ? List.of() : groups(sample.ofClass(1, 0), sample.ofClass(0, 0)));
  }

  private static Estimate<List<Point>> points(Sample sample, double[][] logits) {
    if (sample.events() == 0 || sample.events() == sample.size()) {
      return Estimate.none(Auroc.missing(sample));
    }
    double[] predicted = new double[STEPS + 1];
    double[] observed = new double[STEPS + 1];
    for (int r = 0; r < logits.length; r++) {
      Estimate<Smooth> fitted = Smooth.fitted(sample.scores()[r], logits[r], sample.labels());
      if (fitted instanceof Estimate.NotEstimable<Smooth> none) {
        return Estimate.none(none.why());
      }
      if (fitted instanceof Estimate.Value<Smooth> smooth) {
        double[] places = Spline.quantiles(sample.scores()[r], percent());
        for (int q = 0; q < places.length; q++) {
          predicted[q] += places[q] / logits.length;
          observed[q] += smooth.value().at(places[q]) / logits.length;
        }
      }
    }
    return Estimate.of(distinct(predicted, observed));
  }

  private static double[] percent() {
    double[] percent = new double[STEPS + 1];
    for (int q = 0; q <= STEPS; q++) {
      percent[q] = 100.0 * q / STEPS;
    }
    return percent;
  }

  private static List<Point> distinct(double[] predicted, double[] observed) {
    List<Point> points = new ArrayList<>();
    for (int q = 0; q < predicted.length; q++) {
      if (q == 0 || predicted[q] > predicted[q - 1]) {
        points.add(new Point(predicted[q], observed[q]));
      }
    }
    return List.copyOf(points);
  }

  private static List<Group> groups(double[] events, double[] others) {
    Arrays.sort(events);
    Arrays.sort(others);
    double[] all = Arrays.copyOf(events, events.length + others.length);
    System.arraycopy(others, 0, all, events.length, others.length);
    Arrays.sort(all);
    List<Group> groups = new ArrayList<>();
    int from = 0;
    for (int g = 1; g <= GROUPS; g++) {
      int cut = (int) Math.round((double) all.length * g / GROUPS);
      if (cut > from) {
        int to = Sorted.notAbove(all, all[cut - 1]);
        int observed = Sorted.notAbove(events, all[to - 1]) - Sorted.below(events, all[from]);
        double predicted = Arrays.stream(all, from, to).sum() / (to - from);
        groups.add(new Group(to - from, predicted, Proportion.of(observed, to - from)));
        from = to;
      }
    }
    return List.copyOf(groups);
  }
}
