package org.polarfold.simulate;

/**
 * How far maps are turned counter-clockwise against what the site says: the groove between the
 * ventricles was marked elsewhere.
 *
 * @param degrees in every study alike, -45 to 45
 * @param sdDegrees standard deviation between studies, 0 to 30
 */
public record Rotation(double degrees, double sdDegrees) {

  static final Rotation NONE = new Rotation(0, 0);

  public Rotation {
    KnobRange.require("rotation-degrees", degrees, -45, 45);
    KnobRange.require("rotation-sd-degrees", sdDegrees, 0, 30);
  }

  /** This study's rotation, within 60 degrees. */
  double draw(Draws draws) {
    return sdDegrees == 0 ? degrees : Math.min(Math.max(draws.normal(degrees, sdDegrees), -60), 60);
  }
}
