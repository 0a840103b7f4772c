package org.polarfold.ingest;

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

  /** The value itself where it lies within. */
  double checked(double value, String column) throws RecordFlaw {
    if (!(value >= least && value <= most)) {
      throw new RecordFlaw(
          RejectionReason.OUT_OF_PHYSIOLOGICAL_RANGE,
          "column " + column + ": expected " + least + " to " + most + " " + unit);
    }
    return value;
  }
}
