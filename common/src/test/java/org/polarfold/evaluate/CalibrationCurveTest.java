package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationCurveTest {

  @Test
  void pointsLieOnTheSmooth() {
    double[] scores = Formula.firstScores();
    List<CalibrationCurve.Point> points =
        Made.present(CalibrationCurve.of(Formula.first()).points());
    assertThat(points).hasSize(21);
    double[] ascending = scores.clone();
    Arrays.sort(ascending);
    assertThat(points.get(0).predicted()).isEqualTo(ascending[0]);
    // Type 7: (400 - 1) / 2 = 199.5.
    assertThat(points.get(10).predicted())
        .isEqualTo((ascending[199] + ascending[200]) / 2, within(1e-15));
    assertThat(points.get(20).predicted()).isEqualTo(ascending[399]);
    Smooth smooth = Made.present(Smooth.of(scores, Logits.of(scores)));
    assertThat(smooth.fits(Formula.first().labels())).isTrue();
    assertThat(points)
        .allSatisfy(point -> assertThat(point.observed()).isEqualTo(smooth.at(point.predicted())));
    // Recalibrated upwards only: 91 events where 138 were expected.
    assertThat(points.get(20).observed()).isLessThan(points.get(20).predicted());
  }

  @Test
  void groupsAreEqualAndHoldEverybody() {
    List<CalibrationCurve.Group> groups = CalibrationCurve.of(Formula.first()).groups();
    assertThat(groups).hasSize(10).allSatisfy(group -> assertThat(group.n()).isEqualTo(40));
    assertThat(groups.stream().mapToDouble(g -> Made.present(g.observed()).numerator()).sum())
        .isEqualTo(91);
    double expected = Arrays.stream(Formula.firstScores()).sum();
    assertThat(groups.stream().mapToDouble(g -> g.n() * g.predicted()).sum())
        .isEqualTo(expected, within(1e-9));
    assertThat(groups).extracting(CalibrationCurve.Group::predicted).isSorted();
    assertThat(groups.get(3).observed())
        .isEqualTo(Proportion.of(Made.present(groups.get(3).observed()).numerator(), 40));
  }

  @Test
  void tiesStayTogether() {
    int[] labels = IntStream.range(0, 20).map(i -> i % 2).toArray();
    double[] scores = new double[20];
    Arrays.fill(scores, 0, 13, .5);
    for (int i = 13; i < 20; i++) {
      scores[i] = .5 + i / 100.0;
    }
    CalibrationCurve ours = CalibrationCurve.of(Made.sample(labels, scores));
    assertThat(ours.groups()).extracting(CalibrationCurve.Group::n).containsExactly(13, 1, 2, 2, 2);
    assertThat(ours.groups().get(0).predicted()).isEqualTo(.5, within(1e-15));
    assertThat(Made.present(ours.groups().get(0).observed()).numerator()).isEqualTo(6);
    assertThat(Made.why(ours.points())).contains("knots coincide");
  }

  @Test
  void fewPatientsMakeFewGroups() {
    CalibrationCurve three = CalibrationCurve.of(Made.sample(new int[] {1, 0, 0}, .5, .2, 1));
    assertThat(three.groups()).extracting(CalibrationCurve.Group::n).containsExactly(1, 1, 1);
    assertThat(Made.why(three.points())).startsWith("no finite logit: 1 score");
    assertThat(Made.why(CalibrationCurve.of(Made.sample(new int[] {0, 0}, .5, .2)).points()))
        .isEqualTo("no patient with label 1");
    CalibrationCurve nobody = CalibrationCurve.of(Sample.NOBODY);
    assertThat(nobody.groups()).isEmpty();
    assertThat(nobody.interpret()).isFalse();
  }

  @Test
  void belowAHundredOfEitherItIsNotInterpreted() {
    CalibrationCurve ours = CalibrationCurve.of(Formula.first());
    assertThat(ours.interpret()).isFalse();
    assertThat(ours.interpretReason())
        .isEqualTo("91 events and 309 non-events, of at least 100 each");
    assertThat(enough(100, 100)).isTrue();
    assertThat(enough(99, 500)).isFalse();
    assertThat(enough(500, 99)).isFalse();
  }

  /** The same places twice are no two places. */
  @Test
  void pointsAreDistinctAndAveragedOverRepeats() {
    double[] rounded =
        Arrays.stream(Formula.firstScores()).map(p -> Math.round(p * 10) / 10.0 + .01).toArray();
    List<CalibrationCurve.Point> points =
        Made.present(CalibrationCurve.of(Made.sample(Formula.labels(), rounded)).points());
    assertThat(points.size()).isBetween(5, 9);
    assertThat(points).doesNotHaveDuplicates();
    List<CalibrationCurve.Point> both =
        Made.present(
            CalibrationCurve.of(
                    Made.sample(Formula.labels(), Formula.firstScores(), Formula.secondScores()))
                .points());
    CalibrationCurve.Point first =
        Made.present(CalibrationCurve.of(Formula.first()).points()).get(7);
    CalibrationCurve.Point second =
        Made.present(CalibrationCurve.of(Formula.second()).points()).get(7);
    assertThat(both.get(7).predicted())
        .isEqualTo((first.predicted() + second.predicted()) / 2, within(1e-14));
    assertThat(both.get(7).observed())
        .isEqualTo((first.observed() + second.observed()) / 2, within(1e-14));
  }

  private static boolean enough(int events, int others) {
    int[] labels = IntStream.range(0, events + others).map(i -> i < events ? 1 : 0).toArray();
    return CalibrationCurve.of(Made.sample(labels, new double[labels.length])).interpret();
  }

  /** The points lie on the smooth whose mean distance from the scores is the ICI. */
  @Test
  void thePointsLieOnTheSmooth() {
    Sample sample = Formula.first();
    double[] scores = sample.scores()[0];
    double[] logits = Arrays.stream(scores).map(Distributions::logit).toArray();
    Smooth smooth = Made.present(Smooth.of(scores, logits));
    assertThat(smooth.fits(sample.labels())).isTrue();
    double distance = Arrays.stream(scores).map(score -> Math.abs(smooth.at(score) - score)).sum();
    assertThat(distance / Formula.N).isEqualTo(smooth.ici(), within(1e-12));
    assertThat(Made.present(CalibrationCurve.of(sample).points()))
        .allSatisfy(
            point ->
                assertThat(point.observed())
                    .isEqualTo(smooth.at(point.predicted()), within(1e-12)));
  }
}
