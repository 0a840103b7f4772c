package org.polarfold.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.polarfold.evaluate.Bootstrap;
import org.polarfold.evaluate.BootstrapInterval;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.LogisticFit;
import org.polarfold.evaluate.PatientAttributes;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Sample;
import org.polarfold.evaluate.Statistic;
import org.polarfold.reference.PartialVerification.Area;
import org.polarfold.reference.PartialVerification.Binary;
import org.polarfold.reference.PartialVerification.Coefficient;
import org.polarfold.reference.PartialVerification.Referral;
import org.polarfold.reference.PartialVerification.Tilted;

/**
 * Corrects the figures of an arm, or the drop between two, for partial verification. Repeats are
 * estimated each and averaged.
 */
final class Verification {

  static final List<String> ESTIMATORS =
      List.of("naive", "inverseProbability", "meanScore", "doublyRobust");
  static final List<Double> ODDS_RATIOS =
      List.of(0.25, 1.0 / 3, 0.5, 1 / 1.5, 1.0, 1.5, 2.0, 3.0, 4.0);
  private static final String NO_FIT =
      "a regression of verification or label has no finite maximum";

  private final Sample sample;
  private final byte[] verified;
  private final List<String> names;
  private final List<VerifiedScores> repeats = new ArrayList<>();

  /**
   * Takes an arm.
   *
   * @param sample all patients with a score; the label of the unverified is 0 and means nothing
   * @param verified 1 where it does mean something
   */
  Verification(Sample sample, byte[] verified, PatientAttributes attributes) {
    this.sample = sample;
    this.verified = verified;
    List<String> met = List.of();
    for (double[] scores : sample.scores()) {
      Columns columns = Columns.of(scores, sample.patients(), attributes);
      met = columns.names();
      repeats.add(new VerifiedScores(scores, columns.values(), verified, sample.labels()));
    }
    this.names = met;
  }

  /**
   * Estimates the arm.
   *
   * @param positive repeats x patients, 1 where positive at the carried threshold
   */
  PartialVerification estimates(
      Estimate<double[][]> positive, Resampling resampling, Object... seed) {
    int known = 0;
    for (byte one : verified) {
      known += one;
    }
    return new PartialVerification(
        verified.length,
        known,
        sample.events(),
        areas(this::areas, resampling, seed),
        positive.flatMap(each -> binary(each, resampling, seed)),
        referral(),
        tilted(ratio -> mean(repeats, one -> one.tilted(ratio))));
  }

  /** The drop from this arm to another one of the same patients. */
  PartialVerification drop(Verification external, Resampling resampling, Object... seed) {
    PartialVerification mine =
        estimates(Estimate.none("rates are given by arm"), Resampling.NONE, seed);
    return new PartialVerification(
        mine.n(),
        mine.verified(),
        mine.events(),
        areas(
            counts -> {
              double[] before = areas(counts);
              double[] after = external.areas(counts);
              return IntStream.range(0, before.length)
                  .mapToDouble(e -> before[e] - after[e])
                  .toArray();
            },
            resampling,
            seed),
        mine.binary(),
        Estimate.none("regressions are given by arm"),
        tilted(
            ratio ->
                mean(repeats, one -> one.tilted(ratio))
                    - mean(external.repeats, one -> one.tilted(ratio))));
  }

  private double[] areas(int[] counts) {
    double[] mean = new double[ESTIMATORS.size()];
    for (VerifiedScores one : repeats) {
      double[] areas = one.areas(counts);
      for (int e = 0; e < mean.length; e++) {
        mean[e] += areas[e] / repeats.size();
      }
    }
    return mean;
  }

  private List<Area> areas(
      Function<int[], double[]> estimate, Resampling resampling, Object... seed) {
    int[] once = new int[verified.length];
    Arrays.fill(once, 1);
    double[] values = estimate.apply(once);
    List<Estimate<BootstrapInterval>> intervals =
        intervals(estimate, values.length, resampling, seed);
    return IntStream.range(0, values.length)
        .mapToObj(e -> new Area(ESTIMATORS.get(e), value(values[e]), intervals.get(e)))
        .toList();
  }

