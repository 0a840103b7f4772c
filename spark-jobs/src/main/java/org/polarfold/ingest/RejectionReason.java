package org.polarfold.ingest;

import java.util.Locale;

/** Why a record of a site is not a study. */
public enum RejectionReason {
  /** The row cannot be taken apart, or its identifier or state cannot be read. */
  UNREADABLE_RECORD,
  /** The row has another number of cells than the header. */
  WRONG_SHAPE,
  /** A cell that should hold a number holds something else, or some values of a map are missing. */
  NOT_A_NUMBER,
  /** A number is NaN or infinite. */
  NON_FINITE,
  /** A number that no living heart or patient has ({@link PhysiologicalRange}). */
  OUT_OF_PHYSIOLOGICAL_RANGE,
  /** There is no rest map, no stress map, or one of them holds no value at all. */
  MISSING_MAP,
  /** There are maps, and no row in the patient table. */
  NO_PATIENT_ROW,
  /** There is a row in the patient table, and no map. */
  NO_MAPS,
  /** The same patient (and state) again in the same table; the first row stays. */
  DUPLICATE_RECORD,
  /** A label is neither of the words that site.conf declares. */
  LABEL_NOT_IN_VOCABULARY,
  /** The very same maps under two pseudonyms; the first by site and pseudonym stays. */
  DUPLICATE_MAP,
  /** The same pseudonym at two sites; the first site by name stays. */
  DUPLICATE_PATIENT;

  /** The name in files, as {@code out-of-physiological-range}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
