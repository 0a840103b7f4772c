package org.polarfold.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.polarfold.experiment.Settings;
import org.polarfold.ingest.ColourTable.Place;
import org.polarfold.study.DiscReading;
import org.polarfold.study.PolarDisc;

/**
 * The values that the colours of a disc stand for. Pixels whose colour is none of the table's
 * (letters, lines), and those beside them, into which letters are blurred, are not used.
 */
final class ColourReading {

  private static final double MOST_ABSENT = 0.2;
  private static final double MOST_ABSENT_CELLS = 0.4;
  private static final double MOST_AT_AN_END = 0.25;

  private final double[] values;
  private final double residual;

  /**
   * Which colours are taken for those of the map.
   *
   * @param pixel how far the colour of a pixel that is used may lie from the table, as {@link
   *     Place#distance} measures
   * @param residual how far, as root mean square, those of all that are used may
   * @param overlays 0xRRGGBB of letters and lines; pixels about as near to one of these are not
   *     used even where the table has such a colour
   */
  record Limits(double pixel, double residual, List<Integer> overlays) {

    private static final double PIXEL = 0.1;
    private static final double RESIDUAL = 0.04;

    /** Lines are blurred at their edges; this is what makes a thin one found. */
    private static final double OVERLAY = 0.2;

    /**
     * Reads {@code worst-colour-distance}, {@code worst-residual} and {@code overlays}, all of
     * which may be left out.
     */
    static Limits of(Settings maps) {
      return new Limits(
          maps.real("worst-colour-distance", 0, 1, PIXEL),
          maps.real("worst-residual", 0, 1, RESIDUAL),
          maps.textsOrEmpty("overlays", List.of()).stream()
              .map(
                  text ->
                      PictureColours.rgb(text)
                          .orElseThrow(() -> maps.invalid("overlays", "\"#rrggbb\" each")))
              .toList());
    }

    private boolean isOverlay(int rgb) {
      return overlays.stream().anyMatch(o -> ColourTable.distance(o, rgb) <= OVERLAY);
    }
  }

  private ColourReading(double[] values, double residual) {
    this.values = values;
    this.residual = residual;
  }

  /** 2,160 values of the canonical grid in the site's unit. */
  double[] values() {
    return values;
  }

  /** Root mean square of the used colours' distances from the table, 0 to 1. */
  double residual() {
    return residual;
  }

  /**
   * Reads a disc.
   *
   * @param pixels hold the whole disc
   * @throws RecordFlaw where the colours are not those of the table, or too many are those of its
   *     ends, beyond which values cannot be told
   */
  static ColourReading of(PolarDisc disc, PixelBlock pixels, ColourTable table, Limits limits)
      throws RecordFlaw {
    double[] read = new double[pixels.columns() * pixels.rows()];
    Arrays.fill(read, Double.NaN);
    RememberedPlaces places = new RememberedPlaces(table);
    double squares = 0;
    long used = 0;
    long absent = 0;
    long atLow = 0;
    long atHigh = 0;
    for (int y = pixels.top(); y < pixels.top() + pixels.rows(); y++) {
      for (int x = pixels.left(); x < pixels.left() + pixels.columns(); x++) {
        if (disc.holds(x, y)) {
          int rgb = pixels.rgb(x, y);
          Place place = places.nearest(rgb);
          if (pixels.isOpaque(x, y)
              && place.distance() <= limits.pixel()
              && !limits.isOverlay(rgb)) {
            read[pixels.index(x, y)] = place.value();
            squares += place.distance() * place.distance();
            used++;
            atLow += table.isLowEnd(place.value()) ? 1 : 0;
            atHigh += table.isHighEnd(place.value()) ? 1 : 0;
          } else {
            absent++;
          }
        }
      }
    }
    double residual = Math.sqrt(squares / Math.max(used, 1));
    if (absent > MOST_ABSENT * (used + absent)) {
      throw unlike("%.0f %% of its disc have none of them", 100.0 * absent / (used + absent));
    }
    if (residual > limits.residual()) {
      throw unlike("the residual is %.3f", residual);
    }
    if (Math.max(atLow, atHigh) > MOST_AT_AN_END * used) {
      throw new RecordFlaw(
          RejectionReason.COLOURS_DO_NOT_FIT,
          "the picture: expected a scale that holds the map, and more than a quarter of its pixels"
              + " have the colour of the scale's end");
    }
    DiscReading reading =
        disc.toCanonical(
            (x, y) ->
                isBesideAbsent(disc, pixels, read, x, y) ? Double.NaN : read[pixels.index(x, y)]);
    if (reading.absentShare() > MOST_ABSENT_CELLS) {
      throw new RecordFlaw(
          RejectionReason.COLOURS_DO_NOT_FIT,
          "the picture: expected a map that letters and lines do not hide");
    }
    return new ColourReading(reading.filled(), residual);
  }

  private static RecordFlaw unlike(String how, double figure) {
    return new RecordFlaw(
        RejectionReason.COLOURS_DO_NOT_FIT,
        "the picture: expected the colours of its table, and "
            + String.format(Locale.ROOT, how, figure));
  }

  private static boolean isBesideAbsent(
      PolarDisc disc, PixelBlock pixels, double[] read, int x, int y) {
    for (int v = y - 1; v <= y + 1; v++) {
      for (int u = x - 1; u <= x + 1; u++) {
        if (disc.holds(u, v) && Double.isNaN(read[pixels.index(u, v)])) {
          return true;
        }
      }
    }
    return false;
  }

  /** Finds a colour that has come before at once; most pictures have a few hundred. */
  private static final class RememberedPlaces {

    private static final int SIZE = 1 << 14;

    private final ColourTable table;
    private final int[] colours = new int[SIZE];
    private final Place[] places = new Place[SIZE];

    RememberedPlaces(ColourTable table) {
      this.table = table;
      Place black = table.nearest(0);
      Arrays.fill(places, black);
    }

    Place nearest(int rgb) {
      int slot = (rgb * 0x9E3779B1) >>> 18;
      if (colours[slot] != rgb) {
        colours[slot] = rgb;
        places[slot] = table.nearest(rgb);
      }
      return places[slot];
    }
  }
}
