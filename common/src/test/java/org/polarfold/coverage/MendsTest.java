package org.polarfold.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MendsTest {

  @Test
  void theSpreadOfFoldsIsEnlargedForWhatTheyShare() {
    // Variance 0.025, times 1/5 + 1/4; t on 4 degrees of freedom.
    Interval interval = Mends.nadeauBengio(new double[] {0.1, 0.2, 0.3, 0.4, 0.5}).orElseThrow();
    assertThat(interval.estimate()).isCloseTo(0.3, within(1e-15));
    assertThat(interval.width())
        .isCloseTo(2 * 2.7764451051977987 * Math.sqrt(0.025 * 0.45), within(1e-9));
    assertThat(Mends.widened(interval).width()).isCloseTo(1.5 * interval.width(), within(1e-15));
  }

  @Test
  void aFoldWithoutADropLeavesNoSpread() {
    assertThat(Mends.nadeauBengio(new double[] {0.1, 0.2, 0.3, 0.4})).isEmpty();
  }

  @Test
  void theAreaCountsTiesAsHalf() {
    Cohort cohort = new Cohort(List.of(), new int[4], new byte[] {1, 1, 0, 0}, new double[4][]);
    double[] scores = {0.9, 0.5, 0.5, 0.1};

    assertThat(Mends.area(cohort, scores, new int[] {0, 1, 2, 3})).isEqualTo(3.5 / 4);
    assertThat(Mends.area(cohort, scores, new int[] {1, 2})).isEqualTo(0.5);
  }
}
