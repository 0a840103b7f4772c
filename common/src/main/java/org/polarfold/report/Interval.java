package org.polarfold.report;

/** An interval of 95 %, on the scale of its estimate; both ends finite. */
record Interval(double lower, double upper) {

  boolean overlaps(Interval other) {
    return lower <= other.upper && other.lower <= upper;
  }
}
