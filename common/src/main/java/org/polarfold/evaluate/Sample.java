package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Patients with their labels and, for each repeat, their scores: what one estimate is made from.
 */
public final class Sample {

  /** No patients. */
  public static final Sample NOBODY =
      new Sample(List.of(), new int[0], new byte[0], new double[0][]);

  private final List<Repeat> repeats;
  private final int[] patients;
  private final byte[] labels;
  private final double[][] scores;
  private final int[][] folds;
  private final double[] weights;

  /** Patients whose scores name no fold and whose labels are trusted alike. */
  Sample(List<Repeat> repeats, int[] patients, byte[] labels, double[][] scores) {
    this(repeats, patients, labels, scores, withoutFolds(scores), ones(patients.length));
  }

  Sample(
      List<Repeat> repeats,
      int[] patients,
      byte[] labels,
      double[][] scores,
      int[][] folds,
      double[] weights) {
    this.repeats = repeats;
    this.patients = patients;
    this.labels = labels;
    this.scores = scores;
    this.folds = folds;
    this.weights = weights;
  }

  /** In order; at least one unless there are no patients. */
  public List<Repeat> repeats() {
    return repeats;
  }

  /** Codes of patients, ascending. */
  public int[] patients() {
    return patients;
  }

  /** Labels 0 or 1, one a patient. */
  public byte[] labels() {
    return labels;
  }

  /** Repeats x patients, each in [0, 1]. */
  public double[][] scores() {
    return scores;
  }

  /** Repeats x patients: the fold whose model made the score, {@link Series#NO_FOLD} for none. */
  int[][] folds() {
    return folds;
  }

  /** How far each patient's label is trusted, above 0 and at most 1. */
  double[] weights() {
    return weights;
  }

  /** How many patients. */
  public int size() {
    return patients.length;
  }

  /** How many of them have label 1. */
  public int events() {
    int events = 0;
    for (byte label : labels) {
      events += label;
    }
    return events;
  }

  /** One repeat alone. */
  Sample repeat(int r) {
    return new Sample(
        List.of(repeats.get(r)),
        patients,
        labels,
        new double[][] {scores[r]},
        new int[][] {folds[r]},
        weights);
  }

  /** Some of the patients. */
  public Sample only(int[] some) {
    if (some.length == size()) {
      return this;
    }
    return at(Codes.positions(patients, some));
  }

  /** The patients who have another label, with it; one a patient's code, NaN where none. */
  Sample labelled(double[] others) {
    Sample some =
        at(IntStream.range(0, size()).filter(i -> !Double.isNaN(others[patients[i]])).toArray());
    byte[] turned = new byte[some.size()];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = (byte) others[some.patients[i]];
    }
    return new Sample(some.repeats, some.patients, turned, some.scores, some.folds, some.weights);
  }

  /** The scores of one class, in order of patient. */
  double[] ofClass(int label, int repeat) {
    double[] some = new double[label == 1 ? events() : size() - events()];
    int filled = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == label) {
        some[filled++] = scores[repeat][i];
      }
    }
    return some;
  }

  /** All patients of samples that share none, in the repeats that all of them have. */
  public static Sample pool(Collection<Sample> parts) {
    List<Repeat> shared =
        parts.stream()
            .map(Sample::repeats)
            .reduce((a, b) -> a.stream().filter(b::contains).toList())
            .orElse(List.of());
    int size = shared.isEmpty() ? 0 : parts.stream().mapToInt(Sample::size).sum();
    Sample pooled =
        new Sample(
            shared,
            new int[size],
            new byte[size],
            new double[shared.size()][size],
            new int[shared.size()][size],
            new double[size]);
    int from = 0;
    for (Sample part : shared.isEmpty() ? List.<Sample>of() : parts) {
      pooled.take(part, from);
      from += part.size();
    }
    return pooled.at(Codes.ascending(pooled.patients));
  }

  private void take(Sample part, int from) {
    System.arraycopy(part.patients, 0, patients, from, part.size());
    System.arraycopy(part.labels, 0, labels, from, part.size());
    System.arraycopy(part.weights, 0, weights, from, part.size());
    for (int r = 0; r < repeats.size(); r++) {
      int theirs = part.repeats.indexOf(repeats.get(r));
      System.arraycopy(part.scores[theirs], 0, scores[r], from, part.size());
      System.arraycopy(part.folds[theirs], 0, folds[r], from, part.size());
    }
  }

  /** The patients that are in every one of several ascending lists. */
  static int[] inAll(List<int[]> lists) {
    List<int[]> shortestFirst = new ArrayList<>(lists);
    shortestFirst.sort(Comparator.comparingInt(list -> list.length));
    return shortestFirst.stream().reduce(Codes::common).orElse(new int[0]);
  }

  /** The patients at some positions. */
  Sample at(int[] positions) {
    byte[] picked = new byte[positions.length];
    for (int i = 0; i < positions.length; i++) {
      picked[i] = labels[positions[i]];
    }
    return new Sample(
        repeats,
        Codes.pick(patients, positions),
        picked,
        Stream.of(scores).map(column -> Codes.pick(column, positions)).toArray(double[][]::new),
        Stream.of(folds).map(column -> Codes.pick(column, positions)).toArray(int[][]::new),
        Codes.pick(weights, positions));
  }

  private static int[][] withoutFolds(double[][] scores) {
    int[][] folds = new int[scores.length][];
    for (int r = 0; r < scores.length; r++) {
      folds[r] = new int[scores[r].length];
      Arrays.fill(folds[r], Series.NO_FOLD);
    }
    return folds;
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }
}
