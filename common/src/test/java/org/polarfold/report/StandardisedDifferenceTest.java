package org.polarfold.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardisedDifferenceTest {

  /** By hand: (65 - 60) / sqrt((100 + 144) / 2). */
  @Test
  void ofMeansIsInStandardDeviations() {
    assertThat(StandardisedDifference.ofMeans(65, 10, 60, 12).getAsDouble())
        .isCloseTo(0.4526787, within(1e-7));
    assertThat(StandardisedDifference.ofMeans(60, 12, 65, 10).getAsDouble())
        .isCloseTo(-0.4526787, within(1e-7));
  }

  /** By hand: -0.2 / sqrt((0.21 + 0.25) / 2). */
  @Test
  void ofSharesIsInStandardDeviations() {
    assertThat(StandardisedDifference.ofShares(0.3, 0.5).getAsDouble())
        .isCloseTo(-0.4170288, within(1e-7));
    assertThat(StandardisedDifference.ofShares(0, 0)).hasValue(0);
    assertThat(StandardisedDifference.ofShares(1, 0)).isEmpty();
  }

  /** NumPy 2.4.6: the root of d' pinv(S) d, with S of all levels but the first. */
  @ParameterizedTest
  @CsvSource({
    "0.2 0.3 0.5, 0.5 0.25 0.25, 0.6967330142916177",
    "0.1 0.2 0.3 0.4, 0.25 0.25 0.25 0.25, 0.48017763012103626",
    "0.3 0.7, 0.5 0.5, 0.4170288281141495"
  })
  void ofLevelsIsTheMultinomialForm(String first, String second, double expected) {
    assertThat(StandardisedDifference.ofLevels(shares(first), shares(second)).getAsDouble())
        .isCloseTo(expected, within(1e-9));
    assertThat(StandardisedDifference.ofLevels(shares(second), shares(first)).getAsDouble())
        .isCloseTo(expected, within(1e-9));
  }

  @Test
  void aLevelThatNobodyHasMakesNoDifference() {
    OptionalDouble with =
        StandardisedDifference.ofLevels(shares("0.2 0 0.3 0.5"), shares("0.5 0 0.25 0.25"));
    assertThat(with.getAsDouble()).isCloseTo(0.6967330142916177, within(1e-9));
    assertThat(StandardisedDifference.ofLevels(shares("0 1"), shares("0 1"))).hasValue(0);
  }

  /** One group has one scanner, the other two, and none in common: nothing is between them. */
  @Test
  void groupsWithoutACommonLevelAreApart() {
    assertThat(StandardisedDifference.ofLevels(shares("1 0 0"), shares("0 0.5 0.5"))).isEmpty();
    assertThat(StandardisedDifference.ofLevels(shares("1 0"), shares("0 1"))).isEmpty();
  }

  private static double[] shares(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }
}
