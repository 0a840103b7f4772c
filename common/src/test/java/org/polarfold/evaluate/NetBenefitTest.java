package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NetBenefitTest {

  private static final Offset<Double> CLOSED = within(1e-9);

  @Test
  void thresholdsAreWhatTheySay() {
    assertThat(Made.present(NetBenefit.of(Formula.first())))
        .extracting(NetBenefit::threshold)
        .containsExactly(.05, .1, .15, .2, .25, .3, .35, .4, .45, .5);
  }

  /** statistics.md, golden values, 3; intervals by R 4.2.2 from mean and sd over patients. */
  @Test
  void theFormulaFixture() {
    List<NetBenefit> ours = Made.present(NetBenefit.of(Formula.first()));
    NetBenefit tenth = ours.get(1);
    assertThat(tenth.model()).isEqualTo(0.1425, CLOSED);
    assertInterval(tenth.lower(), tenth.upper(), 0.098016784524, 0.186983215476);
    assertThat(tenth.treatAll()).isEqualTo(0.141666666667, CLOSED);
    assertThat(tenth.overTreatAll().difference()).isEqualTo(0.1425 - 0.85 / 6, CLOSED);
    assertOver(tenth, -0.009552204464, 0.011218871130);
    assertThat(ours.get(3).model()).isEqualTo(0.076875, CLOSED);
    NetBenefit third = ours.get(5);
    assertThat(third.model()).isEqualTo(0.01857142857, CLOSED);
    assertInterval(third.lower(), third.upper(), -0.028586027250, 0.065728884393);
    assertOver(third, 0.087710610831, 0.156575103455);
    NetBenefit half = ours.get(9);
    assertThat(half.model()).isEqualTo(-0.0775, CLOSED);
    assertInterval(half.lower(), half.upper(), -0.132262884032, -0.022737115968);
    assertOver(half, 0.400666484277, 0.534333515723);
  }

  @Test
  void thePairedDropOfTheFormulaFixture() {
    List<NetBenefitDifference> ours =
        Made.present(NetBenefitDifference.of(Formula.first(), Formula.second()));
    assertThat(ours.get(1).drop()).isEqualTo(-0.001388888889, CLOSED);
    assertInterval(ours.get(1).lower(), ours.get(1).upper(), -0.012938891435, 0.010161113657);
    assertThat(ours.get(5).drop()).isEqualTo(0.009285714286, CLOSED);
    assertInterval(ours.get(5).lower(), ours.get(5).upper(), -0.017220560445, 0.035791989016);
    assertInterval(ours.get(9).lower(), ours.get(9).upper(), -0.064781027501, 0.029781027501);
    assertThat(ours.get(5).internal()).isEqualTo(0.01857142857, CLOSED);
    assertThat(ours.get(5).internal() - ours.get(5).external())
        .isEqualTo(ours.get(5).drop(), within(1e-15));
  }

  /** 0.15 is treated at 0.15, though 0.05 + 0.05 + 0.05 is above it. */
  @Test
  void aScoreAtTheThresholdIsTreated() {
    for (int step = 0; step < 10; step++) {
      double threshold = Decisions.threshold(step);
      NetBenefit at =
          Made.present(
                  NetBenefit.of(Made.sample(new int[] {1, 1}, threshold, Math.nextDown(threshold))))
              .get(step);
      assertThat(at.model()).as("threshold %s", threshold).isEqualTo(0.5);
    }
    assertThat(Decisions.threshold(2)).isEqualTo(Double.parseDouble("0.15"));
  }

  @Test
  void anArmWithItselfHasNoDrop() {
    for (NetBenefitDifference ours :
        Made.present(NetBenefitDifference.of(Formula.first(), Formula.first()))) {
      assertThat(ours.drop()).isZero();
      assertThat(Made.present(ours.lower())).isZero();
      assertThat(Made.present(ours.upper())).isZero();
    }
  }

  /** One patient treated in one repeat of two gains half; repeats that differ widen. */
  @Test
  void repeatsAreAveraged() {
    int[] labels = {1, 1, 0, 0};
    double[] first = {.9, .9, .9, .1};
    double[] second = {.9, .1, .1, .1};
    NetBenefit ours = Made.present(NetBenefit.of(Made.sample(labels, first, second))).get(9);
    // By repeat (2 - 1)/4 and (1 - 0)/4; by patient 1, 1/2, -1/2, 0.
    assertThat(ours.model()).isEqualTo(0.25, within(1e-15));
    double variance = (1 + .25 + .25 - 4 * .0625) / 3 / 4;
    assertThat(Made.present(ours.upper()))
        .isEqualTo(0.25 + Distributions.Z * Math.sqrt(variance), within(1e-14));
    NetBenefit unlike =
        Made.present(
                NetBenefit.of(Made.sample(labels, new double[] {.9, .9, .1, .1}, new double[4])))
            .get(9);
    // By repeat 1/2 and 0; by patient 1/2, 1/2, 0, 0.
    assertThat(Made.present(unlike.upper()))
        .isEqualTo(0.25 + Distributions.Z * Math.sqrt(.25 / 3 / 4 + .125 / 2), within(1e-14));
    NetBenefitDifference drop =
        Made.present(
                NetBenefitDifference.of(
                    Made.sample(labels, first, second), Made.sample(labels, new double[4])))
            .get(9);
    assertThat(drop.drop()).isEqualTo(0.25, within(1e-15));
    assertThat(drop.external()).isZero();
    assertThat(Made.present(drop.upper())).isEqualTo(Made.present(ours.upper()), within(1e-14));
  }

  @Test
  void onlyPatientsInBothArmsAreCompared() {
    Sample all = Formula.first();
    Sample some = Formula.second().only(new int[] {3, 17, 18, 150, 311});
    assertThat(Made.present(NetBenefitDifference.of(all, some)))
        .isEqualTo(Made.present(NetBenefitDifference.of(all.only(some.patients()), some)));
    assertThat(Made.why(NetBenefitDifference.of(all, Sample.NOBODY)))
        .isEqualTo("no patient is in both arms");
  }

  @Test
  void oddData() {
    assertThat(Made.why(NetBenefit.of(Sample.NOBODY)))
        .isEqualTo("no patient with a score in every repeat");
    NetBenefit one = Made.present(NetBenefit.of(Made.sample(new int[] {1}, .9))).get(0);
    assertThat(one.model()).isEqualTo(1);
    assertThat(Made.why(one.lower())).isEqualTo("only one patient");
    // Treating everybody is treating everybody; treating nobody gains nothing.
    NetBenefit all = Made.present(NetBenefit.of(Made.sample(new int[] {1, 0, 0}, 1, 1, 1))).get(5);
    assertThat(all.overTreatAll().difference()).isZero();
    assertThat(Made.present(all.overTreatAll().upper())).isZero();
    NetBenefit none = Made.present(NetBenefit.of(Made.sample(new int[] {1, 0, 0}, 0, 0, 0))).get(5);
    assertThat(none.model()).isZero();
    assertThat(Made.present(none.lower())).isZero();
    // One class, all treated: the same gain for each.
    NetBenefit alike =
        Made.present(NetBenefit.of(Made.sample(new int[] {0, 0, 0}, 1, 1, 1))).get(5);
    assertThat(alike.model()).isEqualTo(-3.0 / 7, within(1e-15));
    assertThat(Made.why(alike.lower())).isEqualTo("no variance between patients");
  }

  private static void assertOver(NetBenefit ours, double lower, double upper) {
    assertInterval(ours.overTreatAll().lower(), ours.overTreatAll().upper(), lower, upper);
  }

  private static void assertInterval(
      Estimate<Double> lower, Estimate<Double> upper, double expectedLower, double expectedUpper) {
    assertThat(Made.present(lower)).isEqualTo(expectedLower, CLOSED);
    assertThat(Made.present(upper)).isEqualTo(expectedUpper, CLOSED);
  }
}
