package org.polarfold.coverage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * The patients of one simulated consortium.
 *
 * @param sites their populations
 * @param site of each patient, its place in {@code sites}
 * @param labels 0 or 1, one a patient
 * @param rows patients x (1 + features); the first of each is 1, for the intercept
 */
record Cohort(List<SiteTruth> sites, int[] site, byte[] labels, double[][] rows) {

  /** Draws patients, label first. */
  static Cohort draw(List<SiteTruth> sites, long seed) {
    RandomGenerator random = new Well19937c(seed);
    int n = sites.stream().mapToInt(SiteTruth::patients).sum();
    Cohort cohort = new Cohort(sites, new int[n], new byte[n], new double[n][]);
    int i = 0;
    for (int s = 0; s < sites.size(); s++) {
      SiteTruth truth = sites.get(s);
      for (int j = 0; j < truth.patients(); j++, i++) {
        cohort.site[i] = s;
        cohort.labels[i] = (byte) (random.nextDouble() < truth.prevalence() ? 1 : 0);
        cohort.rows[i] = row(truth, cohort.labels[i], random);
      }
    }
    return cohort;
  }

  /** Features of one new patient of a site, with a 1 before them. */
  static double[] row(SiteTruth truth, int label, RandomGenerator random) {
    double[] row = new double[1 + SiteTruth.FEATURES];
    row[0] = 1;
    for (int j = 0; j < SiteTruth.FEATURES; j++) {
      double mean = truth.artefact()[j] + (label - 0.5) * truth.difference()[j];
      row[j + 1] = mean + random.nextGaussian();
    }
    return row;
  }

  int size() {
    return labels.length;
  }

  /** The patients of a site. */
  int[] at(int wanted) {
    return IntStream.range(0, size()).filter(i -> site[i] == wanted).toArray();
  }

  /** How many of some patients have label 1. */
  int events(int[] patients) {
    return Arrays.stream(patients).map(i -> labels[i]).sum();
  }
}
