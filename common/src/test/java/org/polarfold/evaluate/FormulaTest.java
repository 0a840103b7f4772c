package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Two scores of 400 patients by formula, with figures computed apart from this code. */
class FormulaTest {

  private static final int N = Formula.N;
  private static final Offset<Double> CLOSED = within(1e-9);

  @Test
  void areaVarianceAndBrier() {
    Performance ours = Performance.of(Formula.first());
    assertThat(ours.n()).isEqualTo(N);
    assertThat(ours.events()).isEqualTo(91);
    Auroc auroc = Made.present(ours.auroc());
    double se = Made.present(auroc.se());
    assertThat(auroc.value()).isEqualTo(0.68359472242967, CLOSED);
    assertThat(se * se).isEqualTo(0.000969705437245, CLOSED);
    assertThat(Made.present(ours.losses().brier())).isEqualTo(0.185711067912, CLOSED);
  }

  @Test
  void pairedDifferenceOverAllPairs() {
    PairedDrop ours = PairedDrop.of(Formula.first(), Formula.second());
    assertThat(Made.present(ours.drop())).isEqualTo(0.0384437568904, CLOSED);
    assertThat(Made.present(ours.se())).isEqualTo(0.0260009767055, CLOSED);
  }

  @Test
  void pairedDifferenceWithinFolds() {
    WithinFolds ours = Made.present(WithinFolds.of(inFolds(Formula.first()), Formula.second()));
    assertThat(ours.drop()).isEqualTo(0.0427578834848, CLOSED);
    assertThat(Made.present(ours.se())).isEqualTo(0.0265016459508, CLOSED);
    assertThat(ours.folds()).isEqualTo(5);
    assertThat(ours.n()).isEqualTo(N);
  }

  private static Sample inFolds(Sample sample) {
    int[] folds = new int[N];
    for (int i = 1; i <= N; i++) {
      folds[i - 1] = i % 5;
    }
    return new Sample(
        sample.repeats(),
        sample.patients(),
        sample.labels(),
        sample.scores(),
        new int[][] {folds},
        sample.weights());
  }
}
