package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightedTest {

  @Test
  void equalWeightsGiveTheUnweightedFigures() {
    Sample sample = random(80);
    double[] half = new double[80];
    Arrays.fill(half, 0.5);
    Weighted ours = Made.present(Weighted.of(weighing(sample, half)));
    Auroc plain = Made.present(Auroc.of(sample));
    assertThat(ours.auroc()).isEqualTo(plain.value(), within(1e-14));
    assertThat(Made.present(ours.se())).isEqualTo(Made.present(plain.se()), within(1e-14));
    assertThat(ours.brier())
        .isEqualTo(Made.present(Performance.of(sample).losses().brier()), within(1e-14));
    assertThat(ours.effectiveEvents()).isEqualTo(sample.events(), within(1e-12));
  }

  /** Three pairs of one patient with label 1 and weight w, by hand. */
  @Test
  void pairsCountByTheProductOfWeights() {
    Sample sample = Made.sample(new int[] {1, 1, 0, 0}, .9, .2, .5, .2);
    Weighted ours = Made.present(Weighted.of(weighing(sample, new double[] {1, .5, 1, .25})));
    // (1 (1 + .25) + .5 (0 + .25 / 2)) / (1.5 x 1.25)
    assertThat(ours.auroc()).isEqualTo((1.25 + .5 * .125) / (1.5 * 1.25), within(1e-15));
  }

  @Test
  void aLabelThatIsHardlyTrustedHardlyCounts() {
    Sample sample = random(60);
    double[] weights = new double[61];
    Arrays.fill(weights, 1);
    weights[60] = 1e-9;
    int[] labels = Arrays.copyOf(IntStream.range(0, 60).map(i -> sample.labels()[i]).toArray(), 61);
    labels[60] = 1;
    Sample more = Made.sample(labels, Arrays.copyOf(sample.scores()[0], 61));
    Weighted ours = Made.present(Weighted.of(weighing(more, weights)));
    Auroc without = Made.present(Auroc.of(sample));
    assertThat(ours.auroc()).isEqualTo(without.value(), within(1e-8));
    assertThat(Made.present(ours.se())).isEqualTo(Made.present(without.se()), within(1e-8));
  }

  @Test
  void equalWeightsGiveTheUnweightedDrop() {
    Sample first = random(80);
    SplittableRandom random = new SplittableRandom(5);
    Sample second =
        Made.sample(
            IntStream.range(0, 80).map(i -> first.labels()[i]).toArray(),
            IntStream.range(0, 80).mapToDouble(i -> random.nextDouble()).toArray());
    double[] half = new double[80];
    Arrays.fill(half, 0.5);
    WeightedDrop ours =
        Made.present(WeightedDrop.of(weighing(first, half), weighing(second, half)));
    PairedDrop plain = PairedDrop.of(first, second);
    assertThat(ours.drop()).isEqualTo(Made.present(plain.drop()), within(1e-14));
    assertThat(Made.present(ours.se())).isEqualTo(Made.present(plain.se()), within(1e-14));
    // Trusting one half of the patients alone gives their drop, nearly.
    double[] trusted = IntStream.range(0, 80).mapToDouble(i -> i < 40 ? 1 : 1e-12).toArray();
    int[] kept = IntStream.range(0, 40).toArray();
    WeightedDrop part =
        Made.present(WeightedDrop.of(weighing(first, trusted), weighing(second, trusted)));
    PairedDrop alone = PairedDrop.of(first.only(kept), second.only(kept));
    assertThat(part.drop()).isEqualTo(Made.present(alone.drop()), within(1e-9));
    assertThat(Made.present(part.se())).isEqualTo(Made.present(alone.se()), within(1e-9));
  }

  @Test
  void whatCannotBeWeighedSaysWhy() {
    assertThat(Made.why(WeightedDrop.of(random(10), random(10)))).isEqualTo(Weighted.ALIKE);
    assertThat(Made.why(WeightedDrop.of(random(10), Sample.NOBODY)))
        .isEqualTo("no patient is in both arms");
    assertThat(Made.why(Weighted.of(random(10)))).isEqualTo("all labels are trusted alike");
    Sample one = Made.sample(new int[] {1, 1}, .9, .2);
    assertThat(Made.why(Weighted.of(weighing(one, new double[] {1, .5}))))
        .isEqualTo("no patient with label 0");
  }

  private static Sample random(int n) {
    SplittableRandom random = new SplittableRandom(4);
    return Made.sample(
        IntStream.range(0, n).map(i -> i % 3 == 0 ? 1 : 0).toArray(),
        IntStream.range(0, n).mapToDouble(i -> Math.rint(random.nextDouble() * 20) / 20).toArray());
  }

  private static Sample weighing(Sample sample, double[] weights) {
    return new Sample(
        List.copyOf(sample.repeats()),
        sample.patients(),
        sample.labels(),
        sample.scores(),
        sample.folds(),
        weights);
  }
}
