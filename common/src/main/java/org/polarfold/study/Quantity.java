package org.polarfold.study;

import java.util.Locale;

/** What the values of a study's rest and stress maps measure. */
public enum Quantity {
  /** Absolute myocardial blood flow, mL/min/g; stress over rest is a flow reserve. */
  FLOW("mL/min/g"),
  /**
   * Uptake relative to the map's own reference, dimensionless, as SPECT yields it. It has no unit
   * of flow and no flow reserve.
   */
  RELATIVE_UPTAKE("1");

  private final String unit;

  Quantity(String unit) {
    this.unit = unit;
  }

  /** The unit of rest and stress maps in UCUM's notation; "1" where dimensionless. */
  public String unit() {
    return unit;
  }

  /** The name used in files and configuration: {@code flow} or {@code relative-uptake}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
