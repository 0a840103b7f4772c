package org.polarfold.simulate;

import java.util.Locale;

/**
 * Race as a consortium may collect it. It acts on the odds of traits ({@link Odds}) and on referral
 * to angiography, and not on flow by itself (assumed).
 */
enum Race {
  WHITE(0.72),
  BLACK(0.14),
  ASIAN(0.06),
  OTHER(0.08);

  /** Share of patients where a site says nothing else (assumed). */
  final double usualShare;

  Race(double usualShare) {
    this.usualShare = usualShare;
  }

  /** The name used in configuration and truth, as {@code black}. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
