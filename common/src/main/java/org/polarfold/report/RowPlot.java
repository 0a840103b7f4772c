package org.polarfold.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays rows of estimates out below one another: a forest plot whose rows are groups, kinds of map
 * or models rather than sites. A line without marks is the heading of those that follow.
 */
final class RowPlot {

  private static final double WIDTH = 560;
  static final double FROM = 226;
  static final double TO = 544;

  private static final int NAME_LENGTH = 30;

  /** Above and below the middle of its row a line at chance reaches so far, pixels. */
  private static final double CHANCE = 9;

  /** Marks of a line, once the middle of its row is known. */
  @FunctionalInterface
  interface Drawn {
    /** The mark at so many pixels from the top. */
    Forest.Mark at(double y);
  }

  /** One line of the plot. */
  record Line(String name, List<Drawn> marks) {}

  private RowPlot() {}

  /**
   * The plot.
   *
   * @param figure its {@link FigureName}
   * @param label what it shows
   * @param axisLabel name and unit of the figures
   * @param reference the figure of no difference; null where there is none
   * @param series how many marks stand below one another in a row
   */
  static Forest of(
      String figure,
      String label,
      String axisLabel,
      Axis axis,
      @Nullable Double reference,
      int series,
      List<Line> lines) {
    double height = Forest.rowHeight(series);
    List<Forest.Row> rows = new ArrayList<>();
    for (Line line : lines) {
      double y = height * (rows.size() + 1.5);
      rows.add(
          new Forest.Row(
              Words.label(line.name(), NAME_LENGTH),
              y,
              line.marks().isEmpty(),
              line.marks().stream().map(mark -> mark.at(y)).toList()));
    }
    double axisY = height * (rows.size() + 1) + 4;
    return new Forest(
        figure,
        label,
        WIDTH,
        axisY + 42,
        height,
        FROM,
        TO,
        height,
        axisY,
        axis.ticks(),
        reference == null ? null : axis.at(reference),
        axisLabel,
        List.copyOf(rows));
  }

  /** Where the mark of a series stands, from the middle of a row that has so many. */
  static double offset(int series, int all) {
    return 10.0 * series - 5.0 * (all - 1);
  }

  /** A short line across a row at what chance alone would give. */
  static Forest.Mark chance(Axis axis, double y, double value) {
    double x = axis.at(value);
    String path = "M%s %sV%s".formatted(x, y - CHANCE, y + CHANCE);
    return new Forest.Mark(3, "chance", path, x, y, null, null, "");
  }

  /** An estimate in words for a pointer or a screen reader. */
  static String told(String place, @Nullable Long n, String what, Estimate estimate) {
    String number = n == null ? "" : ", n = " + Words.count(n);
    String told = place + number + ": " + what + " " + Words.withInterval(estimate);
    return estimate.why() == null ? told : told + ": " + estimate.why();
  }
}
