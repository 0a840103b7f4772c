package org.polarfold.simulate;

import java.util.Locale;

/**
 * A coronary artery and the segments that the 17-segment model assigns to it (Cerqueira et al.,
 * Circulation 2002;105:539). The circulation is right-dominant in everybody (assumed).
 */
enum Vessel {
  LAD(0.55, 1, 2, 7, 8, 13, 14, 17),
  RCA(0.45, 3, 4, 9, 10, 15),
  LCX(0.40, 5, 6, 11, 12, 16);

  /** Probability of being narrowed in a patient in whom another one certainly is (assumed). */
  final double usualShare;

  /** One bit for each segment, by AHA number. */
  private final int segments;

  Vessel(double usualShare, int... segments) {
    this.usualShare = usualShare;
    int bits = 0;
    for (int segment : segments) {
      bits |= 1 << segment;
    }
    this.segments = bits;
  }

  /** Whether it supplies a segment, 1 to 17. */
  boolean supplies(int segment) {
    return (segments >> segment & 1) == 1;
  }

  /** The name used in configuration and truth, as {@code lad}. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
