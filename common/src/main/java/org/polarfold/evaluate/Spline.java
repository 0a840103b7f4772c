package org.polarfold.evaluate;

import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * A restricted cubic spline of four knots: cubic between them, linear beyond (Harrell, Regression
 * Modeling Strategies, 2nd edition 2015, section 2.4.5).
 *
 * @param knots four, strictly increasing
 */
record Spline(double[] knots) {

  private static final double[] PERCENT = {5, 35, 65, 95};

  /** Knots at the 5, 35, 65 and 95 % quantiles; none where they coincide. */
  static Estimate<Spline> through(double[] values) {
    double[] knots = quantiles(values, PERCENT);
    for (int j = 1; j < knots.length; j++) {
      if (!(knots[j] > knots[j - 1])) {
        return Estimate.none("the spline's knots coincide: too few scores differ");
      }
    }
    return Estimate.of(new Spline(knots));
  }

  /** Type 7 of Hyndman and Fan, The American Statistician 1996;50:361. */
  static double[] quantiles(double[] values, double... percent) {
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(values);
    double[] quantiles = new double[percent.length];
    for (int i = 0; i < percent.length; i++) {
      // Zero is no percentage there.
      quantiles[i] = percent[i] == 0 ? least(values) : percentile.evaluate(percent[i]);
    }
    return quantiles;
  }

  /**
   * What is not linear at a place.
   *
   * @param term 0 or 1
   */
  double curved(int term, double x) {
    double last = knots[3];
    double width = last - knots[2];
    double sum =
        cube(x - knots[term])
            - cube(x - knots[2]) * (last - knots[term]) / width
            + cube(x - last) * (knots[2] - knots[term]) / width;
    return sum / ((last - knots[0]) * (last - knots[0]));
  }

  /** A constant, the values and the two curved terms: four columns x values. */
  double[][] columns(double[] values) {
    double[][] columns = {
      CalibrationFits.ones(values.length),
      values,
      new double[values.length],
      new double[values.length]
    };
    for (int i = 0; i < values.length; i++) {
      columns[2][i] = curved(0, values[i]);
      columns[3][i] = curved(1, values[i]);
    }
    return columns;
  }

  private static double cube(double x) {
    return x > 0 ? x * x * x : 0;
  }

  private static double least(double[] values) {
    double least = values[0];
    for (double value : values) {
      least = Math.min(least, value);
    }
    return least;
  }
}
