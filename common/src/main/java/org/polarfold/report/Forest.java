package org.polarfold.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.Axis.Tick;

/**
 * A forest plot as geometry: what the template draws, in pixels, y downwards.
 *
 * @param figure its {@link FigureName}
 * @param label what the figure shows, for those who do not see it
 * @param rowHeight the same as that of the table's rows beside it, so that they read across
 * @param reference pixel of the figure that means "no difference"; null where there is none
 * @param axisLabel name and unit of the figures
 */
record Forest(
    String figure,
    String label,
    double width,
    double height,
    double rowHeight,
    double from,
    double to,
    double top,
    double axisY,
    List<Tick> ticks,
    @Nullable Double reference,
    String axisLabel,
    List<Row> rows) {

  /** Width of the drawing; the plot lies right of the names. */
  static final double WIDTH = 460;

  static final double FROM = 142;
  static final double TO = 448;

  /** One line of the plot. {@code summary} lines stand below a rule. */
  record Row(String name, double y, boolean summary, List<Mark> marks) {}

  /**
   * One estimate.
   *
   * @param series 0 for the first arm, and so on: decides colour, and shape with {@link #path}
   * @param kind {@code point}, {@code diamond}, {@code range} or {@code none}
   * @param path the shape; empty where there is none
   * @param low pixel of the interval's lower end; null where no line is drawn
   * @param title what a pointer or a screen reader tells
   */
  record Mark(
      int series,
      String kind,
      String path,
      double x,
      double y,
      @Nullable Double low,
      @Nullable Double high,
      String title) {}

  /** Pixels of one row that holds so many estimates one below the other. */
  static double rowHeight(int series) {
    return Math.max(28, 12 + 10 * series);
  }

  /** A patient-weighted shape with its interval; an estimate that is missing says so in words. */
  static Mark point(Axis axis, int series, double y, Estimate estimate, double size, String title) {
    Double value = estimate.value();
    if (value == null) {
      return new Mark(series, "none", "", axis.from(), y, null, null, title);
    }
    double x = axis.at(value);
    Interval interval = estimate.interval();
    return new Mark(
        series,
        "point",
        shape(series, x, y, size),
        x,
        y,
        interval == null ? null : axis.at(interval.lower()),
        interval == null ? null : axis.at(interval.upper()),
        title);
  }

  /** The diamond of a meta-analysis: its tips are the interval's ends. */
  static Mark diamond(Axis axis, int series, double y, Estimate estimate, String title) {
    Double value = estimate.value();
    Interval interval = estimate.interval();
    if (value == null || interval == null) {
      return point(axis, series, y, estimate, 4, title);
    }
    double x = axis.at(value);
    double low = axis.at(interval.lower());
    double high = axis.at(interval.upper());
    String path = "M%s %s L%s %s L%s %s L%s %s Z".formatted(low, y, x, y - 5, high, y, x, y + 5);
    return new Mark(series, "diamond", path, x, y, null, null, title);
  }

  /** The bar of a prediction interval. */
  static Mark range(Axis axis, int series, double y, @Nullable Interval interval, String title) {
    if (interval == null) {
      return new Mark(series, "none", "", axis.from(), y, null, null, title);
    }
    double low = axis.at(interval.lower());
    double high = axis.at(interval.upper());
    return new Mark(series, "range", "", Axis.round((low + high) / 2), y, low, high, title);
  }

  /** Half the side of a mark: its area grows with the number of patients. */
  static double size(@Nullable Long n, long most) {
    double share = n == null || most <= 0 ? 0 : Math.min(1, (double) n / most);
    return Axis.round(2.5 + 3 * Math.sqrt(share));
  }

  /** Circle, square, triangle, diamond: the arms stay apart without colour. */
  static String shape(int series, double x, double y, double r) {
    double left = Axis.round(x - r);
    double right = Axis.round(x + r);
    double up = Axis.round(y - r);
    double down = Axis.round(y + r);
    return switch (series % 4) {
      case 0 ->
          "M%s %s A%s %s 0 1 1 %s %s A%s %s 0 1 1 %s %s Z"
              .formatted(left, y, r, r, right, y, r, r, left, y);
      case 1 ->
          "M%s %s L%s %s L%s %s L%s %s Z".formatted(left, up, right, up, right, down, left, down);
      case 2 -> "M%s %s L%s %s L%s %s Z".formatted(x, up, right, down, left, down);
      default -> "M%s %s L%s %s L%s %s L%s %s Z".formatted(x, up, right, y, x, down, left, y);
    };
  }
}
