package org.polarfold.familiarity;

import java.io.Serializable;
import java.util.List;

/** Brings values to mean 0 and variance 1 over some patients; one that never varies becomes 0. */
final class Standardisation implements Serializable {

  private static final long serialVersionUID = 1L;

  private final double[] centre;
  private final double[] spread;

  /**
   * Learns.
   *
   * @param patients at least one, of equally many values
   */
  Standardisation(List<double[]> patients) {
    int p = patients.get(0).length;
    centre = new double[p];
    spread = new double[p];
    for (double[] patient : patients) {
      for (int j = 0; j < p; j++) {
        centre[j] += patient[j] / patients.size();
      }
    }
    for (double[] patient : patients) {
      for (int j = 0; j < p; j++) {
        double left = patient[j] - centre[j];
        spread[j] += left * left / patients.size();
      }
    }
    for (int j = 0; j < p; j++) {
      // Rounding of the mean alone must not become a value's whole variance.
      spread[j] = spread[j] > 1e-20 * centre[j] * centre[j] ? Math.sqrt(spread[j]) : 0;
    }
  }

  double[] of(double[] patient) {
    double[] z = new double[patient.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = spread[j] > 0 ? (patient[j] - centre[j]) / spread[j] : 0;
    }
    return z;
  }

  double[][] of(List<double[]> patients) {
    return patients.stream().map(this::of).toArray(double[][]::new);
  }
}
