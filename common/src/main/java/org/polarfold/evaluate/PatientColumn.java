package org.polarfold.evaluate;

import java.util.Arrays;

/** A number for each patient, with the row that told it; every row must tell the same. */
final class PatientColumn {

  private static final int FEW = 64;

  private double[] values = new double[0];
  private long[] rows = new long[0];

  /**
   * Takes a value for a patient.
   *
   * @param row from 1
   * @return the row that told another value before, 0 where none did
   */
  long agree(int patient, double value, long row) {
    if (patient >= values.length) {
      int larger = Math.max(FEW, 2 * patient + 1);
      values = Arrays.copyOf(values, larger);
      rows = Arrays.copyOf(rows, larger);
    }
    if (rows[patient] == 0) {
      values[patient] = value;
      rows[patient] = row;
    }
    return values[patient] == value ? 0 : rows[patient];
  }

  /** How many patients the column has room for; those beyond have no value. */
  int size() {
    return values.length;
  }

  boolean has(int patient) {
    return patient < rows.length && rows[patient] != 0;
  }

  double value(int patient) {
    return values[patient];
  }

  long row(int patient) {
    return rows[patient];
  }

  /** The values in another order of patients: {@code byName[new] = old}; otherwise where none. */
  double[] ordered(int[] byName, double otherwise) {
    return Arrays.stream(byName).mapToDouble(old -> has(old) ? values[old] : otherwise).toArray();
  }
}
