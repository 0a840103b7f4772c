package org.polarfold.simulate;

import java.util.Locale;

/** What may be wrong with a planted record. Each makes exactly one record that cannot be used. */
enum FaultKind {
  /** A flow value that is no number. */
  NON_NUMERIC,
  /** A flow value of 99 mL/min/g. */
  OUT_OF_RANGE,
  /** No stress flow. */
  MISSING_STATE,
  /** A row of maps that is repeated; the first one is good and stays. */
  DUPLICATE_MAP_ROW,
  /** A row of maps with half of its columns. */
  TRUNCATED_ROW,
  /** A label outside the site's own vocabulary. */
  UNKNOWN_LABEL,
  /** A row of the patient table and no maps. */
  PATIENT_WITHOUT_MAPS,
  /** Maps and no row of the patient table. */
  MAPS_WITHOUT_PATIENT;

  /** The name used in configuration and truth, as {@code non-numeric}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
