package org.polarfold.ingest;

import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;

/**
 * What a value may be, inclusive. Flow measured by PET agrees with microspheres from about 0.3 to 5
 * or 6 mL/min/g (Schelbert, Anatomy and physiology of coronary blood flow, J Nucl Cardiol
 * 2010;17:545). The bounds are wider on purpose, since single values scatter more than means and a
 * scar may fall below: they are Polarfold's own choice, made to catch a wrong unit or column, not
 * an unusual heart.
 *
 * @param least in the unit
 * @param most in the unit
 * @param unit as it is written
 */
record PhysiologicalRange(double least, double most, String unit) {

  /** Blood flow at rest, mL/min/g. */
  static final PhysiologicalRange REST = new PhysiologicalRange(0.1, 5, "mL/min/g");

  /** Blood flow under stress, mL/min/g. */
  static final PhysiologicalRange STRESS = new PhysiologicalRange(0.1, 10, "mL/min/g");

  /** Age in years, up to that of the oldest person known. */
  static final PhysiologicalRange AGE = new PhysiologicalRange(0, 122, "years");

  /** Flow reserve, a ratio. */
  static final PhysiologicalRange RESERVE = new PhysiologicalRange(0.1, 20, "as a ratio");

  /**
   * Uptake relative to the map's reference. Not to its largest value: a site may refer a map to the
   * mean of its brightest part, so that single values lie above 1.
   */
  static final PhysiologicalRange RELATIVE =
      new PhysiologicalRange(0, 1.5, "of the map's reference");

  /** The range of a map's values. */
  static PhysiologicalRange of(MapKind kind, Quantity quantity) {
    if (kind == MapKind.RESERVE) {
      return RESERVE;
    }
    if (quantity == Quantity.RELATIVE_UPTAKE) {
      return RELATIVE;
    }
    return kind == MapKind.REST ? REST : STRESS;
  }

  boolean holds(double value) {
    return value >= least && value <= most;
  }

  /** As it is shown: {@code 0.1 to 5.0 mL/min/g}. */
  String shown() {
    return least + " to " + most + " " + unit;
  }

  /** The value itself where it lies within. */
  double checked(double value, String column) throws RecordFlaw {
    if (!holds(value)) {
      throw new RecordFlaw(
          RejectionReason.OUT_OF_PHYSIOLOGICAL_RANGE, "column " + column + ": expected " + shown());
    }
    return value;
  }
}
