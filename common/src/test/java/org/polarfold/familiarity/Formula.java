package org.polarfold.familiarity;

import java.util.ArrayList;
import java.util.List;

/** Patients by formula, as NumPy had them too. */
final class Formula {

  private Formula() {}

  /** sin(1.7 i j + shift) + 0.3 j cos(0.9 i + j), i = 1..n, j = 1..p. */
  static List<double[]> patients(int n, int p, double shift) {
    List<double[]> patients = new ArrayList<>();
    for (int i = 1; i <= n; i++) {
      double[] values = new double[p];
      for (int j = 1; j <= p; j++) {
        values[j - 1] = Math.sin(1.7 * i * j + shift) + 0.3 * j * Math.cos(0.9 * i + j);
      }
      patients.add(values);
    }
    return patients;
  }
}
