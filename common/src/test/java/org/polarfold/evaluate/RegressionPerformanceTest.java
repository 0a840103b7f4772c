package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RegressionPerformanceTest {

  private static final Offset<Double> CLOSED = within(1e-9);
  private static final int PATIENTS = 12;

  /** Shrout and Fleiss 1979, table 2: six targets, four judges; statistics.md, golden values, 5. */
  @Test
  void iccOfTheTableOfShroutAndFleiss() {
    double[][] ratings = {
      {9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}
    };
    assertThat(Icc.of(ratings)).isEqualTo(0.289763779528, CLOSED);
    assertThat(Icc.of(new double[][] {{3, 3}, {3, 3}})).isNaN();
    assertThat(Icc.of(new double[][] {{3, 4}})).isNaN();
    assertThat(Icc.of(new double[][] {{1, 1}, {2, 2}})).isEqualTo(1);
  }

  /** Figures of R 4.2: anova(lm(d ~ patient)), anova(lm(x ~ target + rater)), sums of residuals. */
  @Test
  void agreesWithR() {
    RegressionPerformance ours = RegressionPerformance.of(formula(0));
    assertThat(ours.n()).isEqualTo(12);
    assertThat(ours.measurements()).isEqualTo(52);
    ClusterMean mae = Made.present(ours.mae());
    ClusterMean bias = Made.present(ours.bias());
    assertThat(mae.value()).isEqualTo(0.163184485741531, CLOSED);
    assertThat(Made.present(mae.se())).isEqualTo(0.027533569067745, CLOSED);
    assertThat(bias.value()).isEqualTo(0.0667020548148212, CLOSED);
    assertThat(Made.present(bias.se())).isEqualTo(0.0493416309032483, CLOSED);
    assertThat(Made.present(bias.upper()))
        .isEqualTo(bias.value() + 1.959963984540054 * 0.0493416309032483, CLOSED);
    LimitsOfAgreement limits = Made.present(ours.limitsOfAgreement());
    assertThat(limits.lower()).isEqualTo(-0.326789757904713, CLOSED);
    assertThat(limits.upper()).isEqualTo(0.460193867534355, CLOSED);
    assertThat(Made.present(limits.betweenPatients())).isEqualTo(0.0254579170568033, CLOSED);
    assertThat(Made.present(limits.withinPatients())).isEqualTo(0.0148485951055025, CLOSED);
    assertThat(Made.present(ours.icc())).isEqualTo(0.906743642591789, CLOSED);
    assertThat(Made.present(ours.r2())).isEqualTo(0.82997822478223, CLOSED);
  }

  @Test
  void statisticsOfAllPatientsOnceAreTheEstimates() {
    RegressionSample sample = formula(0);
    RegressionSums sums = RegressionSums.of(sample);
    int[] once = sums.once();
    RegressionPerformance ours = RegressionPerformance.of(sample);
    assertThat(sums.mae(once)).isEqualTo(Made.present(ours.mae()).value(), CLOSED);
    assertThat(sums.bias(once)).isEqualTo(Made.present(ours.bias()).value(), CLOSED);
    assertThat(sums.lowerLimit(once))
        .isEqualTo(Made.present(ours.limitsOfAgreement()).lower(), CLOSED);
    assertThat(sums.upperLimit(once))
        .isEqualTo(Made.present(ours.limitsOfAgreement()).upper(), CLOSED);
  }

  /** A patient drawn twice is two patients with the same measurements. */
  @Test
  void countsAreThePatientsDrawn() {
    RegressionSample sample = formula(0.3);
    int[] counts = {0, 2, 1, 0, 3, 1, 1, 0, 1, 2, 0, 1};
    RegressionSums drawn = RegressionSums.of(drawn(sample, counts));
    RegressionSums sums = RegressionSums.of(sample);
    int[] once = drawn.once();
    assertThat(sums.mae(counts)).isEqualTo(drawn.mae(once), CLOSED);
    assertThat(sums.bias(counts)).isEqualTo(drawn.bias(once), CLOSED);
    assertThat(sums.lowerLimit(counts)).isEqualTo(drawn.lowerLimit(once), CLOSED);
    assertThat(sums.upperLimit(counts)).isEqualTo(drawn.upperLimit(once), CLOSED);
    assertThat(sums.icc(counts)).isEqualTo(drawn.icc(once), CLOSED);
    assertThat(sums.r2(counts)).isEqualTo(drawn.r2(once), CLOSED);
    assertThat(sums.icc(new int[PATIENTS])).isNaN();
    assertThat(sums.r2(new int[PATIENTS])).isNaN();
    assertThat(sums.mae(new int[PATIENTS])).isNaN();
    assertThat(sums.bias(new int[PATIENTS])).isNaN();
    assertThat(sums.lowerLimit(new int[PATIENTS])).isNaN();
  }

  @Test
  void iccFromSumsIsTheIccOfTheTable() {
    RegressionSample sample = formula(0.3);
    double[][] table =
        IntStream.range(0, sample.measurements())
            .mapToObj(i -> new double[] {sample.labels()[i], sample.scores()[0][i]})
            .toArray(double[][]::new);
    assertThat(Made.present(RegressionPerformance.of(sample).icc()))
        .isEqualTo(Icc.of(table), CLOSED);
  }

  @Test
  void farFromZeroNoDigitsAreLost() {
    RegressionSample sample = formula(0.3);
    RegressionPerformance near = RegressionPerformance.of(sample);
    RegressionPerformance far = RegressionPerformance.of(moved(sample, 1 << 20));
    assertThat(Made.present(far.icc())).isEqualTo(Made.present(near.icc()), CLOSED);
    assertThat(Made.present(far.r2())).isEqualTo(Made.present(near.r2()), CLOSED);
    assertThat(Made.present(far.limitsOfAgreement()).upper())
        .isEqualTo(Made.present(near.limitsOfAgreement()).upper(), CLOSED);
  }

  @Test
  void orderOfRowsDoesNotCount() {
    RegressionSample sample = formula(0.3);
    int[] patientOf = patientOf(sample);
    int n = patientOf.length;
    int[] order = IntStream.range(0, n).map(i -> (i * 23 + 5) % n).toArray();
    byte[] segments = new byte[n];
    for (int i = 0; i < n; i++) {
      segments[i] = sample.segments()[order[i]];
    }
    RegressionSample turned =
        RegressionSample.of(
            sample.repeats(),
            Codes.pick(patientOf, order),
            segments,
            Codes.pick(sample.labels(), order),
            new double[][] {Codes.pick(sample.scores()[0], order)});
    assertThat(RegressionPerformance.of(turned)).isEqualTo(RegressionPerformance.of(sample));
    assertThatThrownBy(
            () ->
                RegressionSample.of(
                    sample.repeats(),
                    new int[] {4, 4},
                    new byte[] {9, 9},
                    new double[2],
                    new double[1][2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid segment, given twice: 9");
  }

  @Test
  void partsPooledAreTheWhole() {
    RegressionSample sample = formula(0.3);
    int[] some = {2, 3, 7, 12};
    int[] others = {1, 4, 5, 6, 8, 9, 10, 11};
    RegressionSample part = sample.only(some);
    assertThat(part.patients()).containsExactly(some);
    RegressionSample whole = RegressionSample.pool(List.of(sample.only(others), part));
    assertThat(RegressionPerformance.of(whole)).isEqualTo(RegressionPerformance.of(sample));
    assertThat(RegressionSample.pool(List.of()).measurements()).isEqualTo(0);
  }

  @Test
  void repeatsAreEstimatedEachThenAveraged() {
    RegressionSample first = formula(0);
    RegressionSample second = formula(0.3);
    RegressionPerformance one = RegressionPerformance.of(first);
    RegressionPerformance two = RegressionPerformance.of(second);
    RegressionPerformance both =
        RegressionPerformance.of(repeated(first, first.scores()[0], second.scores()[0]));
    assertThat(both.repeats()).isEqualTo(2);
    assertThat(Made.present(both.r2()))
        .isEqualTo((Made.present(one.r2()) + Made.present(two.r2())) / 2, CLOSED);
    assertThat(Made.present(both.icc()))
        .isEqualTo((Made.present(one.icc()) + Made.present(two.icc())) / 2, CLOSED);
    double a = Made.present(one.mae()).value();
    double b = Made.present(two.mae()).value();
    ClusterMean mae = Made.present(both.mae());
    assertThat(mae.value()).isEqualTo((a + b) / 2, CLOSED);
    // Between two repeats: half of (a - b)^2 / 2.
    assertThat(Made.present(mae.se())).isGreaterThan(Math.abs(a - b) / 2);
  }

  @Test
  void segmentsAreTold() {
    RegressionSample sample =
        sample(
            new int[] {1, 1, 2, 2},
            new byte[] {1, 17, 1, 4},
            new double[] {1, 2, 3, 4},
            new double[] {2, 2, 2, 3.5});
    assertThat(RegressionPerformance.of(sample).segments())
        .containsExactly(
            new RegressionPerformance.Segment(1, 2, 1, 0),
            new RegressionPerformance.Segment(4, 1, 0.5, -0.5),
            new RegressionPerformance.Segment(17, 1, 0, 0));
  }

  @Test
  void oddSamplesAreSaidToBeSo() {
    RegressionPerformance nobody = RegressionPerformance.of(RegressionSample.NOBODY);
    assertThat(Made.why(nobody.mae())).isEqualTo("no patient with a score in every repeat");
    assertThat(Made.why(nobody.icc())).isEqualTo("no patient with a score in every repeat");
    RegressionPerformance one =
        RegressionPerformance.of(
            sample(new int[] {1, 1}, new byte[] {1, 2}, new double[] {1, 2}, new double[] {1, 3}));
    assertThat(Made.present(one.mae()).value()).isEqualTo(0.5);
    assertThat(Made.why(Made.present(one.mae()).se())).isEqualTo("only one patient");
    assertThat(Made.why(one.limitsOfAgreement())).isEqualTo("only one patient");
    assertThat(Made.present(one.r2())).isEqualTo(-1);
    // .1 three times has a mean that is not .1.
    RegressionPerformance constant =
        RegressionPerformance.of(
            sample(
                new int[] {1, 1, 2},
                new byte[] {1, 2, 1},
                new double[] {.1, .1, .1},
                new double[] {.1, .2, .4}));
    assertThat(Made.why(constant.r2())).isEqualTo("all labels are equal");
    assertThat(Made.why(constant.icc())).isEqualTo("all labels are equal");
    assertThat(Made.present(constant.mae()).value()).isEqualTo(0.4 / 3, CLOSED);
    double[] labels = {1, 2, 4};
    double[] scores = {1.5, 2, 3};
    RegressionPerformance single =
        RegressionPerformance.of(sample(new int[] {1, 2, 3}, new byte[] {1, 1, 1}, labels, scores));
    LimitsOfAgreement limits = Made.present(single.limitsOfAgreement());
    double[] differences = {.5, 0, -1};
    assertThat(limits.sd()).isEqualTo(Math.sqrt(StatUtils.variance(differences)), CLOSED);
    assertThat(Made.why(limits.withinPatients())).isEqualTo("one measurement a patient");
    RegressionPerformance perfect =
        RegressionPerformance.of(sample(new int[] {1, 2, 3}, new byte[] {1, 1, 1}, labels, labels));
    assertThat(Made.present(perfect.r2())).isEqualTo(1);
    assertThat(Made.present(perfect.icc())).isEqualTo(1, CLOSED);
    assertThat(Made.present(Made.present(perfect.mae()).se())).isEqualTo(0);
  }

  /** Measurements of a patient alike: errors of measurements would be too sure by far. */
  @Test
  void standardErrorsKnowThatSegmentsCluster() {
    SplittableRandom random = new SplittableRandom(41);
    int covered = 0;
    for (int run = 0; run < 400; run++) {
      int[] patientOf = new int[40 * 17];
      byte[] segments = new byte[patientOf.length];
      double[] scores = new double[patientOf.length];
      for (int p = 0; p < 40; p++) {
        double own = random.nextDouble() - 0.5;
        for (int s = 0; s < 17; s++) {
          patientOf[17 * p + s] = p;
          segments[17 * p + s] = (byte) (s + 1);
          scores[17 * p + s] = own + 0.2 * (random.nextDouble() - 0.5);
        }
      }
      ClusterMean bias =
          Made.present(
              RegressionPerformance.of(
                      sample(patientOf, segments, new double[scores.length], scores))
                  .bias());
      covered += Math.abs(bias.value()) <= 1.959963984540054 * Made.present(bias.se()) ? 1 : 0;
    }
    assertThat(covered).isBetween(362, 395);
  }

  static RegressionSample sample(
      int[] patientOf, byte[] segments, double[] labels, double[]... scores) {
    List<Repeat> repeats =
        IntStream.range(0, scores.length).mapToObj(r -> new Repeat(r, 0)).toList();
    return RegressionSample.of(repeats, patientOf, segments, labels, scores);
  }

  /** Twelve patients with 1 to 7 segments. */
  static RegressionSample formula(double more) {
    int[] patientOf = new int[52];
    byte[] segments = new byte[52];
    double[] labels = new double[52];
    double[] scores = new double[52];
    int k = 0;
    for (int i = 1; i <= PATIENTS; i++) {
      for (int j = 1; j <= 1 + i * 5 % 7; j++) {
        int at = 17 * i + j;
        patientOf[k] = i;
        segments[k] = (byte) j;
        labels[k] = 2 + 0.6 * Math.sin(1.3 * i) + 0.3 * Math.cos(0.7 * at);
        scores[k] =
            0.4
                + 0.85 * labels[k]
                + 0.2 * Math.cos(2.1 * i)
                + 0.15 * Math.sin(1.9 * at)
                + more * Math.sin(0.9 * i);
        k++;
      }
    }
    return sample(patientOf, segments, labels, scores);
  }

  static RegressionSample repeated(RegressionSample sample, double[]... scores) {
    return sample(patientOf(sample), sample.segments(), sample.labels(), scores);
  }

  private static RegressionSample moved(RegressionSample sample, double by) {
    return sample(
        patientOf(sample),
        sample.segments(),
        Arrays.stream(sample.labels()).map(v -> v + by).toArray(),
        Arrays.stream(sample.scores()[0]).map(v -> v + by).toArray());
  }

  private static int[] patientOf(RegressionSample sample) {
    int[] patientOf = new int[sample.measurements()];
    for (int p = 0; p < sample.patients().length; p++) {
      Arrays.fill(patientOf, sample.starts()[p], sample.starts()[p + 1], sample.patients()[p]);
    }
    return patientOf;
  }

  private static RegressionSample drawn(RegressionSample sample, int[] counts) {
    List<Integer> patientOf = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    int next = 0;
    for (int p = 0; p < counts.length; p++) {
      for (int copy = 0; copy < counts[p]; copy++) {
        for (int i = sample.starts()[p]; i < sample.starts()[p + 1]; i++) {
          patientOf.add(next);
          positions.add(i);
        }
        next++;
      }
    }
    int[] at = positions.stream().mapToInt(i -> i).toArray();
    byte[] segments = new byte[at.length];
    for (int i = 0; i < at.length; i++) {
      segments[i] = sample.segments()[at[i]];
    }
    return sample(
        patientOf.stream().mapToInt(i -> i).toArray(),
        segments,
        Codes.pick(sample.labels(), at),
        Codes.pick(sample.scores()[0], at));
  }
}
