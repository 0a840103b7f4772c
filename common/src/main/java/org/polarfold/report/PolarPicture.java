package org.polarfold.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarfold.study.PolarMap;

/**
 * A map of 30 x 72 places as a disc: places of one colour are one path, so that a picture takes
 * tens of kilobytes and no raster image. The apex is in the centre, the anterior wall at 12
 * o'clock.
 *
 * @param figure its {@link FigureName}
 * @param caption what it is of
 * @param patches by colour
 */
record PolarPicture(String figure, String caption, List<Patch> patches) {

  /** Shades on either side of none. */
  private static final int SHADES = 12;

  /** All places of one colour. */
  record Patch(String fill, String path) {}

  /**
   * The picture of attributions.
   *
   * @param places 2,160 values, ring by ring from the apex
   * @param most as far as the scale reaches on either side; above 0
   */
  static PolarPicture of(String figure, String caption, List<Float> places, double most) {
    ColourScale scale = ColourScale.about0(SHADES);
    Map<Integer, StringBuilder> byShade = new TreeMap<>();
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      int from = 0;
      for (int sector = 1; sector <= PolarMap.SECTORS; sector++) {
        int shade = shade(places, ring, from, most);
        if (sector == PolarMap.SECTORS || shade(places, ring, sector, most) != shade) {
          byShade
              .computeIfAbsent(shade, key -> new StringBuilder())
              .append(patch(ring, from, sector));
          from = sector;
        }
      }
    }
    List<Patch> patches = new ArrayList<>();
    byShade.forEach((shade, path) -> patches.add(new Patch(scale.colour(shade), path.toString())));
    return new PolarPicture(figure, caption, List.copyOf(patches));
  }

  private static int shade(List<Float> places, int ring, int sector, double most) {
    double share = places.get(PolarMap.index(ring, sector)) / most;
    return (int) Math.round(Math.max(-1, Math.min(1, share)) * SHADES);
  }

  /** A part of a ring, from one sector up to another; a whole ring is drawn in two halves. */
  private static String patch(int ring, int from, int to) {
    if (to - from > PolarMap.SECTORS / 2) {
      int middle = (from + to) / 2;
      return patch(ring, from, middle) + patch(ring, middle, to);
    }
    double step = Bullseye.RIM / PolarMap.RINGS;
    double inner = Axis.round(ring * step);
    double outer = Axis.round((ring + 1) * step);
    double degrees = 360.0 / PolarMap.SECTORS;
    double[] a = Bullseye.at(outer, from * degrees);
    double[] b = Bullseye.at(outer, to * degrees);
    double[] c = Bullseye.at(inner, to * degrees);
    double[] d = Bullseye.at(inner, from * degrees);
    return "M%s %sA%s %s 0 0 0 %s %sL%s %sA%s %s 0 0 1 %s %sZ"
        .formatted(a[0], a[1], outer, outer, b[0], b[1], c[0], c[1], inner, inner, d[0], d[1]);
  }
}
