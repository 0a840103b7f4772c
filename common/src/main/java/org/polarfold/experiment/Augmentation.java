package org.polarfold.experiment;

import java.io.Serializable;

/**
 * How the maps of training studies are varied, in what scanners and sites differ in; never
 * mirrored, which no heart is. Every variant is computed once and kept; an epoch takes one of them,
 * or the map itself, of every study.
 *
 * @param variants of a map, beside itself; 0 for none
 * @param rotationDegrees the largest turn either way
 * @param gain the largest factor is 1 + gain, the smallest its reciprocal
 * @param blurDegrees standard deviation of the widest blur along a ring, and as far across rings
 * @param noise standard deviation of what is added to every value, as a share of the map's mean
 */
public record Augmentation(
    int variants, double rotationDegrees, double gain, double blurDegrees, double noise)
    implements Serializable {

  /** Maps as they are. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0);

  static Augmentation from(Settings settings) {
    return new Augmentation(
        settings.whole("variants", 1, 100),
        settings.real("rotation-degrees", 0, 30, 0),
        settings.real("gain", 0, 1, 0),
        settings.real("blur-degrees", 0, 30, 0),
        settings.real("noise", 0, 1, 0));
  }
}
