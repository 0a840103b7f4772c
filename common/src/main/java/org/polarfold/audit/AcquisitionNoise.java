package org.polarfold.audit;

import java.util.Arrays;
import org.polarfold.study.PolarMap;

/**
 * What of a map is noise: how much neighbouring values differ beyond what a straight line through
 * them explains, ring by ring from apex to base, and how far that reaches. A scanner,
 * reconstruction or program has its own grain, whatever heart it looks at. All of it is relative to
 * the flow right there, so that neither level nor gain of flow has a part in it; walls and defects,
 * which are smooth over three values, hardly have.
 */
public final class AcquisitionNoise {

  /** Rings that are summarised together, as many as the apex has. */
  private static final int BAND = 6;

  private static final int BANDS = PolarMap.RINGS / BAND;

  /** Of each band: amount, and its ratio to that two sectors apart and to that across rings. */
  private static final int OF_A_BAND = 3;

  /** Below this share of the flow differences are rounding, as of maps read off colours. */
  private static final double LEAST = 1e-6;

  private AcquisitionNoise() {}

  /**
   * The noise of a map.
   *
   * @return 15 values: of five bands of six rings each, from the apex, the natural logarithms of
   *     the median relative difference between neighbouring sectors, of that between sectors two
   *     apart to it, and of that between neighbouring rings to it
   */
  public static double[] of(PolarMap map) {
    double[] values = new double[BANDS * OF_A_BAND];
    for (int band = 0; band < BANDS; band++) {
      double sectors = amount(map, band, 0, 1);
      values[band * OF_A_BAND] = sectors;
      values[band * OF_A_BAND + 1] = amount(map, band, 0, 2) - sectors;
      values[band * OF_A_BAND + 2] = amount(map, band, 1, 0) - sectors;
    }
    return values;
  }

  /** The logarithm of the median second difference along a step, relative to the mean there. */
  private static double amount(PolarMap map, int band, int rings, int sectors) {
    double[] relative = new double[BAND * PolarMap.SECTORS];
    int n = 0;
    for (int ring = band * BAND; ring < (band + 1) * BAND; ring++) {
      if (ring - rings >= 0 && ring + rings < PolarMap.RINGS) {
        for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
          double before = map.at(ring - rings, Math.floorMod(sector - sectors, PolarMap.SECTORS));
          double here = map.at(ring, sector);
          double after = map.at(ring + rings, (sector + sectors) % PolarMap.SECTORS);
          double level = Math.abs(before + 2 * here + after) / 4;
          double difference = Math.abs(before - 2 * here + after);
          relative[n++] = difference == 0 ? 0 : difference / Math.max(level, difference);
        }
      }
    }
    Arrays.sort(relative, 0, n);
    return Math.log(Math.max(LEAST, (relative[(n - 1) / 2] + relative[n / 2]) / 2));
  }
}
