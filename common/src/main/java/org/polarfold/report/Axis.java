package org.polarfold.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear scale from figures to pixels, with round ticks.
 *
 * @param min the figure at {@code from}
 * @param max the figure at {@code to}; above min
 * @param from pixel of min
 * @param to pixel of max
 * @param ticks round figures within, about five
 */
record Axis(double min, double max, double from, double to, List<Tick> ticks) {

  /** A tick's place, its figure and its label. */
  record Tick(double x, double value, String label) {}

  /**
   * An axis that holds some figures.
   *
   * @param low the least figure; with {@code high} not above it the fallback of one unit is used
   * @param high the largest figure
   */
  static Axis holding(double low, double high, double from, double to) {
    double span = high > low ? high - low : 1;
    double step = roundStep(span / 5);
    double min = Math.floor(low / step + 1e-9) * step;
    double max = Math.ceil((low + span) / step - 1e-9) * step;
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i <= Math.round((max - min) / step); i++) {
      double value = min + i * step;
      double x = from + (value - min) / (max - min) * (to - from);
      ticks.add(new Tick(round(x), value, Words.figure(value, decimals)));
    }
    return new Axis(min, max, from, to, List.copyOf(ticks));
  }

  /** The pixel of a figure, to a hundredth. */
  double at(double value) {
    return round(from + (value - min) / (max - min) * (to - from));
  }

  /** To a hundredth of a pixel: finer is invisible and makes the file long. */
  static double round(double pixels) {
    return Math.round(pixels * 100) / 100.0;
  }

  /** The least of 1, 2 and 5 times a power of ten that is not below a step. */
  private static double roundStep(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= step * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
