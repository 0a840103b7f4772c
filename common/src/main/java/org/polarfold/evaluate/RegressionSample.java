package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Patients with 1 to 17 measured segments each, as of myocardial flow reserve: a real label and,
 * for each repeat, a real score a measurement. In order of patient, then segment.
 */
public final class RegressionSample {

  /** No patients. */
  public static final RegressionSample NOBODY =
      new RegressionSample(List.of(), new int[0], new byte[0], new double[0], new double[0][]);

  // What a position takes of a key that is sorted by patient, segment and position.
  private static final int POSITION_BITS = 27;
  private static final int SEGMENT_BITS = 5;

  private final List<Repeat> repeats;
  private final int[] patientOf;
  private final byte[] segments;
  private final double[] labels;
  private final double[][] scores;
  private final int[] patients;
  private final int[] starts;

  private RegressionSample(
      List<Repeat> repeats, int[] patientOf, byte[] segments, double[] labels, double[][] scores) {
    this.repeats = repeats;
    this.patientOf = patientOf;
    this.segments = segments;
    this.labels = labels;
    this.scores = scores;
    int[] begins = new int[patientOf.length + 1];
    int size = 0;
    for (int i = 0; i < patientOf.length; i++) {
      if (i == 0 || patientOf[i] != patientOf[i - 1]) {
        begins[size++] = i;
      }
    }
    begins[size] = patientOf.length;
    this.starts = Arrays.copyOf(begins, size + 1);
    this.patients = Codes.pick(patientOf, Arrays.copyOf(begins, size));
  }

  /**
   * Measurements in any order, each patient's segment once.
   *
   * @param repeats in order
   * @param patientOf code of the patient, one a measurement
   * @param segments 1 to 17, one a measurement
   * @param labels finite, one a measurement
   * @param scores repeats x measurements, finite
   */
  static RegressionSample of(
      List<Repeat> repeats, int[] patientOf, byte[] segments, double[] labels, double[][] scores) {
    long[] keys = new long[patientOf.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(patientOf[i], segments[i]) << POSITION_BITS | i;
    }
    Arrays.sort(keys);
    int[] positions = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      positions[i] = (int) (keys[i] & ((1 << POSITION_BITS) - 1));
      if (i > 0 && keys[i] >> POSITION_BITS == keys[i - 1] >> POSITION_BITS) {
        throw new IllegalArgumentException(
            "Invalid segment, given twice: " + segments[positions[i]]);
      }
    }
    return new RegressionSample(repeats, patientOf, segments, labels, scores).at(positions);
  }

  private static long key(int patient, byte segment) {
    return (long) patient << SEGMENT_BITS | segment;
  }

  /** In order; at least one unless there are no patients. */
  List<Repeat> repeats() {
    return repeats;
  }

  /** Codes of patients, ascending. */
  public int[] patients() {
    return patients;
  }

  /** Mean absolute error over measurements, in the label's unit. */
  public Estimate<ClusterMean> meanAbsoluteError() {
    return mean(RegressionSums.of(this), RegressionSums::absolute);
  }

  /** Mean of score minus label, in the label's unit. */
  public Estimate<ClusterMean> bias() {
    return mean(RegressionSums.of(this), RegressionSums::differences);
  }

  private Estimate<ClusterMean> mean(
      RegressionSums sums, Function<RegressionSums, double[][]> each) {
    return patients.length == 0
        ? Estimate.none(RegressionPerformance.NOBODY)
        : Estimate.of(ClusterMean.of(each.apply(sums), sums.sizes()));
  }

  /** Where each patient's measurements begin, and at last where the last one's end. */
  int[] starts() {
    return starts;
  }

  /** 1 to 17, one a measurement. */
  byte[] segments() {
    return segments;
  }

  /** One a measurement. */
  double[] labels() {
    return labels;
  }

  /** Repeats x measurements. */
  double[][] scores() {
    return scores;
  }

  int measurements() {
    return labels.length;
  }

  /**
   * Some of the patients with all their measurements.
   *
   * @param some codes, ascending, all of them in the sample
   */
  public RegressionSample only(int[] some) {
    int[] places = Codes.positions(patients, some);
    int[] positions = new int[measurements()];
    int filled = 0;
    for (int place : places) {
      for (int i = starts[place]; i < starts[place + 1]; i++) {
        positions[filled++] = i;
      }
    }
    return at(Arrays.copyOf(positions, filled));
  }

  /** The measurements that another sample has too. */
  RegressionSample in(RegressionSample other) {
    int[] positions = new int[measurements()];
    int filled = 0;
    int j = 0;
    for (int i = 0; i < positions.length; i++) {
      long key = key(patientOf[i], segments[i]);
      while (j < other.measurements() && key(other.patientOf[j], other.segments[j]) < key) {
        j++;
      }
      if (j < other.measurements() && key(other.patientOf[j], other.segments[j]) == key) {
        positions[filled++] = i;
      }
    }
    return at(Arrays.copyOf(positions, filled));
  }

  /** All measurements of samples that share no patient, in the repeats that all of them have. */
  static RegressionSample pool(Collection<RegressionSample> parts) {
    List<Repeat> shared =
        parts.stream()
            .map(RegressionSample::repeats)
            .reduce((a, b) -> a.stream().filter(b::contains).toList())
            .orElse(List.of());
    if (shared.isEmpty()) {
      return NOBODY;
    }
    int size = parts.stream().mapToInt(RegressionSample::measurements).sum();
    int[] patientOf = new int[size];
    byte[] segments = new byte[size];
    double[] labels = new double[size];
    double[][] scores = new double[shared.size()][size];
    int from = 0;
    for (RegressionSample part : parts) {
      int many = part.measurements();
      System.arraycopy(part.patientOf, 0, patientOf, from, many);
      System.arraycopy(part.segments, 0, segments, from, many);
      System.arraycopy(part.labels, 0, labels, from, many);
      for (int r = 0; r < shared.size(); r++) {
        double[] column = part.scores[part.repeats.indexOf(shared.get(r))];
        System.arraycopy(column, 0, scores[r], from, many);
      }
      from += many;
    }
    return of(shared, patientOf, segments, labels, scores);
  }

  private RegressionSample at(int[] positions) {
    byte[] some = new byte[positions.length];
    for (int i = 0; i < positions.length; i++) {
      some[i] = segments[positions[i]];
    }
    return new RegressionSample(
        repeats,
        Codes.pick(patientOf, positions),
        some,
        Codes.pick(labels, positions),
        Stream.of(scores).map(column -> Codes.pick(column, positions)).toArray(double[][]::new));
  }
}
