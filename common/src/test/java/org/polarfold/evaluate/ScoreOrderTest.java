package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A pass over counts is what sorting the drawn patients anew would give. */
class ScoreOrderTest {

  private static final Offset<Double> SAME = within(1e-13);

  @Test
  void countsAreWorthPatientsWrittenOut() {
    SplittableRandom random = new SplittableRandom(3);
    for (int steps : new int[] {2, 10, 1000}) {
      byte[] labels = new byte[50];
      double[] scores = new double[50];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) random.nextInt(2);
        scores[i] = random.nextInt(steps + 1) / (double) steps;
      }
      ScoreOrder order = ScoreOrder.of(labels, scores);
      for (int b = 0; b < 20; b++) {
        int[] counts = new int[labels.length];
        Draws.count(counts, random);
        Sample drawn = writtenOut(labels, scores, counts);
        double area = Made.present(Auroc.of(drawn)).value();
        assertThat(order.area(counts)).isEqualTo(area, SAME);
        assertThat(order.areaUpTo(1, counts)).isEqualTo(area, SAME);
        assertThat(order.averagePrecision(counts))
            .isEqualTo(Made.present(AveragePrecision.of(drawn)).value(), SAME);
        assertThat(order.areaUpTo(0.3, counts))
            .isEqualTo(Made.present(PartialAuroc.of(drawn, 0.3, NO_INTERVAL)).value(), SAME);
      }
    }
  }

  private static final Estimate<BootstrapInterval> NO_INTERVAL = Estimate.none("not asked for");

  @Test
  void aClassThatNobodyDrewLeavesCurvesUndefined() {
    ScoreOrder order = ScoreOrder.of(new byte[] {0, 1, 0}, new double[] {0, .5, 1});
    assertThat(order.area(new int[] {2, 0, 1})).isNaN();
    assertThat(order.area(new int[] {0, 3, 0})).isNaN();
    assertThat(order.areaUpTo(0.2, new int[] {2, 0, 1})).isNaN();
    assertThat(order.areaUpTo(0.2, new int[] {0, 3, 0})).isNaN();
    assertThat(order.averagePrecision(new int[] {2, 0, 1})).isNaN();
    assertThat(order.averagePrecision(new int[] {0, 3, 0})).isEqualTo(1);
    assertThat(ScoreOrder.of(new byte[0], new double[0]).area(new int[0])).isNaN();
  }

  @Test
  void areasWithoutEachAreThoseOfTheOthers() {
    int[] labels = {1, 0, 1, 0, 0, 1};
    double[][] scores = {{.9, .5, .5, .2, .7, .1}, {.6, .6, .8, .1, 0, 1}};
    Sample sample = Made.sample(labels, scores);
    Statistic area = Curves.of(sample).area();
    double[] leftOut =
        IntStream.range(0, 6)
            .mapToDouble(
                out -> area.value(IntStream.range(0, 6).map(i -> i == out ? 0 : 1).toArray()))
            .sorted()
            .toArray();
    double[] ours = DoubleStream.of(area.withoutEach()).sorted().toArray();
    assertThat(ours).containsExactly(leftOut, SAME);
  }

  private static Sample writtenOut(byte[] labels, double[] scores, int[] counts) {
    int[] drawn =
        IntStream.range(0, counts.length)
            .flatMap(i -> IntStream.generate(() -> i).limit(counts[i]))
            .toArray();
    return Made.sample(
        Arrays.stream(drawn).map(i -> labels[i]).toArray(),
        Arrays.stream(drawn).mapToDouble(i -> scores[i]).toArray());
  }
}
