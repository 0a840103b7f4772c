package org.polarfold.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Figures to colours, evenly to the eye.
 *
 * @param min the figure of the first colour
 * @param max the figure of the last; above min
 */
public record ColourScale(double min, double max, Palette palette) {

  private static final int[][] VIRIDIS = {
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

  private static final int[][] PUOR = {
    {84, 39, 136},
    {128, 115, 172},
    {178, 171, 210},
    {216, 218, 235},
    {247, 247, 247},
    {254, 224, 182},
    {253, 184, 99},
    {224, 130, 20},
    {179, 88, 6}
  };

  /** Nine stops each, that stay apart with colour-deficient vision. */
  public enum Palette {
    /**
     * From dark to light: <i>viridis</i> (van der Walt and Smith, SciPy 2015), which keeps its
     * order in grey.
     */
    SEQUENTIAL,
    /**
     * From violet below over white to orange above: <i>PuOr</i> (Harrower and Brewer, The
     * Cartographic Journal 2003;40:27).
     */
    DIVERGING
  }

  private static int[][] colours(Palette palette) {
    return palette == Palette.SEQUENTIAL ? VIRIDIS : PUOR;
  }

  /** A scale from dark to light. */
  public ColourScale(double min, double max) {
    this(min, max, Palette.SEQUENTIAL);
  }

  /** A scale about zero; {@code most} is as far as it reaches on either side. */
  public static ColourScale about0(double most) {
    return new ColourScale(-most, most, Palette.DIVERGING);
  }

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
  static List<String> stops(Palette palette) {
    ColourScale unit = new ColourScale(0, colours(palette).length - 1, palette);
    return IntStream.range(0, colours(palette).length).mapToObj(unit::colour).toList();
  }

  private int[] rgb(double value) {
    int[][] stops = colours(palette);
    double share = Math.max(0, Math.min(1, (value - min) / (max - min)));
    double place = share * (stops.length - 1);
    int stop = (int) Math.min(stops.length - 2, Math.floor(place));
    double part = place - stop;
    int[] rgb = new int[3];
    for (int c = 0; c < 3; c++) {
      rgb[c] = (int) Math.round(stops[stop][c] + part * (stops[stop + 1][c] - stops[stop][c]));
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
