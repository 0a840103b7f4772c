package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class AurocTest {

  private static final int[] LABELS = labels(120);
  private static final double[] SCORES = scores(LABELS);

  @Test
  void onlyTheOrderOfScoresCounts() {
    Auroc plain = auroc(LABELS, SCORES);
    assertThat(auroc(LABELS, each(SCORES, s -> s * s * s))).isEqualTo(plain);
    assertThat(auroc(LABELS, each(SCORES, s -> 0.25 + s / 2))).isEqualTo(plain);
  }

  @Test
  void swappedLabelsTurnTheAreaOver() {
    Auroc plain = auroc(LABELS, SCORES);
    Auroc swapped = auroc(Arrays.stream(LABELS).map(label -> 1 - label).toArray(), SCORES);
    assertThat(swapped.value()).isEqualTo(1 - plain.value(), within(1e-15));
    assertThat(Made.present(swapped.se())).isEqualTo(Made.present(plain.se()), within(1e-15));
    assertThat(Made.present(swapped.logitLower()))
        .isEqualTo(1 - Made.present(plain.logitUpper()), within(1e-14));
  }

  /** The definitions, pair by pair: a Mann-Whitney count, and precision at every threshold. */
  @Test
  void agreesWithCountingEveryPair() {
    double pairs = 0;
    double won = 0;
    for (int i = 0; i < LABELS.length; i++) {
      for (int j = 0; j < LABELS.length; j++) {
        if (LABELS[i] == 1 && LABELS[j] == 0) {
          pairs++;
          won += SCORES[i] > SCORES[j] ? 1 : SCORES[i] == SCORES[j] ? 0.5 : 0;
        }
      }
    }
    assertThat(auroc(LABELS, SCORES).value()).isEqualTo(won / pairs, within(1e-15));
  }

  /** One duplicate of everybody: DeLong's two parts shrink by (m-1)/(2m-1) and (n-1)/(2n-1). */
  @Test
  void duplicatedPatientsKeepTheAreaAndShrinkTheVariance() {
    int[] labels = {1, 1, 1, 0, 0, 0, 0, 0};
    double[] scores = {.9, .5, .3, .8, .5, .2, .1, .05};
    Performance once = Performance.of(Made.sample(labels, scores));
    Performance twice =
        Performance.of(
            Made.sample(
                IntStream.range(0, 16).map(i -> labels[i % 8]).toArray(),
                IntStream.range(0, 16).mapToDouble(i -> scores[i % 8]).toArray()));
    Auroc area = Made.present(twice.auroc());
    assertThat(area.value()).isEqualTo(Made.present(once.auroc()).value(), within(1e-15));
    assertThat(Made.present(twice.losses().brier()))
        .isEqualTo(Made.present(once.losses().brier()), within(1e-15));
    assertThat(Made.present(twice.averagePrecision()).value())
        .isEqualTo(Made.present(once.averagePrecision()).value(), within(1e-15));
    // Components by hand: label 1: 1, .7, .6; label 0: 1/3, .5, 1, 1, 1.
    double ofPositives = variance(1, .7, .6) / 3;
    double ofNegatives = variance(1 / 3.0, .5, 1, 1, 1) / 5;
    double se = Made.present(Made.present(once.auroc()).se());
    assertThat(se * se).isEqualTo(ofPositives + ofNegatives, within(1e-15));
    double seTwice = Made.present(area.se());
    assertThat(seTwice * seTwice)
        .isEqualTo(ofPositives * 2 / 5 + ofNegatives * 4 / 9, within(1e-15));
  }

  @Test
  void intervalIsCutToTheScaleOfAnArea() {
    Auroc ours = auroc(new int[] {0, 0, 1, 1, 0, 1}, .1, .2, .3, .4, .35, .5);
    assertThat(ours.value()).isEqualTo(8 / 9.0, within(1e-15));
    assertThat(Made.present(ours.upper())).isEqualTo(1);
    assertThat(Made.present(ours.logitUpper())).isBetween(0.9, 0.9999);
  }

  @Test
  void averagePrecisionGroupsTies() {
    // Thresholds .9 (1 of 1), .5 (2 of 4), .1 (3 of 5): 1/3 (1 + 1/2 + 3/5).
    Sample sample = Made.sample(new int[] {1, 1, 0, 0, 1}, .9, .5, .5, .5, .1);
    assertThat(Made.present(AveragePrecision.of(sample)).value())
        .isEqualTo((1 + 0.5 + 0.6) / 3, within(1e-15));
  }

  @Test
  void whatTellsNothingHasNoInterval() {
    assertNoError(auroc(new int[] {1, 0, 0}, .6, .7, .1), 0.5, "only one patient in a class");
    assertNoError(auroc(new int[] {1, 1, 0}, .6, .7, .1), 1, "only one patient in a class");
    assertNoError(
        auroc(new int[] {1, 1, 0, 0}, .6, .7, .1, .2), 1, "the classes are wholly separated");
    assertNoError(
        auroc(new int[] {0, 0, 1, 1}, .6, .7, .1, .2), 0, "the classes are wholly separated");
    assertNoError(auroc(new int[] {1, 1, 1, 0, 0, 0}, new double[6]), 0.5, "all scores are tied");
  }

  @Test
  void oneClassHasNoArea() {
    Performance none = Performance.of(Made.sample(new int[] {0, 0}, .25, .5));
    assertThat(Made.why(none.auroc())).isEqualTo("no patient with label 1");
    assertThat(Made.why(none.averagePrecision())).isEqualTo("no patient with label 1");
    assertThat(Made.present(none.losses().brier())).isEqualTo(0.15625);
    Performance all = Performance.of(Made.sample(new int[] {1, 1}, .25, .5));
    assertThat(Made.why(all.auroc())).isEqualTo("no patient with label 0");
    assertThat(Made.present(all.averagePrecision()).value()).isEqualTo(1);
    assertThat(Made.why(Performance.of(Sample.NOBODY).losses().brier()))
        .isEqualTo("no patient with a score in every repeat");
  }

  @Test
  void aMillionPatientsTakeAboutASecond() {
    int[] labels = labels(1_000_000);
    Sample sample = Made.sample(labels, scores(labels));
    Auroc ours =
        Assertions.assertTimeout(
            Duration.ofSeconds(10), () -> Made.present(Auroc.of(sample)), "a square of patients");
    assertThat(Made.present(ours.se())).isBetween(1e-4, 1e-3);
  }

  private static void assertNoError(Auroc ours, double value, String why) {
    assertThat(ours.value()).isEqualTo(value);
    assertThat(Made.why(ours.se())).isEqualTo(why);
    assertThat(Made.why(ours.lower())).isEqualTo(why);
    assertThat(Made.why(ours.logitUpper())).isEqualTo(why);
  }

  private static Auroc auroc(int[] labels, double... scores) {
    return Made.present(Auroc.of(Made.sample(labels, scores)));
  }

  private static double[] each(double[] values, DoubleUnaryOperator change) {
    return Arrays.stream(values).map(change).toArray();
  }

  private static int[] labels(int n) {
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, n).map(i -> random.nextDouble() < 0.3 ? 1 : 0).toArray();
  }

  /** Scores with ties, higher where the label is 1. */
  private static double[] scores(int[] labels) {
    SplittableRandom random = new SplittableRandom(8);
    return Arrays.stream(labels)
        .mapToDouble(label -> Math.round(64 * (0.2 * label + 0.8 * random.nextDouble())) / 64.0)
        .toArray();
  }

  private static double variance(double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }
}
