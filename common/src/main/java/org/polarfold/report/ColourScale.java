package org.polarfold.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Figures to colours, from dark to light and evenly to the eye. Nine stops of <i>viridis</i> (van
 * der Walt and Smith, SciPy 2015), which keeps its order in grey and with colour-deficient vision.
 *
 * @param min the figure of the darkest colour
 * @param max the figure of the lightest; above min
 */
public record ColourScale(double min, double max) {

  private static final int[][] STOPS = {
    {68, 1, 84},
    {71, 45, 123},
    {59, 82, 139},
    {44, 114, 142},
    {33, 145, 140},
    {40, 174, 128},
    {94, 201, 98},
    {173, 220, 48},
    {253, 231, 37}
  };

  /** The colour of a figure as {@code #rrggbb}; beyond the ends that of the end. */
  public String colour(double value) {
    int[] rgb = rgb(value);
    return String.format(Locale.ROOT, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
  }

  /** The ink that is read on that colour: white or near black, whichever contrasts more. */
  String ink(double value) {
    double luminance = luminance(rgb(value));
    return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#111111";
  }

  /** The colours from min to max in equal steps, for the legend's gradient. */
  public static List<String> stops() {
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
