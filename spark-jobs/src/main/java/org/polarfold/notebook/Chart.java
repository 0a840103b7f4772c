package org.polarfold.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Figures drawn: intervals under each other on one axis, or lines and points over two. Its text is
 * SVG.
 */
public final class Chart {

  /** Blue, orange, green, purple: told apart by most who do not see all colours (Okabe and Ito). */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00");

  private static final double WIDTH = 620;
  private static final double LEFT = 190;
  private static final double RIGHT = 150;
  private static final double ROW = 24;
  private static final double TOP = 36;
  private static final double SQUARE = 320;

  private Chart() {}

  /**
   * An estimate with its interval; one that does not exist has a reason in its place.
   *
   * @param label what it is of
   * @param value NaN where there is none
   * @param lower 95 % interval
   * @param upper its other end
   * @param why why there is none, or empty
   */
  public record Interval(String label, double value, double lower, double upper, String why) {

    /** An estimate that exists. */
    public static Interval of(String label, double value, double lower, double upper) {
      return new Interval(label, value, lower, upper, "");
    }

    /** None, and why. */
    public static Interval none(String label, String why) {
      return new Interval(label, Double.NaN, Double.NaN, Double.NaN, why);
    }

    private boolean exists() {
      return Double.isFinite(value) && Double.isFinite(lower) && Double.isFinite(upper);
    }
  }

  /**
   * Points joined to a line.
   *
   * @param name for the legend
   * @param x figures to the right
   * @param y figures upwards, as many
   */
  public record Line(String name, double[] x, double[] y) {}

  /**
   * Intervals under each other: a forest plot.
   *
   * @param reference where a line is drawn, such as 0; NaN for none
   */
  public static String intervals(String title, List<Interval> rows, double reference) {
    double low = Double.isNaN(reference) ? Double.POSITIVE_INFINITY : reference;
    double high = Double.isNaN(reference) ? Double.NEGATIVE_INFINITY : reference;
    for (Interval row : rows) {
      if (row.exists()) {
        low = Math.min(low, row.lower());
        high = Math.max(high, row.upper());
      }
    }
    if (!(low < high)) {
      low = 0;
      high = 1;
    }
    double height = TOP + rows.size() * ROW + 34;
    Svg svg = new Svg(WIDTH, height, title);
    svg.text(8, 18, "start", title);
    Axis axis = new Axis(low, high, LEFT, WIDTH - RIGHT);
    if (!Double.isNaN(reference)) {
      svg.line(axis.at(reference), TOP - 6, axis.at(reference), height - 30, Svg.FAINT, 1);
    }
    for (int i = 0; i < rows.size(); i++) {
      row(svg, rows.get(i), axis, TOP + i * ROW + 8);
    }
    axis.drawBelow(svg, height - 28);
    return svg.end();
  }

  private static void row(Svg svg, Interval row, Axis axis, double y) {
    svg.text(LEFT - 12, y + 4, "end", row.label());
    if (!row.exists()) {
      svg.text(LEFT, y + 4, "start", "not estimable: " + row.why());
      return;
    }
    svg.line(axis.at(row.lower()), y, axis.at(row.upper()), y, COLOURS.get(0), 2);
    svg.element("circle", "cx", axis.at(row.value()), "cy", y, "r", 4, "fill", COLOURS.get(0));
    svg.text(
        WIDTH - RIGHT + 12,
        y + 4,
        "start",
        String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", row.value(), row.lower(), row.upper()));
  }

  /**
   * Lines over two axes that both run from 0 to 1, with the diagonal: ROC or calibration curves.
   *
   * @param across what the axis to the right is
   * @param upwards what the axis upwards is
   */
  public static String unitSquare(String title, String across, String upwards, List<Line> lines) {
    double left = 60;
    double height = TOP + SQUARE + 50;
    Svg svg = new Svg(left + SQUARE + 200, height, title);
    svg.text(8, 18, "start", title);
    Axis x = new Axis(0, 1, left, left + SQUARE);
    Axis y = new Axis(0, 1, TOP + SQUARE, TOP);
    svg.line(x.at(0), y.at(0), x.at(1), y.at(1), Svg.FAINT, 1);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      String colour = COLOURS.get(i % COLOURS.size());
      List<String> points = new ArrayList<>();
      for (int p = 0; p < line.x().length; p++) {
        points.add(Svg.number(x.at(line.x()[p])) + "," + Svg.number(y.at(line.y()[p])));
      }
      svg.element(
          "polyline",
          "points",
          String.join(" ", points),
          "fill",
          "none",
          "stroke",
          colour,
          "stroke-width",
          2,
          "stroke-dasharray",
          i == 0 ? "none" : 8 - i % 3 * 2);
      svg.line(x.at(1) + 16, TOP + 10 + i * 20, x.at(1) + 40, TOP + 10 + i * 20, colour, 3);
      svg.text(x.at(1) + 46, TOP + 14 + i * 20, "start", line.name());
    }
    x.drawBelow(svg, TOP + SQUARE);
    for (double tick : List.of(0.0, 0.25, 0.5, 0.75, 1.0)) {
      svg.line(left - 5, y.at(tick), left, y.at(tick), Svg.INK, 1);
      svg.text(left - 8, y.at(tick) + 4, "end", Svg.number(tick));
    }
    svg.line(left, TOP, left, TOP + SQUARE, Svg.INK, 1);
    svg.text(left + SQUARE / 2, height - 10, "middle", across);
    svg.text(left, TOP - 6, "start", upwards);
    return svg.end();
  }

  /**
   * The ROC curve of scores.
   *
   * @param labels 0 or 1
   * @param scores as many, larger where label 1 is likelier
   */
  public static Line roc(String name, int[] labels, double[] scores) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      order.add(i);
    }
    order.sort((a, b) -> Double.compare(scores[b], scores[a]));
    double positives = 0;
    for (int label : labels) {
      positives += label;
    }
    List<double[]> points = new ArrayList<>(List.of(new double[] {0, 0}));
    double tp = 0;
    double fp = 0;
    for (int i = 0; i < order.size(); i++) {
      int at = order.get(i);
      tp += labels[at];
      fp += 1 - labels[at];
      // Tied scores are one step.
      if (i + 1 == order.size() || scores[order.get(i + 1)] != scores[at]) {
        points.add(new double[] {fp / (labels.length - positives), tp / positives});
      }
    }
    return new Line(
        name,
        points.stream().mapToDouble(p -> p[0]).toArray(),
        points.stream().mapToDouble(p -> p[1]).toArray());
  }

  /** A linear axis from figures to pixels. */
  private record Axis(double low, double high, double from, double to) {

    double at(double value) {
      return from + (value - low) / (high - low) * (to - from);
    }

    void drawBelow(Svg svg, double y) {
      svg.line(from, y, to, y, Svg.INK, 1);
      double step = step();
      for (double tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) {
        svg.line(at(tick), y, at(tick), y + 5, Svg.INK, 1);
        svg.text(at(tick), y + 18, "middle", Svg.number(Math.abs(tick) < step / 1e6 ? 0 : tick));
      }
    }

    /** The least of 1, 2.5 and 5 times a power of ten that gives at most six ticks. */
    private double step() {
      double power = Math.pow(10, Math.floor(Math.log10((high - low) / 5)));
      for (double factor : new double[] {1, 2.5, 5}) {
        if (factor * power >= (high - low) / 5) {
          return factor * power;
        }
      }
      return 10 * power;
    }
  }
}
