package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogisticFitTest {

  private static final double[] X = {-2, -1.5, -1, -0.5, 0, 0.3, 0.7, 1, 1.4, 2};
  private static final byte[] Y = {0, 0, 1, 0, 0, 1, 0, 1, 1, 1};

  /**
   * R 4.2.2, {@code glm(y ~ x, family = binomial, epsilon = 1e-14)}, the covariance from the
   * information at its estimate: {@code vcov} takes that of the step before.
   */
  @Test
  void agreesWithR() {
    LogisticFit ours = Made.present(line(Y, X));
    assertThat(ours.coefficients()[0]).isEqualTo(-0.07772350653639, within(1e-9));
    assertThat(ours.coefficients()[1]).isEqualTo(1.230642397167, within(1e-9));
    assertThat(ours.se(0)).isEqualTo(0.7771043611707, within(1e-9));
    assertThat(ours.se(1)).isEqualTo(0.7875867203577, within(1e-9));
    assertThat(ours.covariance()[0][1]).isEqualTo(-0.06295426956172, within(1e-9));
  }

  @Test
  void anInterceptAloneIsTheLogitOfTheShare() {
    byte[] labels = {1, 0, 0, 1, 0, 0, 0, 0};
    LogisticFit ours = Made.present(fit(labels, new double[][] {ones(8)}, new double[8]));
    assertThat(ours.coefficients()[0]).isEqualTo(Math.log(2.0 / 6), within(1e-12));
    assertThat(ours.se(0)).isEqualTo(Math.sqrt(1 / (8 * 0.25 * 0.75)), within(1e-12));
  }

  @Test
  void anOffsetIsTakenAsGiven() {
    double[] offset = new double[X.length];
    Arrays.fill(offset, 3);
    LogisticFit plain = Made.present(line(Y, X));
    LogisticFit shifted = Made.present(fit(Y, new double[][] {ones(X.length), X}, offset));
    assertThat(shifted.coefficients()[0]).isEqualTo(plain.coefficients()[0] - 3, within(1e-9));
    assertThat(shifted.coefficients()[1]).isEqualTo(plain.coefficients()[1], within(1e-9));
  }

  /** Not even where coefficients are huge or tiny, or a column is far from 0. */
  @Test
  void theUnitOfAColumnDoesNotMatter() {
    LogisticFit plain = Made.present(line(Y, X));
    for (double unit : new double[] {1e-9, 1e-3, 1e6, 1e12}) {
      LogisticFit ours = Made.present(line(Y, Arrays.stream(X).map(x -> x * unit).toArray()));
      assertThat(ours.coefficients()[1] * unit)
          .as("unit %s", unit)
          .isEqualTo(plain.coefficients()[1], within(1e-9));
      assertThat(ours.se(1) * unit).isEqualTo(plain.se(1), within(1e-9));
    }
    LogisticFit far = Made.present(line(Y, Arrays.stream(X).map(x -> x + 1000).toArray()));
    assertThat(far.coefficients()[1]).isEqualTo(plain.coefficients()[1], within(1e-7));
    assertThat(far.se(1)).isEqualTo(plain.se(1), within(1e-7));
  }

  @Test
  void weightsCountPatients() {
    double[] weights = {1, 2, 3, 0, 1, 1, 2, 1, 0, 1};
    int[] drawn =
        IntStream.range(0, X.length)
            .flatMap(i -> IntStream.generate(() -> i).limit((long) weights[i]))
            .toArray();
    byte[] labels = new byte[drawn.length];
    for (int i = 0; i < drawn.length; i++) {
      labels[i] = Y[drawn[i]];
    }
    LogisticFit repeated = Made.present(line(labels, Codes.pick(X, drawn)));
    LogisticFit weighted =
        Made.present(
            LogisticFit.of(
                Y, weights, new double[][] {ones(10), X}, new double[10], new double[2]));
    assertThat(weighted.coefficients()).containsExactly(repeated.coefficients(), within(1e-10));
    assertThat(weighted.se(1)).isEqualTo(repeated.se(1), within(1e-10));
  }

  @Test
  void separatedClassesHaveNoMaximum() {
    byte[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    assertNone(line(labels, X));
    for (double unit : new double[] {1e-6, 30, 1e5}) {
      assertNone(line(labels, Arrays.stream(X).map(x -> x * unit).toArray()));
    }
    // Overlapping in one value only.
    assertNone(line(new byte[] {0, 0, 0, 1, 1, 1}, -1, -.5, 0, 0, .5, 1));
    // One value on one side of a step.
    assertNone(line(new byte[] {0, 1, 0, 1, 1, 1}, 0, 0, 0, 0, 1, 1));
    // One class only, with and without a slope.
    assertNone(line(new byte[10], X));
    assertNone(fit(new byte[10], new double[][] {ones(10)}, X));
  }

  /** With one column the classes are separated where their values do not overlap. */
  @Test
  void thereIsAFitExactlyWhereClassesOverlap() {
    SplittableRandom random = new SplittableRandom(9);
    int fits = 0;
    for (int trial = 0; trial < 2000; trial++) {
      double unit = Math.pow(10, random.nextInt(-4, 5));
      double[] x = new double[8];
      byte[] labels = new byte[8];
      double[] least = {1e300, 1e300};
      double[] most = {-1e300, -1e300};
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextInt(12) * unit;
        labels[i] = (byte) random.nextInt(2);
        least[labels[i]] = Math.min(least[labels[i]], x[i]);
        most[labels[i]] = Math.max(most[labels[i]], x[i]);
      }
      boolean overlap = most[0] > least[1] && most[1] > least[0];
      assertThat(line(labels, x) instanceof Estimate.Value<LogisticFit>)
          .as("trial %s", trial)
          .isEqualTo(overlap);
      fits += overlap ? 1 : 0;
    }
    assertThat(fits).isBetween(1000, 1900);
  }

  @Test
  void whatIsNotFiniteHasNoFit() {
    double[] infinite = X.clone();
    infinite[3] = Double.NEGATIVE_INFINITY;
    assertNone(line(Y, infinite));
  }

  /** Such scores are what a network that is too sure of itself gives: far apart, yet no step. */
  @Test
  void overlapFarOutIsNoSeparation() {
    byte[] labels = {0, 0, 1, 0, 1, 0, 1, 1};
    LogisticFit ours = Made.present(line(labels, -40, -38, -1, -.9, .8, 1.1, 35, 41));
    assertThat(ours.coefficients()[1]).isBetween(0.05, 1.0);
  }

  @Test
  void scoresThatDoNotDifferHaveNoSlope() {
    double[] same = new double[10];
    Arrays.fill(same, 0.3);
    assertNone(line(Y, same));
    same[4] = Math.nextUp(0.3);
    assertNone(line(Y, same));
  }

  @Test
  void rareEventsAreFitted() {
    byte[] labels = new byte[200_000];
    labels[17] = 1;
    LogisticFit ours =
        Made.present(fit(labels, new double[][] {ones(labels.length)}, new double[labels.length]));
    assertThat(ours.coefficients()[0]).isEqualTo(Math.log(1 / 199_999.0), within(1e-8));
    assertThat(ours.se(0)).isEqualTo(1, within(1e-4));
  }

  /** Where all are sure and wrong the first step is astronomic. */
  @Test
  void aStartThatIsSureAndWrongIsLeft() {
    byte[] labels = {1, 1, 0, 1, 0, 0};
    double[] offset = {-690, -680, 690, 2, 680, 680};
    LogisticFit ours = Made.present(fit(labels, new double[][] {ones(6)}, offset));
    double intercept = ours.coefficients()[0];
    double expected = 0;
    for (double sure : offset) {
      expected += Distributions.sigmoid(sure + intercept);
    }
    assertThat(expected).isEqualTo(3, within(1e-9));
  }

  @Test
  void itsScoreVectorIsNoughtForManyPatients() {
    SplittableRandom random = new SplittableRandom(5);
    int n = 100_003;
    double[] x = random.doubles(n, -3, 3).toArray();
    byte[] labels = new byte[n];
    for (int i = 0; i < n; i++) {
      labels[i] = (byte) (random.nextDouble() < Distributions.sigmoid(0.5 * x[i] - 1) ? 1 : 0);
    }
    LogisticFit ours = Made.present(line(labels, x));
    double score = 0;
    double slope = 0;
    for (int i = 0; i < n; i++) {
      double rest =
          labels[i] - Distributions.sigmoid(ours.coefficients()[0] + ours.coefficients()[1] * x[i]);
      score += rest;
      slope += rest * x[i];
    }
    assertThat(score).isEqualTo(0, within(1e-7));
    assertThat(slope).isEqualTo(0, within(1e-7));
    assertThat(ours.coefficients()[1]).isEqualTo(0.5, within(5 * ours.se(1)));
  }

  private static void assertNone(Estimate<LogisticFit> fit) {
    assertThat(Made.why(fit)).isEqualTo(LogisticFit.NO_MAXIMUM);
  }

  private static Estimate<LogisticFit> line(byte[] labels, double... x) {
    return fit(labels, new double[][] {ones(x.length), x}, new double[x.length]);
  }

  private static Estimate<LogisticFit> fit(byte[] labels, double[][] columns, double[] offset) {
    return LogisticFit.of(labels, ones(labels.length), columns, offset, new double[columns.length]);
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }
}
