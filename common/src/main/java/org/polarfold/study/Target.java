package org.polarfold.study;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a model is asked to tell from a map: a label of 0 or 1, or missing. */
public enum Target {
  /** Impaired flow reserve: mean reserve of the left ventricle below 2.0. */
  IMPAIRED_MFR(false),
  /** 1 male, 0 female. */
  SEX(true),
  /** 1 current smoker. */
  SMOKING(true),
  HYPERTENSION(true),
  DYSLIPIDAEMIA(true),
  DIABETES(true);

  private final boolean trait;

  Target(boolean trait) {
    this.trait = trait;
  }

  /** Whether it is a trait of the patient (learnt in step 2) rather than a finding (step 1). */
  public boolean isTrait() {
    return trait;
  }

  /** The target of a {@link #key}. */
  public static Optional<Target> of(String key) {
    return Arrays.stream(values()).filter(target -> target.key().equals(key)).findFirst();
  }

  /** The name used in files and configuration, as {@code impaired_mfr}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
