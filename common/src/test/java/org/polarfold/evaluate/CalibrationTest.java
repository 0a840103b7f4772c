package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  private static final Offset<Double> CLOSED = within(1e-9);
  private static final Offset<Double> ITERATED = within(1e-6);

  /** statistics.md, golden values, 3. */
  @Test
  void theFormulaFixture() {
    Calibration ours = Calibration.of(Formula.first());
    assertThat(large(ours).value()).isEqualTo(-0.703872024051, ITERATED);
    assertThat(large(ours).se()).isEqualTo(0.1294020938, ITERATED);
    assertThat(Made.present(ours.calibrationIntercept()).value())
        .isEqualTo(-0.826289831437, ITERATED);
    assertThat(slope(ours).value()).isEqualTo(0.648046357452, ITERATED);
    assertThat(Made.present(ours.observedToExpected())).isEqualTo(0.658672824595, CLOSED);
  }

  @Test
  void intervals() {
    Calibration ours = Calibration.of(Formula.first());
    CalibrationCoefficient slope = slope(ours);
    assertThat(slope.lower()).isEqualTo(slope.value() - 1.959963984540054 * slope.se(), CLOSED);
    assertThat(slope.upper()).isEqualTo(slope.value() + 1.959963984540054 * slope.se(), CLOSED);
    // 91 events among 400: sqrt((1 - 0.2275) / 91) on the log scale.
    double se = Math.sqrt(0.7725 / 91);
    double ratio = Made.present(ours.observedToExpected());
    assertThat(Made.present(ours.observedToExpectedLower()))
        .isEqualTo(ratio * Math.exp(-1.959963984540054 * se), CLOSED);
    assertThat(Made.present(ours.observedToExpectedUpper()))
        .isEqualTo(ratio * Math.exp(1.959963984540054 * se), CLOSED);
    CalibrationCoefficient log = Made.present(ours.logObservedToExpected());
    assertThat(log.value()).isEqualTo(Math.log(ratio), CLOSED);
    assertThat(log.se()).isEqualTo(se, CLOSED);
  }

  /** 1 - p is as well calibrated for 1 - y as p is for y. */
  @Test
  void turnedOver() {
    Calibration plain = Calibration.of(Formula.first());
    Calibration turned =
        Calibration.of(
            Made.sample(
                Arrays.stream(Formula.labels()).map(label -> 1 - label).toArray(),
                Arrays.stream(Formula.firstScores()).map(score -> 1 - score).toArray()));
    assertThat(large(turned).value()).isEqualTo(-large(plain).value(), CLOSED);
    assertThat(slope(turned).value()).isEqualTo(slope(plain).value(), CLOSED);
    assertThat(slope(turned).se()).isEqualTo(slope(plain).se(), CLOSED);
    assertThat(Made.present(turned.ici())).isEqualTo(Made.present(plain.ici()), CLOSED);
    assertThat(Made.present(turned.e90())).isEqualTo(Made.present(plain.e90()), CLOSED);
  }

  @Test
  void theOrderOfPatientsDoesNotMatter() {
    int[] order = IntStream.range(0, Formula.N).map(i -> (i * 171 + 5) % Formula.N).toArray();
    int[] labels = Formula.labels();
    Calibration plain = Calibration.of(Formula.first());
    Calibration mixed =
        Calibration.of(
            Made.sample(
                Arrays.stream(order).map(i -> labels[i]).toArray(),
                Codes.pick(Formula.firstScores(), order)));
    assertThat(slope(mixed).value()).isEqualTo(slope(plain).value(), within(1e-12));
    assertThat(Made.present(mixed.ici())).isEqualTo(Made.present(plain.ici()), within(1e-12));
    assertThat(Made.present(mixed.e50())).isEqualTo(Made.present(plain.e50()), within(1e-12));
  }

  @Test
  void duplicatedPatientsKeepTheCoefficientsAndHalveTheVariance() {
    int[] labels = Formula.labels();
    double[] scores = Formula.firstScores();
    Calibration once = Calibration.of(Formula.first());
    Calibration twice =
        Calibration.of(
            Made.sample(
                IntStream.range(0, 800).map(i -> labels[i % 400]).toArray(),
                IntStream.range(0, 800).mapToDouble(i -> scores[i % 400]).toArray()));
    assertThat(large(twice).value()).isEqualTo(large(once).value(), CLOSED);
    assertThat(slope(twice).value()).isEqualTo(slope(once).value(), CLOSED);
    assertThat(slope(twice).se()).isEqualTo(slope(once).se() / Math.sqrt(2), CLOSED);
    assertThat(Made.present(twice.observedToExpected()))
        .isEqualTo(Made.present(once.observedToExpected()), CLOSED);
  }

  /** Estimates are averaged, never scores; repeats that differ widen the intervals. */
  @Test
  void repeatsAreEstimatedEach() {
    Calibration first = Calibration.of(Formula.first());
    Calibration second = Calibration.of(Formula.second());
    Calibration both =
        Calibration.of(
            Made.sample(Formula.labels(), Formula.firstScores(), Formula.secondScores()));
    CalibrationCoefficient one = slope(first);
    CalibrationCoefficient other = slope(second);
    assertThat(slope(both).value()).isEqualTo((one.value() + other.value()) / 2, CLOSED);
    double between = Math.pow(one.value() - other.value(), 2) / 2 / 2;
    assertThat(slope(both).se())
        .isEqualTo(
            Math.sqrt((one.se() * one.se() + other.se() * other.se()) / 2 + between), CLOSED);
    assertThat(Made.present(both.ici()))
        .isEqualTo((Made.present(first.ici()) + Made.present(second.ici())) / 2, CLOSED);
    assertThat(Made.present(both.e90()))
        .isEqualTo((Made.present(first.e90()) + Made.present(second.e90())) / 2, CLOSED);
    double ratio = Made.present(first.observedToExpected());
    double ratioOther = Made.present(second.observedToExpected());
    assertThat(Made.present(both.observedToExpected())).isEqualTo((ratio + ratioOther) / 2, CLOSED);
    assertThat(Made.present(both.logObservedToExpected()).se())
        .isEqualTo(Math.sqrt(0.7725 / 91 + Math.pow(Math.log(ratio / ratioOther), 2) / 4), CLOSED);
  }

  @Test
  void scoresOfNoughtAndOneAreNotClipped() {
    Calibration ours = Calibration.of(Made.sample(new int[] {0, 1, 0, 1, 1}, 0, 1, .25, .5, .75));
    String why = "no finite logit: 2 scores are exactly 0 or 1, and none is clipped";
    assertThat(Made.why(ours.calibrationInTheLarge())).isEqualTo(why);
    assertThat(Made.why(ours.calibrationSlope())).isEqualTo(why);
    assertThat(Made.why(ours.e50())).isEqualTo(why);
    assertThat(Made.present(ours.observedToExpected())).isEqualTo(1.2, CLOSED);
    assertThat(Made.present(ours.observedToExpectedUpper())).isGreaterThan(1.2);
    Calibration one = Calibration.of(Made.sample(new int[] {0, 1}, 0, .5));
    assertThat(Made.why(one.ici())).startsWith("no finite logit: 1 score is exactly 0 or 1");
  }

  @Test
  void oneClassLeavesTheRatio() {
    Calibration none = Calibration.of(Made.sample(new int[] {0, 0, 0}, .25, .5, .125));
    assertThat(Made.present(none.observedToExpected())).isZero();
    for (Estimate<?> part :
        new Estimate<?>[] {
          none.calibrationInTheLarge(),
          none.calibrationIntercept(),
          none.observedToExpectedLower(),
          none.ici(),
          none.logObservedToExpected()
        }) {
      assertThat(Made.why(part)).isEqualTo("no patient with label 1");
    }
    Calibration all = Calibration.of(Made.sample(new int[] {1, 1, 1}, .25, .5, .25));
    assertThat(Made.present(all.observedToExpected())).isEqualTo(3);
    assertThat(Made.why(all.observedToExpectedUpper())).isEqualTo("no patient with label 0");
    assertThat(Made.why(all.calibrationSlope())).isEqualTo("no patient with label 0");
    Calibration nobody = Calibration.of(Sample.NOBODY);
    assertThat(Made.why(nobody.observedToExpected()))
        .isEqualTo("no patient with a score in every repeat");
    assertThat(Made.why(nobody.ici())).isEqualTo("no patient with a score in every repeat");
    Calibration never = Calibration.of(Made.sample(new int[] {1, 0}, 0, 0));
    assertThat(Made.why(never.observedToExpected()))
        .isEqualTo("no event is expected: all scores are 0");
    assertThat(Made.why(never.observedToExpectedLower()))
        .isEqualTo("no event is expected: all scores are 0");
  }

  @Test
  void fewOrTiedScoresLeaveWhatNeedsNoSlope() {
    Calibration tied =
        Calibration.of(Made.sample(new int[] {1, 0, 0, 1, 0, 0, 0, 0}, same(8, 0.25)));
    assertThat(large(tied).value()).isEqualTo(0, CLOSED);
    assertThat(Made.why(tied.calibrationSlope())).isEqualTo(LogisticFit.NO_MAXIMUM);
    assertThat(Made.why(tied.ici())).contains("knots coincide");
    Calibration three = Calibration.of(Made.sample(new int[] {1, 0, 0}, .5, .6, .2));
    assertThat(Made.present(three.calibrationSlope()).value()).isPositive();
    assertThat(Made.why(three.ici())).isEqualTo(LogisticFit.NO_MAXIMUM);
    Calibration separated = Calibration.of(Made.sample(new int[] {1, 1, 0, 0}, .6, .7, .1, .2));
    assertThat(large(separated).value()).isPositive();
    assertThat(Made.why(separated.calibrationSlope())).isEqualTo(LogisticFit.NO_MAXIMUM);
  }

  private static CalibrationCoefficient large(Calibration of) {
    return Made.present(of.calibrationInTheLarge());
  }

  private static CalibrationCoefficient slope(Calibration of) {
    return Made.present(of.calibrationSlope());
  }

  private static double[] same(int n, double value) {
    double[] values = new double[n];
    Arrays.fill(values, value);
    return values;
  }
}
