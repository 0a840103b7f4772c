package org.polarfold.ingest;

import org.polarfold.experiment.Settings;
import org.polarfold.study.PolarDisc;

/** Reads from site.conf where in a picture its polar map lies. */
final class DiscSettings {

  private static final double STANDARD_ANTERIOR = 90;

  private DiscSettings() {}

  /**
   * Reads {@code centre-x}, {@code centre-y}, {@code radius} and, where they differ from the
   * standard display, {@code inner-radius}, {@code anterior-degrees} and {@code mirrored}.
   */
  static PolarDisc of(Settings disc) {
    double centreX = disc.real("centre-x", 0, PolarDisc.LARGEST_RADIUS);
    double centreY = disc.real("centre-y", 0, PolarDisc.LARGEST_RADIUS);
    double radius = disc.real("radius", PolarDisc.LEAST_RADIUS, PolarDisc.LARGEST_RADIUS);
    double innerRadius = disc.real("inner-radius", 0, radius / 2, 0);
    double anterior = disc.real("anterior-degrees", -360, 360, STANDARD_ANTERIOR);
    boolean mirrored = disc.has("mirrored") && disc.truth("mirrored");
    PolarDisc read = new PolarDisc(centreX, centreY, radius, innerRadius, anterior, mirrored);
    if (read.left() < 0 || read.top() < 0) {
      throw disc.invalid("radius", "a disc that does not leave the picture");
    }
    return read;
  }
}