  private static Estimate<Double> value(double value) {
    return Double.isFinite(value) ? Estimate.of(value) : Estimate.none(NO_FIT);
  }

  /** All estimates are made at once, and asked for one by one. */
  private List<Estimate<BootstrapInterval>> intervals(
      Function<int[], double[]> estimate, int size, Resampling resampling, Object... seed) {
    Last last = new Last(estimate);
    return Bootstrap.ofPatients(verified.length, resampling, seed)
        .intervals(
            IntStream.range(0, size)
                .mapToObj(e -> (Statistic) counts -> last.of(counts)[e])
                .toList());
  }

  /** The estimates of the counts that were asked for last. */
  private static final class Last {

    private final Function<int[], double[]> estimate;
    private int[] counts = new int[0];
    private double[] values = new double[0];

    Last(Function<int[], double[]> estimate) {
      this.estimate = estimate;
    }

    double[] of(int[] asked) {
      if (!Arrays.equals(counts, asked)) {
        counts = asked.clone();
        values = estimate.apply(asked);
      }
      return values;
    }
  }

  private Estimate<Binary> binary(double[][] positive, Resampling resampling, Object... seed) {
    int[] once = new int[verified.length];
    Arrays.fill(once, 1);
    double[] values = rates(positive, once);
    if (!Arrays.stream(values).allMatch(Double::isFinite)) {
      return Estimate.none("no verified patient of a result or a label");
    }
    List<Estimate<BootstrapInterval>> intervals =
        intervals(counts -> rates(positive, counts), 2, resampling, seed);
    return Estimate.of(
        new Binary(values[0], values[1], values[2], values[3], intervals.get(0), intervals.get(1)));
  }

  private double[] rates(double[][] positive, int[] counts) {
    double[] mean = new double[4];
    for (double[] result : positive) {
      double[] all = new double[2];
      double[][] known = new double[2][2];
      for (int i = 0; i < counts.length; i++) {
        int positiveResult = (int) result[i];
        all[positiveResult] += counts[i];
        known[positiveResult][sample.labels()[i]] += counts[i] * verified[i];
      }
      BeggGreenes rates = BeggGreenes.of(all, known);
      double[] four = {
        rates.sensitivity(), rates.specificity(), rates.naiveSensitivity(), rates.naiveSpecificity()
      };
      for (int k = 0; k < four.length; k++) {
        mean[k] += four[k] / positive.length;
      }
    }
    return mean;
  }

  /** Of the first repeat: the others' differ by their scores alone. */
  private Estimate<Referral> referral() {
    VerifiedScores first = repeats.get(0);
    return first
        .referral()
        .map(
            fit -> {
              double[] p = first.probabilities(fit);
              double[] weights =
                  IntStream.range(0, p.length)
                      .filter(i -> verified[i] == 1)
                      .mapToDouble(i -> 1 / p[i])
                      .toArray();
              return new Referral(
                  coefficients(fit),
                  Arrays.stream(weights).min().orElse(1),
                  Arrays.stream(weights).max().orElse(1));
            });
  }

  private List<Coefficient> coefficients(LogisticFit fit) {
    return IntStream.range(0, names.size())
        .mapToObj(j -> new Coefficient(names.get(j), fit.coefficients()[j], fit.se(j)))
        .toList();
  }

  private static Estimate<List<Tilted>> tilted(Function<Double, Double> area) {
    List<Tilted> all = new ArrayList<>();
    for (double ratio : ODDS_RATIOS) {
      double value = area.apply(ratio);
      if (!Double.isFinite(value)) {
        return Estimate.none(NO_FIT);
      }
      all.add(new Tilted(ratio, value));
    }
    return Estimate.of(List.copyOf(all));
  }

  private static double mean(List<VerifiedScores> repeats, ToDoubleFunction<VerifiedScores> value) {
    return repeats.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
