package org.polarfold.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.PairedDrop;

final class MendsTest {

  @Test
  void theSpreadOfFoldsIsEnlargedForWhatTheyShare() {
    List<PairedDrop> folds =
        List.of(
            fold(4, 2, Estimate.of(0.1), Estimate.none("")),
            fold(4, 2, Estimate.of(0.2), Estimate.none("")),
            fold(4, 2, Estimate.of(0.3), Estimate.none("")));

    // Variance 0.01, times 1/3 + 1/2; t on 2 degrees of freedom.
    Interval interval = Mends.nadeauBengio(folds).orElseThrow();
    assertThat(interval.estimate()).isCloseTo(0.2, within(1e-15));
    assertThat(interval.width())
        .isCloseTo(2 * 4.302652729911275 * Math.sqrt(0.01 * 5 / 6), within(1e-9));
    assertThat(Mends.widened(interval).width()).isCloseTo(1.5 * interval.width(), within(1e-15));
  }

  @Test
  void aFoldWithoutADropLeavesNoSpread() {
    assertThat(
            Mends.nadeauBengio(
                List.of(
                    fold(4, 2, Estimate.of(0.1), Estimate.of(0.1)),
                    fold(4, 0, Estimate.none("no"), Estimate.none("no")))))
        .isEmpty();
  }

  @Test
  void theAreaCountsTiesAsHalf() {
    Cohort cohort = new Cohort(List.of(), new int[4], new byte[] {1, 1, 0, 0}, new double[4][]);
    double[] scores = {0.9, 0.5, 0.5, 0.1};

    assertThat(Mends.area(cohort, scores, new int[] {0, 1, 2, 3})).isEqualTo(3.5 / 4);
    assertThat(Mends.area(cohort, scores, new int[] {1, 2})).isEqualTo(0.5);
  }

  private static PairedDrop fold(int n, int events, Estimate<Double> drop, Estimate<Double> se) {
    return new PairedDrop(n, events, 0, 0, drop, drop, drop, se, se, se, se, se, "");
  }
}
