package org.polarfold.report;

import java.util.ArrayList;
import java.util.List;
import org.polarfold.study.Segment17;

/**
 * A mean map as the 17 segments of the American Heart Association (Cerqueira et al., Circulation
 * 2002;105:539): anterior at 12 o'clock, septum at 9, numbers counter-clockwise, apex in the
 * centre.
 *
 * @param figure its {@link FigureName}
 * @param site the site's name, or what else the map is of
 * @param description every value in words, for those who do not see it
 */
record Bullseye(String figure, String site, String description, List<Segment> segments) {

  /** Half the side of the square drawing; the rim is a little inside. */
  static final double CENTRE = 100;

  /** Radii of apex, apical, mid and basal rings: as many rings as on the canonical grid. */
  private static final double[] RADII = {19.6, 45.7, 71.9, 98};

  /** The rim. */
  static final double RIM = 98;

  /**
   * One segment.
   *
   * @param number 1 to 17
   * @param x where its figure stands, pixels to the right
   * @param y pixels downwards
   * @param value its figure to one decimal
   */
  record Segment(
      int number,
      String path,
      String fill,
      String ink,
      double x,
      double y,
      String value,
      String title) {}

  /**
   * The bullseye of 17 values.
   *
   * @param figure its {@link FigureName}
   * @param caption what it is of
   * @param scale that all which are compared with it use
   * @param decimals of the figures that stand in the segments; one more is told
   */
  static Bullseye of(
      String figure,
      String caption,
      List<Double> values,
      ColourScale scale,
      String unit,
      int decimals) {
    List<Segment> segments = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (int number = 1; number <= Segment17.COUNT; number++) {
      double value = values.get(number - 1);
      double[] label = label(number);
      String exact = Words.figure(value, decimals + 1);
      told.add(number + ": " + exact);
      segments.add(
          new Segment(
              number,
              path(number),
              scale.colour(value),
              scale.ink(value),
              label[0],
              label[1],
              Words.figure(value, decimals),
              "Segment " + number + " (" + SegmentName.of(number) + "): " + exact + unit));
    }
    return new Bullseye(figure, caption, String.join(", ", told), List.copyOf(segments));
  }

  /** Where a segment's figure stands: the middle of its ring and its angle. */
  static double[] label(int number) {
    if (number == Segment17.COUNT) {
      return new double[] {CENTRE, CENTRE};
    }
    int ring = ring(number);
    return at((RADII[ring] + RADII[ring - 1]) / 2, angle(number));
  }

  /** The outline of a segment. */
  static String path(int number) {
    if (number == Segment17.COUNT) {
      double r = RADII[0];
      return "M%s %s a%s %s 0 1 0 %s 0 a%s %s 0 1 0 -%s 0 Z"
          .formatted(CENTRE - r, CENTRE, r, r, 2 * r, r, r, 2 * r);
    }
    int ring = ring(number);
    double inner = RADII[ring - 1];
    double outer = RADII[ring];
    double half = width(number) / 2;
    double[] a = at(outer, angle(number) - half);
    double[] b = at(outer, angle(number) + half);
    double[] c = at(inner, angle(number) + half);
    double[] d = at(inner, angle(number) - half);
    return "M%s %s A%s %s 0 0 0 %s %s L%s %s A%s %s 0 0 1 %s %s Z"
        .formatted(a[0], a[1], outer, outer, b[0], b[1], c[0], c[1], inner, inner, d[0], d[1]);
  }

  /** Index of the segment's outer radius. */
  private static int ring(int number) {
    return number <= 6 ? 3 : number <= 12 ? 2 : 1;
  }

  private static double width(int number) {
    return number <= 12 ? 60 : 90;
  }

  /** Degrees counter-clockwise from 3 o'clock; the first of each ring is at 12. */
  private static double angle(int number) {
    int first = number <= 6 ? 1 : number <= 12 ? 7 : 13;
    return 90 + (number - first) * width(number);
  }

  /** Pixels right and down of a place on the disc. */
  static double[] at(double radius, double degrees) {
    double radians = Math.toRadians(degrees);
    return new double[] {
      Axis.round(CENTRE + radius * Math.cos(radians)),
      Axis.round(CENTRE - radius * Math.sin(radians))
    };
  }
}
