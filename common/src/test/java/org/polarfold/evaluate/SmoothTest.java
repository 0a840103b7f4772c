package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class SmoothTest {

  private static final Resampling RESAMPLED = new Resampling(100, 11);

  /** A bootstrap counts patients; the knots stay where all patients put them. */
  @Test
  void countsAreRepeatedPatients() {
    double[] scores = Formula.firstScores();
    byte[] labels = Formula.first().labels();
    SplittableRandom random = new SplittableRandom(3);
    int[] counts = new int[scores.length];
    for (int i = 0; i < counts.length; i++) {
      counts[random.nextInt(counts.length)]++;
    }
    Smooth smooth = smooth(scores);
    assertThat(smooth.fits(labels, counts)).isTrue();
    CalibrationErrors counted = smooth.errors();
    assertThat(smooth.ici()).isEqualTo(counted.ici(), within(1e-15));

    int[] drawn =
        IntStream.range(0, counts.length)
            .flatMap(i -> IntStream.generate(() -> i).limit(counts[i]))
            .toArray();
    double[][] columns = new Spline(smooth.knots()).columns(Logits.of(Codes.pick(scores, drawn)));
    byte[] ofDrawn = new byte[drawn.length];
    for (int i = 0; i < drawn.length; i++) {
      ofDrawn[i] = labels[drawn[i]];
    }
    double[] fitted =
        Made.present(
                LogisticFit.of(
                    ofDrawn,
                    CalibrationFits.ones(drawn.length),
                    columns,
                    new double[drawn.length],
                    new double[4]))
            .coefficients();
    double[] errors = new double[drawn.length];
    for (int i = 0; i < drawn.length; i++) {
      double eta = 0;
      for (int j = 0; j < 4; j++) {
        eta += fitted[j] * columns[j][i];
      }
      errors[i] = Math.abs(Distributions.sigmoid(eta) - scores[drawn[i]]);
    }
    assertThat(counted.ici())
        .isEqualTo(Arrays.stream(errors).average().orElseThrow(), within(1e-9));
    assertThat(counted.e50()).isEqualTo(Spline.quantiles(errors, 50)[0], within(1e-9));
    assertThat(counted.e90()).isEqualTo(Spline.quantiles(errors, 90)[0], within(1e-9));
  }

  @Test
  void aFitAfterAnotherIsAsIfItWereTheFirst() {
    Smooth smooth = smooth(Formula.firstScores());
    byte[] labels = Formula.first().labels();
    assertThat(smooth.fits(labels)).isTrue();
    CalibrationErrors first = smooth.errors();
    byte[] others = new byte[labels.length];
    assertThat(smooth.fits(others)).as("one class").isFalse();
    assertThat(smooth.fits(labels, new int[labels.length])).as("nobody").isFalse();
    assertThat(smooth.fits(labels)).isTrue();
    assertThat(smooth.errors()).isEqualTo(first);
  }

  /** statistics.md: a perfectly calibrated site of 36 has a mean ICI of .10. */
  @Test
  void aCalibratedSiteOfThirtySixShowsATenth() {
    IciIfCalibrated ours = simulated(spread(36), 1);
    assertThat(ours.mean()).isBetween(0.085, 0.115);
    assertThat(ours.percentile95()).isBetween(0.14, 0.25);
    assertThat(ours.simulations() + ours.withoutFit()).isEqualTo(200);
    assertThat(ours.simulations()).isGreaterThan(150);
  }

  @Test
  void morePatientsShowLess() {
    double few = simulated(spread(100), 1).mean();
    double many = simulated(spread(10_000), 1).mean();
    assertThat(many).isLessThan(few / 5);
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    assertThat(simulated(spread(100), 1)).isEqualTo(simulated(spread(100), 1));
    assertThat(simulated(spread(100), 2)).isNotEqualTo(simulated(spread(100), 1));
    double[] scores = spread(100);
    // A second repeat with the same scores has the same labels drawn.
    assertThat(
            Made.present(
                Calibration.of(Made.sample(alternating(100), scores, scores), RESAMPLED, 1)
                    .iciIfCalibrated()))
        .isEqualTo(simulated(scores, 1));
  }

  @Test
  void nothingIsDrawnUnasked() {
    Calibration ours = Calibration.of(Formula.first());
    assertThat(Made.why(ours.iciIfCalibrated())).isEqualTo("no resampling was asked for");
    assertThat(Calibration.of(Formula.first(), RESAMPLED, 1).ici()).isEqualTo(ours.ici());
  }

  @Test
  void drawsThatSeldomGiveAFitAreNoEstimate() {
    double[] sums = new double[200];
    Arrays.fill(sums, 0.25);
    Arrays.fill(sums, 0, 50, Double.NaN);
    assertThat(Made.present(IciIfCalibrated.of(sums, 2)))
        .isEqualTo(new IciIfCalibrated(0.125, 0.125, 150, 50));
    Arrays.fill(sums, 0, 101, Double.NaN);
    assertThat(Made.why(IciIfCalibrated.of(sums, 2)))
        .isEqualTo("only 99 of 200 drawn sets of labels gave a fit");
  }

  private static IciIfCalibrated simulated(double[] scores, int name) {
    return Made.present(
        Calibration.of(Made.sample(alternating(scores.length), scores), RESAMPLED, name)
            .iciIfCalibrated());
  }

  /** Logits at normal quantiles about -0.8. */
  private static double[] spread(int n) {
    NormalDistribution normal = new NormalDistribution(-0.8, 1.2);
    return IntStream.range(0, n)
        .mapToDouble(i -> Distributions.sigmoid(normal.inverseCumulativeProbability((i + 0.5) / n)))
        .toArray();
  }

  private static int[] alternating(int n) {
    return IntStream.range(0, n).map(i -> i % 3 == 0 ? 1 : 0).toArray();
  }

  private static Smooth smooth(double[] scores) {
    return Made.present(Smooth.of(scores, Logits.of(scores)));
  }
}
