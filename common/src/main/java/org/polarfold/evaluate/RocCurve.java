package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a plot of the ROC curve draws: at fixed false positive rates the sensitivity, averaged over
 * repeats (vertical averaging: Fawcett, Pattern Recognition Letters 2006;27:861). The area under
 * straight lines between the points is within 0.005 of the area of {@link Auroc}, whatever the
 * number of patients.
 *
 * <p>No score is told, and of each repeat's curve only places that at least {@value #PATIENTS}
 * patients lie between: their order is not told. Between such places the curve bends everywhere by
 * the same share, so that its area is the exact one.
 *
 * @param points from (0, 0) to (1, 1), neither rate ever falling; at most about 130
 * @param stepPatients fewest patients between two places that a repeat's curve was taken from
 */
public record RocCurve(List<Point> points, int stepPatients) implements Serializable {

  /** Fewest patients of a step. */
  static final int PATIENTS = 5;

  // A monotone curve sampled so often has an area within half of 1 / STEPS.
  private static final int STEPS = 125;
  // Points this close to a straight line between their neighbours are left out.
  private static final double FLAT = 0.001;

  /**
   * An operating point.
   *
   * @param fpr false positive rate: share of patients with label 0 who are called positive
   * @param tpr sensitivity: share of patients with label 1 who are
   */
  public record Point(double fpr, double tpr) implements Serializable {}

  /** The curve of a sample; none where a class is missing. */
  static Estimate<RocCurve> of(Sample sample) {
    if (sample.events() == 0 || sample.events() == sample.size()) {
      return Estimate.none(Auroc.missing(sample));
    }
    double[] mean = new double[STEPS + 1];
    ScoreOrder[] orders = ScoreOrder.ofEach(sample);
    for (ScoreOrder order : orders) {
      addTo(mean, bent(order.stepsFromTheTop()), orders.length);
    }
    return Estimate.of(new RocCurve(thinned(points(mean)), PATIENTS));
  }

  /** Adds a curve's sensitivities, the highest at each rate, over the number of curves. */
  private static void addTo(double[] mean, List<Point> curve, int curves) {
    int next = 0;
    for (int s = 0; s <= STEPS; s++) {
      double fpr = (double) s / STEPS;
      while (next < curve.size() && curve.get(next).fpr() <= fpr) {
        next++;
      }
      Point before = curve.get(next - 1);
      double tpr = before.tpr();
      if (next < curve.size()) {
        Point after = curve.get(next);
        double share = (fpr - before.fpr()) / (after.fpr() - before.fpr());
        tpr += share * (after.tpr() - before.tpr());
      }
      mean[s] += tpr / curves;
    }
  }

  /**
   * A repeat's curve in steps of enough patients, bent so that the area is that of the steps given.
   *
   * @param steps label 0 and label 1 of each group of equal scores, from the highest down
   */
  private static List<Point> bent(int[][] steps) {
    List<int[]> wide = wide(steps);
    double negatives = wide.stream().mapToInt(step -> step[0]).sum();
    double positives = wide.stream().mapToInt(step -> step[1]).sum();
    double room = wide.stream().mapToDouble(step -> (double) step[0] * step[1]).sum();
    double bend =
        room == 0 ? 0 : (doubleArea(steps) - doubleArea(wide.toArray(int[][]::new))) / room;
    List<Point> curve = new ArrayList<>();
    curve.add(new Point(0, 0));
    long fp = 0;
    long tp = 0;
    for (int[] step : wide) {
      if (bend != 0) {
        // 1 turns in the step's upper left corner, -1 in its lower right one.
        curve.add(
            new Point(
                (fp + step[0] * (1 - bend) / 2) / negatives,
                (tp + step[1] * (1 + bend) / 2) / positives));
      }
      fp += step[0];
      tp += step[1];
      curve.add(new Point(fp / negatives, tp / positives));
    }
    return curve;
  }

  /** Steps joined until each holds enough patients; the last takes what is left over. */
  private static List<int[]> wide(int[][] steps) {
    List<int[]> wide = new ArrayList<>();
    int[] open = {0, 0};
    for (int[] step : steps) {
      open[0] += step[0];
      open[1] += step[1];
      if (open[0] + open[1] >= PATIENTS) {
        wide.add(open);
        open = new int[] {0, 0};
      }
    }
    if (wide.isEmpty()) {
      wide.add(open);
    } else {
      int[] last = wide.get(wide.size() - 1);
      last[0] += open[0];
      last[1] += open[1];
    }
    return wide;
  }

  /** Twice the pairs of patients in the right order, ties as halves: a whole number. */
  private static double doubleArea(int[][] steps) {
    long tp = 0;
    long area = 0;
    for (int[] step : steps) {
      area += step[0] * (2 * tp + step[1]);
      tp += step[1];
    }
    return area;
  }

  private static List<Point> points(double[] mean) {
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0));
    double least = 0;
    for (int s = 0; s <= STEPS; s++) {
      // Averages of numbers that never fall may do so in their last digit.
      least = s == STEPS ? 1 : Math.min(1, Math.max(least, mean[s]));
      if (s > 0 || least > 0) {
        points.add(new Point((double) s / STEPS, least));
      }
    }
    return points;
  }

  /** Leaves out points that a straight line between others passes closely. */
  private static List<Point> thinned(List<Point> points) {
    List<Point> kept = new ArrayList<>();
    kept.add(points.get(0));
    int from = 0;
    for (int to = 2; to < points.size(); to++) {
      if (!flat(points, from, to)) {
        from = to - 1;
        kept.add(points.get(from));
      }
    }
    kept.add(points.get(points.size() - 1));
    return List.copyOf(kept);
  }

  private static boolean flat(List<Point> points, int from, int to) {
    Point first = points.get(from);
    Point last = points.get(to);
    if (first.fpr() == points.get(from + 1).fpr()) {
      return false;
    }
    double slope = (last.tpr() - first.tpr()) / (last.fpr() - first.fpr());
    return points.subList(from + 1, to).stream()
        .allMatch(
            point ->
                Math.abs(first.tpr() + slope * (point.fpr() - first.fpr()) - point.tpr()) <= FLAT);
  }
}
