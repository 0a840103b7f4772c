package org.polarfold.evaluate;

import java.util.Comparator;
import org.polarfold.UserException;

/**
 * What is wrong with one value of one row of predictions.
 *
 * @param row its line or number, from 1
 * @param column the column's name
 * @param value as it stands there
 * @param expected what should
 */
record Complaint(long row, String column, Object value, String expected) {

  static final Comparator<Complaint> BY_ROW =
      Comparator.comparingLong(Complaint::row).thenComparing(Complaint::column);

  private static final int SHOWN = 60;
  private static final double LARGE = 1e9;

  /** The complaint as the user reads it, without the patient. */
  UserException about(RowPlaces places) {
    return new UserException(
        "Invalid predictions: %s, column %s: value %s (expected %s)"
            .formatted(places.place(row), column, shown(), expected));
  }

  private String shown() {
    if (value instanceof Number number) {
      double real = number.doubleValue();
      boolean whole = real == Math.rint(real) && Math.abs(real) < LARGE;
      return whole ? String.valueOf((long) real) : String.valueOf(number);
    }
    String text = value.toString();
    return "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + "\"";
  }
}
