package org.polarfold.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Figures over other figures as geometry: lines with bands, or points with intervals; pixels, y
 * downwards.
 *
 * @param figure its {@link FigureName}
 * @param label what it shows, for those who do not see it
 * @param title stands above it
 * @param zero pixel of the figure 0 upwards; null where it is not on the axis or means nothing
 */
record XyPlot(
    String figure,
    String label,
    String title,
    double width,
    double height,
    double left,
    double right,
    double top,
    double bottom,
    List<Axis.Tick> across,
    List<Axis.Tick> up,
    @Nullable Double zero,
    String acrossLabel,
    String upLabel,
    List<Trace> traces) {

  static final double WIDTH = 372;
  static final double HEIGHT = 220;
  private static final double LEFT = 52;
  private static final double RIGHT = 350;
  private static final double TOP = 28;
  private static final double BOTTOM = 176;

  /**
   * What belongs together.
   *
   * @param series 0 for the first arm, and so on, as in {@link Forest}
   * @param band outline of the intervals; empty where there is none
   * @param line path through the estimates, or of their intervals one by one
   */
  record Trace(int series, String band, String line, List<Forest.Mark> marks) {}

  /** A figure at another, and what is told of it. */
  record Place(double across, Estimate up, String title) {}

  /** Both axes of a plot. */
  record Axes(Axis across, Axis up) {

    /** Axes that hold figures; where there are none, 0 to 1. */
    static Axes holding(double[] across, double[] up, double lowUp, double highUp) {
      double[] a = ends(across, 0, 1);
      double[] u = ends(up, lowUp, highUp);
      return new Axes(Axis.holding(a[0], a[1], LEFT, RIGHT), Axis.holding(u[0], u[1], BOTTOM, TOP));
    }

    private static double[] ends(double[] figures, double low, double high) {
      if (figures.length == 0) {
        return new double[] {low, high};
      }
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double figure : figures) {
        least = Math.min(least, figure);
        most = Math.max(most, figure);
      }
      return new double[] {least, most};
    }
  }

  static XyPlot of(
      String figure,
      String label,
      String title,
      Axes axes,
      String acrossLabel,
      String upLabel,
      List<Trace> traces) {
    boolean zero = axes.up().min() <= 0 && axes.up().max() >= 0;
    return new XyPlot(
        figure,
        label,
        title,
        WIDTH,
        HEIGHT,
        LEFT,
        RIGHT,
        TOP,
        BOTTOM,
        axes.across().ticks(),
        axes.up().ticks(),
        zero ? axes.up().at(0) : null,
        acrossLabel,
        upLabel,
        List.copyOf(traces));
  }

  /** A line through estimates with the band of their intervals; what is missing parts both. */
  static Trace curve(Axes axes, int series, List<Place> places) {
    StringBuilder line = new StringBuilder();
    StringBuilder band = new StringBuilder();
    List<Place> run = new ArrayList<>();
    for (Place place : places) {
      if (place.up().value() == null) {
        part(axes, run, line, band);
        run.clear();
      } else {
        run.add(place);
      }
    }
    part(axes, run, line, band);
    return new Trace(series, band.toString(), line.toString(), marks(axes, series, places));
  }

  /** Points, each with its interval as an upright line. */
  static Trace points(Axes axes, int series, List<Place> places) {
    StringBuilder intervals = new StringBuilder();
    for (Place place : places) {
      Interval interval = place.up().interval();
      if (interval != null) {
        intervals.append(
            "M%s %sV%s"
                .formatted(
                    axes.across().at(place.across()),
                    axes.up().at(interval.lower()),
                    axes.up().at(interval.upper())));
      }
    }
    return new Trace(series, "", intervals.toString(), marks(axes, series, places));
  }

  private static void part(Axes axes, List<Place> run, StringBuilder line, StringBuilder band) {
    StringBuilder back = new StringBuilder();
    StringBuilder forth = new StringBuilder();
    boolean whole = run.size() > 1;
    for (int i = 0; i < run.size(); i++) {
      Place place = run.get(i);
      Double value = place.up().value();
      Interval interval = place.up().interval();
      double x = axes.across().at(place.across());
      if (value != null && whole) {
        line.append(i == 0 ? "M" : "L").append(point(x, axes.up().at(value)));
      }
      // The unchanged map's change is known without an interval: the band begins in a point.
      Double lower = interval == null ? value : Double.valueOf(interval.lower());
      Double upper = interval == null ? value : Double.valueOf(interval.upper());
      if (lower != null && upper != null) {
        forth.append(i == 0 ? "M" : "L").append(point(x, axes.up().at(upper)));
        back.insert(0, "L" + point(x, axes.up().at(lower)));
      }
    }
    if (whole) {
      band.append(forth).append(back).append("Z");
    }
  }

  private static String point(double x, double y) {
    return String.format(Locale.ROOT, "%s %s", x, y);
  }

  private static List<Forest.Mark> marks(Axes axes, int series, List<Place> places) {
    List<Forest.Mark> marks = new ArrayList<>();
    for (Place place : places) {
      Double value = place.up().value();
      if (value != null) {
        double x = axes.across().at(place.across());
        double y = axes.up().at(value);
        marks.add(
            new Forest.Mark(
                series, "point", Forest.shape(series, x, y, 3.5), x, y, null, null, place.title()));
      }
    }
    return List.copyOf(marks);
  }
}
