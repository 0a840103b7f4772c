package org.polarfold.evaluate;

import java.util.List;

/**
 * Distances between score and smoothed observed share over patients (Austin and Steyerberg,
 * Statistics in Medicine 2019;38:4051).
 *
 * @param ici the mean, in [0, 1]
 * @param e50 the median
 * @param e90 the 90th percentile
 */
record CalibrationErrors(double ici, double e50, double e90) {

  /** The means over repeats. */
  static CalibrationErrors mean(List<CalibrationErrors> repeats) {
    double ici = 0;
    double e50 = 0;
    double e90 = 0;
    for (CalibrationErrors errors : repeats) {
      ici += errors.ici / repeats.size();
      e50 += errors.e50 / repeats.size();
      e90 += errors.e90 / repeats.size();
    }
    return new CalibrationErrors(ici, e50, e90);
  }
}
