package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RegressionDropTest {

  private static final Offset<Double> CLOSED = within(1e-9);
  private static final RegressionSample INTERNAL = RegressionPerformanceTest.formula(0);
  private static final RegressionSample EXTERNAL = RegressionPerformanceTest.formula(0.5);

  @Test
  void moreErrorOutsideIsAPositiveDrop() {
    RegressionDrop ours = RegressionDrop.of(INTERNAL, EXTERNAL);
    double inside = Made.present(RegressionPerformance.of(INTERNAL).mae()).value();
    double outside = Made.present(RegressionPerformance.of(EXTERNAL).mae()).value();
    assertThat(Made.present(ours.internal())).isEqualTo(inside, CLOSED);
    assertThat(Made.present(ours.external())).isEqualTo(outside, CLOSED);
    assertThat(Made.present(ours.drop())).isEqualTo(outside - inside, CLOSED).isPositive();
    double se = Made.present(ours.se());
    assertThat(Made.present(ours.z())).isEqualTo((outside - inside) / se, CLOSED);
    assertThat(Made.present(ours.upper()))
        .isEqualTo(outside - inside + 1.959963984540054 * se, CLOSED);
    assertThat(Made.present(ours.lower()))
        .isEqualTo(outside - inside - 1.959963984540054 * se, CLOSED);
    assertThat(ours.n()).isEqualTo(12);
    assertThat(ours.measurements()).isEqualTo(52);
    RegressionDrop turned = RegressionDrop.of(EXTERNAL, INTERNAL);
    assertThat(Made.present(turned.drop())).isEqualTo(inside - outside, CLOSED);
    assertThat(Made.present(turned.se())).isEqualTo(se, CLOSED);
    assertThat(Made.present(turned.p())).isEqualTo(Made.present(ours.p()), CLOSED);
  }

  /** One measurement a patient: the plain paired standard error. */
  @Test
  void oneMeasurementAPatientGivesThePairedError() {
    int[] patients = {1, 2, 3, 4};
    byte[] segments = {1, 1, 1, 1};
    double[] labels = {1, 2, 3, 4};
    RegressionDrop ours =
        RegressionDrop.of(
            RegressionPerformanceTest.sample(
                patients, segments, labels, new double[] {1.1, 2, 2.5, 4}),
            RegressionPerformanceTest.sample(
                patients, segments, labels, new double[] {1.3, 1, 3.1, 5}));
    double[] differences = {.2, 1, -.4, 1};
    assertThat(Made.present(ours.drop())).isEqualTo(StatUtils.mean(differences), CLOSED);
    assertThat(Made.present(ours.se()))
        .isEqualTo(Math.sqrt(StatUtils.variance(differences) / 4), CLOSED);
  }

  /** Arms of other repeats: the error of the mean repeats, and each arm's own spread. */
  @Test
  void repeatsThatAreNoPairsAddTheirOwnSpread() {
    int[] patients = {1, 2, 3};
    byte[] segments = {1, 1, 1};
    double[] labels = {1, 2, 3};
    RegressionSample first =
        RegressionPerformanceTest.sample(patients, segments, labels, new double[] {1.25, 2.5, 3});
    RegressionSample second =
        RegressionPerformanceTest.repeated(
            first, new double[] {1.5, 2.25, 4}, new double[] {1.75, 2.25, 3.25});
    RegressionDrop ours = RegressionDrop.of(first, second);
    // Absolute errors .25, .5, 0 and means .625, .25, .625 of .5, .25, 1 and .75, .25, .25.
    double[] differences = {.375, -.25, .625};
    double between = StatUtils.variance(new double[] {1.75 / 3, 1.25 / 3}) / 2;
    assertThat(Made.present(ours.drop())).isEqualTo(StatUtils.mean(differences), CLOSED);
    assertThat(Made.present(ours.se()))
        .isEqualTo(Math.sqrt(StatUtils.variance(differences) / 3 + between), CLOSED);
  }

  @Test
  void anArmWithItselfHasNoDrop() {
    RegressionDrop ours = RegressionDrop.of(INTERNAL, INTERNAL);
    assertThat(Made.present(ours.drop())).isEqualTo(0);
    assertThat(Made.present(ours.se())).isEqualTo(0);
    assertThat(Made.present(ours.z())).isEqualTo(0);
    assertThat(Made.present(ours.p())).isEqualTo(1);
  }

  @Test
  void onlyIdenticalMeasurementsCount() {
    RegressionSample inside =
        RegressionPerformanceTest.sample(
            new int[] {1, 1, 2, 3},
            new byte[] {1, 2, 5, 1},
            new double[] {1, 2, 3, 4},
            new double[] {2, 2, 3, 4});
    RegressionSample outside =
        RegressionPerformanceTest.sample(
            new int[] {1, 2, 2, 4, 4},
            new byte[] {2, 5, 6, 1, 2},
            new double[] {2, 3, 4, 5, 6},
            new double[] {2.5, 3.25, 9, 9, 9});
    RegressionDrop ours = RegressionDrop.of(inside, outside);
    assertThat(ours.n()).isEqualTo(2);
    assertThat(ours.measurements()).isEqualTo(2);
    assertThat(ours.internalOnly()).isEqualTo(2);
    assertThat(ours.externalOnly()).isEqualTo(3);
    assertThat(Made.present(ours.drop())).isEqualTo(0.375, CLOSED);
    RegressionDrop none = RegressionDrop.of(inside, outside.only(new int[] {4}));
    assertThat(Made.why(none.drop())).isEqualTo("no patient is in both arms");
    assertThat(Made.why(none.p())).isEqualTo("no patient is in both arms");
    assertThat(Made.why(RegressionDrop.of(RegressionSample.NOBODY, outside).se()))
        .isEqualTo("no patient is in both arms");
    RegressionDrop one = RegressionDrop.of(inside.only(new int[] {1}), outside);
    assertThat(Made.present(one.drop())).isEqualTo(0.5, CLOSED);
    assertThat(Made.why(one.se())).isEqualTo("only one patient");
  }

  @Test
  void aDropWithoutVarianceHasNoError() {
    int[] patients = {1, 2};
    byte[] segments = {1, 1};
    double[] labels = {1, 2};
    RegressionDrop ours =
        RegressionDrop.of(
            RegressionPerformanceTest.sample(patients, segments, labels, labels),
            RegressionPerformanceTest.sample(patients, segments, labels, new double[] {2, 3}));
    assertThat(Made.present(ours.drop())).isEqualTo(1);
    assertThat(Made.why(ours.p())).isEqualTo("no variance between patients");
  }

  @Test
  void repeatsArePairedOnlyWhereArmsShareThem() {
    double[] inside = INTERNAL.scores()[0];
    double[] outside = EXTERNAL.scores()[0];
    double[] higher = Arrays.stream(inside).map(score -> score + 1).toArray();
    double[] highest = Arrays.stream(outside).map(score -> score + 1).toArray();
    RegressionSample first = RegressionPerformanceTest.repeated(INTERNAL, inside, higher);
    RegressionSample second = RegressionPerformanceTest.repeated(EXTERNAL, outside, highest);
    double paired = Made.present(RegressionDrop.of(first, second).se());
    // The same scores under repeats of other numbers.
    RegressionSample apart =
        RegressionPerformanceTest.repeated(EXTERNAL, new double[52], outside, highest);
    RegressionDrop unpaired = RegressionDrop.of(first, apart);
    assertThat(Made.present(unpaired.se())).isGreaterThan(2 * paired);
  }
}
