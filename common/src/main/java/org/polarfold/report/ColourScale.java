package org.polarfold.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Figures to colours, from dark to light and evenly to the eye. Nine stops of <i>cividis</i>
 * (Nunez, Anderton and Renslow, PLoS ONE 2018;13:e0199239), which reads alike with and without
 * colour-deficient vision.
 *
 * @param min the figure of the darkest colour
 * @param max the figure of the lightest; above min
 */
record ColourScale(double min, double max) {

  private static final int[][] STOPS = {
    {0, 34, 78},
    {18, 53, 112},
    {59, 73, 108},
    {87, 93, 109},
    {112, 113, 115},
    {138, 134, 120},
    {165, 156, 116},
    {195, 179, 105},
    {254, 232, 56}
  };

  /** The colour of a figure as {@code #rrggbb}; beyond the ends that of the end. */
  String colour(double value) {
    int[] rgb = rgb(value);
    return String.format(Locale.ROOT, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
  }

  /** The ink that is read on that colour: white or near black, whichever contrasts more. */
  String ink(double value) {
    double luminance = luminance(rgb(value));
    return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#111111";
  }

  /** The colours from min to max in equal steps, for the legend's gradient. */
  static List<String> stops() {
    ColourScale unit = new ColourScale(0, STOPS.length - 1);
    return IntStream.range(0, STOPS.length).mapToObj(unit::colour).toList();
  }

  private int[] rgb(double value) {
    double share = Math.max(0, Math.min(1, (value - min) / (max - min)));
    double place = share * (STOPS.length - 1);
    int stop = (int) Math.min(STOPS.length - 2, Math.floor(place));
    double part = place - stop;
    int[] rgb = new int[3];
    for (int c = 0; c < 3; c++) {
      rgb[c] = (int) Math.round(STOPS[stop][c] + part * (STOPS[stop + 1][c] - STOPS[stop][c]));
    }
    return rgb;
  }

  /** Relative luminance as WCAG 2 defines it. */
  private static double luminance(int[] rgb) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      double s = rgb[c] / 255.0;
      sum += weights[c] * (s <= 0.03928 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
