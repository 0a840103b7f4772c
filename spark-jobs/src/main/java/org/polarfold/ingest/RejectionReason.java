package org.polarfold.ingest;

import java.util.Locale;

/** Why a record of a site is not a study. */
public enum RejectionReason {
  /** The row cannot be taken apart, or its identifier, state, segment or date cannot be read. */
  UNREADABLE_RECORD,
  /** A file of one map cannot be read to its end, or is none of its format. */
  UNREADABLE_FILE,
  /** The file's format is known and one that is not read, as a compressed DICOM file. */
  UNSUPPORTED_ENCODING,
  /** The row or file has another number of values than site.conf says. */
  WRONG_SHAPE,
  /** A cell that should hold a number holds something else, or some values of a map are missing. */
  NOT_A_NUMBER,
  /** A number is NaN or infinite. */
  NON_FINITE,
  /** A number that no living heart or patient has ({@link PhysiologicalRange}). */
  OUT_OF_PHYSIOLOGICAL_RANGE,
  /** Most values of a map are such: it is in another unit than site.conf says. */
  UNIT_MISMATCH,
  /** The colours of a picture are not those of its colour table. */
  COLOURS_DO_NOT_FIT,
  /** A state that the site sends of every study is not there, or holds no value at all. */
  MISSING_MAP,
  /** The reserve that was sent is not stress over rest. */
  RESERVE_DISAGREES,
  /** The segment means that were sent are not those of the map. */
  SEGMENT_MEANS_DISAGREE,
  /** The segment means that were sent are those of the map turned or mirrored. */
  IMPLAUSIBLE_ORIENTATION,
  /** There are maps or a row of a further table, and no row in the patient table. */
  NO_PATIENT_ROW,
  /** There is a row in the patient table, and no map. */
  NO_MAPS,
  /** The same patient (and state) again at the same site; the first stays. */
  DUPLICATE_RECORD,
  /** A word is none of those that site.conf declares. */
  LABEL_NOT_IN_VOCABULARY,
  /** What site.conf declares as two facts contradict one another, as a result of no angiography. */
  CONTRADICTORY_LABELS,
  /** The very same maps under two pseudonyms; the first by site and pseudonym stays. */
  DUPLICATE_MAP,
  /** Nearly the same maps under two pseudonyms; the first by site and pseudonym stays. */
  NEAR_DUPLICATE_MAP,
  /** The same pseudonym at two sites; the first site by name stays. */
  DUPLICATE_PATIENT;

  /** The name in files, as {@code out-of-physiological-range}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
