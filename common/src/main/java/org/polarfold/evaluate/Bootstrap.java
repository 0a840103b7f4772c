package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Patients drawn again with replacement, and an interval for each statistic over the same draws
 * (Efron and Tibshirani, An Introduction to the Bootstrap, 1993; Davison and Hinkley, Bootstrap
 * Methods and their Application, 1997).
 *
 * <p>A resample is not a list of patients but the number of times that each was drawn, so that
 * nothing is sorted again and every statistic is one pass.
 *
 * <p>The acceleration of the BCa interval is from the jackknife over patients: each of them left
 * out where there are at most 2,000, or where the statistic has a formula for it; beyond, each of
 * 2,000 groups left out together, every 2,000th patient to a group. Groups have the same
 * acceleration: the skewness of their influence is smaller by the root of their size, and so is the
 * root of their number.
 */
public final class Bootstrap {

  private static final int MOST_GROUPS = 2000;

  private final Resampling resampling;
  private final long seed;
  private final String unit;
  // Patients that are drawn among each other, by position; none where all are.
  private final int[][] classes;
  private final int patients;

  private Bootstrap(Resampling resampling, long seed, String unit, int[][] classes, int patients) {
    this.resampling = resampling;
    this.seed = seed;
    this.unit = unit;
    this.classes = classes;
    this.patients = patients;
  }

  /**
   * Draws patients, as many as there are.
   *
   * @param names of this use, for its seed
   */
  public static Bootstrap ofPatients(int patients, Resampling resampling, Object... names) {
    return new Bootstrap(resampling, resampling.seed(names), "patients", new int[0][], patients);
  }

  /**
   * Draws patients of each class, as many as it has.
   *
   * @param labels 0 or 1, one a patient
   * @param names of this use, for its seed
   */
  static Bootstrap withinClasses(byte[] labels, Resampling resampling, Object... names) {
    int[][] classes = {ofClass(labels, 0), ofClass(labels, 1)};
    return new Bootstrap(
        resampling, resampling.seed(names), "patients within class", classes, labels.length);
  }

  private static int[] ofClass(byte[] labels, int label) {
    return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
  }

  /**
   * An interval for each statistic of the counts of patients, the same draws for all and for every
   * call.
   *
   * @return in the order of the statistics; none without resamples, or where the statistic is not
   *     defined for the patients themselves or for more than 5 % of the resamples
   */
  public List<Estimate<BootstrapInterval>> intervals(List<? extends Statistic> statistics) {
    double[][] values = new double[statistics.size()][resampling.resamples()];
    SplittableRandom random = new SplittableRandom(seed);
    int[] counts = new int[patients];
    for (int b = 0; b < resampling.resamples(); b++) {
      draw(counts, random);
      for (int s = 0; s < values.length; s++) {
        values[s][b] = statistics.get(s).value(counts);
      }
    }
    return IntStream.range(0, values.length)
        .mapToObj(s -> interval(statistics.get(s), values[s]))
        .toList();
  }

  private void draw(int[] counts, SplittableRandom random) {
    Arrays.fill(counts, 0);
    if (classes.length == 0) {
      Draws.count(counts, random);
    }
    for (int[] members : classes) {
      Draws.count(members, counts, random);
    }
  }

  private Estimate<BootstrapInterval> interval(Statistic statistic, double[] values) {
    int[] once = new int[patients];
    Arrays.fill(once, 1);
    return new Resamples(resampling, unit, patients, false)
        .interval(values, statistic.value(once), () -> withoutEach(statistic, once));
  }

  private double[] withoutEach(Statistic statistic, int[] once) {
    double[] byFormula = statistic.withoutEach();
    if (byFormula.length > 0) {
      return byFormula;
    }
    double[] values = new double[Math.min(patients, MOST_GROUPS)];
    for (int g = 0; g < values.length; g++) {
      for (int i = g; i < patients; i += MOST_GROUPS) {
        once[i] = 0;
      }
      values[g] = statistic.value(once);
      for (int i = g; i < patients; i += MOST_GROUPS) {
        once[i] = 1;
      }
    }
    return values;
  }
}
