package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

class ShiftEstimateTest {

  /** TPR 3/4 and FPR 1/5 at 0.5. */
  private static final Sample OTHERS =
      Made.sample(new int[] {1, 1, 1, 1, 0, 0, 0, 0, 0}, .9, .8, .6, .3, .7, .4, .3, .2, .1);

  @Test
  void varianceOfBbseByHand() {
    ScoreTally others = ScoreTally.of(List.of(OTHERS), OTHERS.repeats().get(0));
    ShiftEstimate.Once ours =
        Made.present(
            ShiftEstimate.bbse(
                new double[] {.9, .5, .2, .1}, new byte[] {1, 0, 0, 1}, 0.5, others));
    double plain = (0.5 - 0.2) / 0.55;
    assertThat(ours.value()).isEqualTo(plain, within(1e-15));
    assertThat(ours.difference()).isEqualTo(plain - 0.5, within(1e-15));
    double ofPatients = StatUtils.variance(new double[] {1 / 0.55 - 1, 1 / 0.55, 0, -1}) / 4;
    double ofTraining =
        (plain * plain * 0.75 * 0.25 / 4 + (1 - plain) * (1 - plain) * 0.2 * 0.8 / 5)
            / (0.55 * 0.55);
    assertThat(Made.present(ours.variance())).isEqualTo(ofPatients + ofTraining, within(1e-15));
  }

  @Test
  void repeatsAddTheirSpread() {
    ShiftEstimate.Once low = new ShiftEstimate.Once(0.3, 0.1, Estimate.of(0.04));
    ShiftEstimate.Once high = new ShiftEstimate.Once(0.5, 0.3, Estimate.of(0.02));
    ShiftEstimate ours =
        Made.present(ShiftEstimate.mean(List.of(Estimate.of(low), Estimate.of(high))));
    assertThat(ours.value()).isEqualTo(0.4, within(1e-15));
    // Mean variance .03, variance between repeats .02 over their number.
    double se = Math.sqrt(0.03 + 0.02 / 2);
    assertThat(Made.present(ours.se())).isEqualTo(se, within(1e-15));
    assertThat(Made.present(ours.z())).isEqualTo(0.2 / se, within(1e-14));
    assertThat(Made.present(ours.p())).isEqualTo(Distributions.twoSided(0.2 / se), within(1e-14));
  }

  @Test
  void theSlopeChangesWithTheScoreAsItsFormulaSays() {
    for (double score : new double[] {0.05, 0.4, 0.9}) {
      double step = 1e-6;
      double numeric =
          (LabelShift.slopeOf(score + step, 0.3, 0.6) - LabelShift.slopeOf(score - step, 0.3, 0.6))
              / (2 * step);
      assertThat(LabelShift.slopeByScore(score, 0.3, 0.6))
          .isEqualTo(numeric, within(1e-6 * Math.abs(numeric)));
    }
  }

  /** Odds change by the ratio of the prevalences' odds (Saerens 2002, equation 2.4). */
  @Test
  void scoresMoveByTheOddsOfThePrevalences() {
    double[] ours = LabelShift.adjusted(new double[] {0.2, 0.5, 1}, 0.25, 0.5);
    double[] odds = Arrays.stream(ours).limit(2).map(score -> score / (1 - score)).toArray();
    assertThat(odds).containsExactly(new double[] {0.25 * 3, 3}, within(1e-14));
    assertThat(ours[2]).isEqualTo(1);
  }
}
