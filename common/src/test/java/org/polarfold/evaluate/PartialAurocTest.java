package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Scores by formula; figures computed apart from this code, those with ties by pROC 1.18.0. */
class PartialAurocTest {

  private static final Offset<Double> CLOSED = within(1e-9);
  private static final Estimate<BootstrapInterval> NO_INTERVAL = Estimate.none("not asked for");

  @Test
  void leftOfAFifthWithoutTies() {
    PartialAuroc ours = ours(Made.sample(labels(400), scores(400)), PartialAuroc.USUAL);
    assertThat(ours.mostFpr()).isEqualTo(0.2);
    assertThat(ours.value()).isEqualTo(0.0431096411679, CLOSED);
    assertThat(ours.mcClish()).isEqualTo(0.564193447689, CLOSED);
  }

  @Test
  void tiesAreOneSlopingStep() {
    double[] rounded = Arrays.stream(scores(200)).map(p -> Math.rint(p * 12) / 12).toArray();
    Sample sample = Made.sample(labels(200), rounded);
    double[][] figures = {
      {0.1, 0.009168785759695, 0.5219409776826},
      {0.2, 0.03805309886192, 0.5501474968387},
      {0.35, 0.1113615172706, 0.586773190079},
      {1, 0.6660110722611, 0.6660110722611}
    };
    for (double[] row : figures) {
      assertThat(ours(sample, row[0]).value()).isEqualTo(row[1], CLOSED);
      assertThat(ours(sample, row[0]).mcClish()).isEqualTo(row[2], CLOSED);
    }
  }

  @Test
  void bestIsOneAndTheDiagonalOneHalf() {
    int[] labels = {1, 1, 0, 0, 0};
    assertThat(ours(Made.sample(labels, 1, .9, 0, .1, .2), 0.2).mcClish())
        .isEqualTo(1, within(1e-15));
    assertThat(ours(Made.sample(labels, new double[5]), 0.2).mcClish())
        .isEqualTo(0.5, within(1e-15));
    assertThat(ours(Made.sample(labels, 0, .1, .9, 1, .8), 0.2).mcClish()).isLessThan(0.5);
  }

  @Test
  void oneClassHasNoPartialArea() {
    assertThat(Made.why(PartialAuroc.of(Made.sample(new int[] {1}, .5), 0.2, NO_INTERVAL)))
        .isEqualTo("no patient with label 0");
  }

  @Test
  void bothScalesHaveTheSameInterval() {
    Sample sample = Made.sample(labels(400), scores(400));
    Estimate<BootstrapInterval> interval =
        Bootstrap.ofPatients(400, new Resampling(500, 1), "x")
            .intervals(List.of(Curves.of(sample).areaUpTo(0.2)))
            .get(0);
    PartialAuroc ours = Made.present(PartialAuroc.of(sample, 0.2, interval));
    BootstrapInterval plain = Made.present(ours.interval());
    BootstrapInterval corrected = Made.present(ours.mcClishInterval());
    assertThat(plain.percentileLower()).isLessThan(ours.value());
    assertThat(plain.percentileUpper()).isGreaterThan(ours.value());
    // (1 + (a - .02) / .18) / 2
    assertThat(corrected.percentileLower())
        .isEqualTo(0.5 + (plain.percentileLower() - 0.02) / 0.36, within(1e-15));
    assertThat(Made.present(corrected.upper()))
        .isEqualTo(0.5 + (Made.present(plain.upper()) - 0.02) / 0.36, within(1e-15));
    assertThat(corrected.seed()).isEqualTo(1);
  }

  private static PartialAuroc ours(Sample sample, double mostFpr) {
    return Made.present(PartialAuroc.of(sample, mostFpr, NO_INTERVAL));
  }

  private static double[] scores(int n) {
    return IntStream.rangeClosed(1, n)
        .mapToDouble(i -> sigmoid(-0.8 + 1.4 * Math.sin(1.7 * i) + 0.5 * Math.cos(0.31 * i)))
        .toArray();
  }

  private static int[] labels(int n) {
    return IntStream.rangeClosed(1, n)
        .map(
            i -> {
              double turn = 0.6180339887498949 * i;
              double risk = sigmoid(-1.3 + 0.8 * Math.sin(1.7 * i) + 0.2 * Math.cos(0.31 * i));
              return turn - Math.floor(turn) < risk ? 1 : 0;
            })
        .toArray();
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
