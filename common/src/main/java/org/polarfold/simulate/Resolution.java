package org.polarfold.simulate;

/**
 * How finely and how quietly a site's camera sees. All assumed.
 *
 * @param blurDegrees standard deviation of the point spread around the axis, 0 to 30 degrees
 * @param blurRings the same along the axis, 0 to 5 rings
 * @param noise standard deviation of log flow a grid value, 0 to 0.5
 */
public record Resolution(double blurDegrees, double blurRings, double noise) {

  /** No shift. */
  public static final Resolution REFERENCE = new Resolution(5, 0.8, 0.06);

  public Resolution {
    KnobRange.require("blur-degrees", blurDegrees, 0, 30);
    KnobRange.require("blur-rings", blurRings, 0, 5);
    KnobRange.require("noise", noise, 0, 0.5);
  }
}
