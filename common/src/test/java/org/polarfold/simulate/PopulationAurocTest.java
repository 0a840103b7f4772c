package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PopulationAurocTest {

  @Test
  void evenRisksHaveTheAreaOfTheirIntegral() {
    Draws draws = new Draws(1);
    double[] risks = IntStream.range(0, 100_000).mapToDouble(i -> draws.uniform(0, 1)).toArray();
    PopulationAuroc area = PopulationAuroc.of(risks);
    // Of p and q even in (0, 1): the mean of p (1 - q) where p > q, over 1/4, is 5/6.
    assertThat(area.value()).isCloseTo(5.0 / 6, within(4 * area.standardError()));
    assertThat(area.standardError()).isBetween(0.0001, 0.001);
    assertThat(area.patients()).isEqualTo(100_000);
  }

  @Test
  void whoKnowsNothingGuesses() {
    double[] risks = IntStream.range(0, 400).mapToDouble(i -> 0.3).toArray();
    assertThat(PopulationAuroc.of(risks).value()).isEqualTo(0.5);
  }

  @Test
  void whoKnowsAllIsNeverWrong() {
    double[] risks = IntStream.range(0, 400).mapToDouble(i -> i % 3 == 0 ? 1 : 0).toArray();
    assertThat(PopulationAuroc.of(risks).value()).isEqualTo(1);
  }
}
