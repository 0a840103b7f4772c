package org.polarfold.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Colours that stand for values: stops with straight lines between them in RGB. Adjoining stops of
 * one colour (the bands of a stepped table) are one stop at the middle of their values.
 */
final class ColourTable {

  /** Stops of a table at most: as many as an 8-bit display has colours. */
  static final int MOST_STOPS = 256;

  /** Two values farther apart than this share of the table's range need colours of their own. */
  private static final double FAR_APART = 0.125;

  /** Colours nearer than this, 5 of 255 levels, cannot be told apart. */
  private static final double SAME_COLOUR = 0.02;

  /** An end that stands for a wider share of the range holds values that are no clipped ones. */
  private static final double NARROW_BAND = 1 / 64.0;

  private static final double FULL = 255;
  private static final int SAMPLES = 257;

  private final double[] values;
  private final double[][] colours;
  private final double low;
  private final double high;
  private final double widestBand;
  private final boolean narrowLowEnd;
  private final boolean narrowHighEnd;

  /**
   * A colour and the value it stands for.
   *
   * @param value in the site's unit
   * @param red 0 to 255, as green and blue
   */
  record Stop(double value, double red, double green, double blue) {
    private boolean isColourOf(Stop other) {
      return red == other.red && green == other.green && blue == other.blue;
    }
  }

  /**
   * A place of a table.
   *
   * @param value in the site's unit
   * @param distance how far the colour lies from that of the place: root mean square over the three
   *     channels as a share of their range, 0 to 1
   */
  record Place(double value, double distance) {}

  /**
   * Two values that cannot be told apart.
   *
   * @param first the lower
   * @param second the higher
   */
  record Ambiguity(double first, double second) {}

  /**
   * A table.
   *
   * @param stops 2 to many, values never falling, the last above the first
   */
  ColourTable(List<Stop> stops) {
    List<Stop> merged = new ArrayList<>();
    List<Double> widths = new ArrayList<>();
    for (int first = 0; first < stops.size(); ) {
      int last = first;
      while (last + 1 < stops.size() && stops.get(last + 1).isColourOf(stops.get(first))) {
        last++;
      }
      Stop stop = stops.get(first);
      widths.add(stops.get(last).value() - stop.value());
      merged.add(
          new Stop(
              (stop.value() + stops.get(last).value()) / 2, stop.red(), stop.green(), stop.blue()));
      first = last + 1;
    }
    this.low = stops.get(0).value();
    this.high = stops.get(stops.size() - 1).value();
    this.values = merged.stream().mapToDouble(Stop::value).toArray();
    this.colours =
        merged.stream()
            .map(s -> new double[] {s.red(), s.green(), s.blue()})
            .toArray(double[][]::new);
    this.widestBand = widths.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    this.narrowLowEnd = widths.get(0) <= NARROW_BAND * (high - low);
    this.narrowHighEnd = widths.get(widths.size() - 1) <= NARROW_BAND * (high - low);
  }

  /**
   * The place whose colour is nearest: the foot of the perpendicular on the nearest line.
   *
   * @param rgb 0xRRGGBB
   */
  Place nearest(int rgb) {
    double red = rgb >> 16 & 0xFF;
    double green = rgb >> 8 & 0xFF;
    double blue = rgb & 0xFF;
    double least = squared(colours[0], red, green, blue);
    double value = values[0];
    for (int i = 0; i + 1 < colours.length; i++) {
      double[] from = colours[i];
      double r = colours[i + 1][0] - from[0];
      double g = colours[i + 1][1] - from[1];
      double b = colours[i + 1][2] - from[2];
      double along =
          ((red - from[0]) * r + (green - from[1]) * g + (blue - from[2]) * b)
              / (r * r + g * g + b * b);
      double share = Math.min(Math.max(along, 0), 1);
      double away = squared(from, red - share * r, green - share * g, blue - share * b);
      if (away < least) {
        least = away;
        value = values[i] + share * (values[i + 1] - values[i]);
      }
    }
    return new Place(value, distance(least));
  }

  /** Whether a value is what the table gives for everything beyond one of its ends. */
  boolean isLowEnd(double value) {
    return narrowLowEnd && value <= values[0];
  }

  /** As {@link #isLowEnd} for the other end. */
  boolean isHighEnd(double value) {
    return narrowHighEnd && value >= values[values.length - 1];
  }

  /**
   * Two values farther apart than an eighth of the table's range that have about the same colour,
   * if there are any: what such a colour stands for is not known.
   */
  Optional<Ambiguity> ambiguity() {
    double far = FAR_APART * (high - low);
    if (widestBand > far || colours.length < 2) {
      return Optional.of(new Ambiguity(low, high));
    }
    double[] at = new double[SAMPLES];
    double[][] colour = new double[SAMPLES][];
    for (int i = 0; i < SAMPLES; i++) {
      at[i] = values[0] + (values[values.length - 1] - values[0]) * i / (SAMPLES - 1.0);
      colour[i] = colourAt(at[i]);
    }
    for (int i = 0; i < SAMPLES; i++) {
      for (int j = i + 1; j < SAMPLES; j++) {
        if (at[j] - at[i] > far
            && distance(squared(colour[i], colour[j][0], colour[j][1], colour[j][2]))
                < SAME_COLOUR) {
          return Optional.of(new Ambiguity(at[i], at[j]));
        }
      }
    }
    return Optional.empty();
  }

  private double[] colourAt(double value) {
    int next = 1;
    while (next < values.length - 1 && values[next] < value) {
      next++;
    }
    double width = values[next] - values[next - 1];
    double share = width == 0 ? 0 : Math.min(Math.max((value - values[next - 1]) / width, 0), 1);
    double[] colour = new double[3];
    for (int c = 0; c < 3; c++) {
      colour[c] = colours[next - 1][c] + share * (colours[next][c] - colours[next - 1][c]);
    }
    return colour;
  }

  private static double squared(double[] a, double red, double green, double blue) {
    double r = red - a[0];
    double g = green - a[1];
    double b = blue - a[2];
    return r * r + g * g + b * b;
  }

  /** How far two colours 0xRRGGBB lie apart, as {@link Place#distance} measures. */
  static double distance(int a, int b) {
    double red = (a >> 16 & 0xFF) - (b >> 16 & 0xFF);
    double green = (a >> 8 & 0xFF) - (b >> 8 & 0xFF);
    double blue = (a & 0xFF) - (b & 0xFF);
    return distance(red * red + green * green + blue * blue);
  }

  private static double distance(double squared) {
    return Math.sqrt(squared / 3) / FULL;
  }
}
