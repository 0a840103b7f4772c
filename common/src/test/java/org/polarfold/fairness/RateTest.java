package org.polarfold.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Distributions;

class RateTest {

  /** Newcombe, Statistics in Medicine 1998;17:873, table II, method 10: contrasts (a) and (h). */
  @Test
  void intervalsAreNewcombes() {
    double[] ends = new Rate(56, 70).minus(new Rate(48, 80)).bounds().at(Distributions.Z);
    assertThat(ends[0]).isEqualTo(0.0524, within(5e-5));
    assertThat(ends[1]).isEqualTo(0.3339, within(5e-5));

    double[] sure = new Rate(10, 10).minus(new Rate(0, 10)).bounds().at(Distributions.Z);
    assertThat(sure[0]).isEqualTo(0.6075, within(5e-5));
    assertThat(sure[1]).isEqualTo(1, within(1e-12));
  }

  /** Its square is the chi-squared of the fourfold table without correction. */
  @Test
  void pIsTheScoreTests() {
    Difference difference = new Rate(56, 70).minus(new Rate(48, 80));
    double common = 104 / 150.0;
    double square = 0.04 / (common * (1 - common) * (1 / 70.0 + 1 / 80.0));
    assertThat(difference.z() * difference.z()).isEqualTo(square, within(1e-12));
    assertThat(difference.p()).isEqualTo(Distributions.chiSquaredTail(square, 1), within(1e-12));
  }

  @Test
  void sharesThatAreBothNothingDoNotDiffer() {
    Difference none = new Rate(0, 20).minus(new Rate(0, 30));
    assertThat(none.value()).isZero();
    assertThat(none.p()).isEqualTo(1);
    assertThat(none.bounds().at(Distributions.Z)[1]).isPositive();
  }

  @Test
  void oddsThatAreEqualHaveAnIntervalFromNothing() {
    Difference odds =
        Difference.equalisedOdds(
            new Rate(30, 60).minus(new Rate(30, 60)), new Rate(20, 80).minus(new Rate(20, 80)));
    assertThat(odds.value()).isZero();
    assertThat(odds.p()).isEqualTo(1);
    assertThat(odds.bounds().at(Distributions.Z)[0]).isZero();
    assertThat(odds.bounds().at(Distributions.Z)[1]).isPositive();
  }

  /** By hand: 5 times .01, 4 times .02, 3 times .03, twice .04 but not below it, .5. */
  @Test
  void holm() {
    assertThat(Holm.adjusted(0.04, 0.01, 0.03, 0.5, 0.02))
        .containsExactly(new double[] {0.09, 0.05, 0.09, 0.5, 0.08}, within(1e-12));
    assertThat(Holm.adjusted()).isEmpty();
  }
}
