package org.polarfold.study;

import java.util.Locale;

/** Which of a study's three polar maps. */
public enum MapKind {
  /** Myocardial blood flow at rest, mL/min/g. */
  REST("mL/min/g"),
  /** Myocardial blood flow under stress, mL/min/g. */
  STRESS("mL/min/g"),
  /** Myocardial flow reserve, stress over rest, dimensionless. */
  RESERVE("1");

  private final String unit;

  MapKind(String unit) {
    this.unit = unit;
  }

  /** The unit in UCUM's notation; "1" where dimensionless. */
  public String unit() {
    return unit;
  }

  /** The name used in files and configuration: {@code rest}, {@code stress} or {@code reserve}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
