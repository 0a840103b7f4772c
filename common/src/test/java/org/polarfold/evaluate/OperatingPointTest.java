package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OperatingPointTest {

  private static final int[] LABELS = {1, 1, 1, 0, 0};

  @Test
  void aScoreAtTheThresholdIsPositive() {
    OperatingPoint ours = OperatingPoint.of(Made.sample(LABELS, .3, .29, 1, .3, 0), 0.3);
    assertThat(ours.tp()).isEqualTo(2);
    assertThat(ours.fn()).isEqualTo(1);
    assertThat(ours.fp()).isEqualTo(1);
    assertThat(ours.tn()).isEqualTo(1);
    assertThat(Made.present(ours.tpr())).isEqualTo(2 / 3.0, within(1e-15));
    assertThat(Made.present(ours.fpr())).isEqualTo(0.5);
    assertThat(Made.present(ours.selectionRate())).isEqualTo(0.6);
  }

  @Test
  void countsAreSummedAndRatesAveragedOverRepeats() {
    double[][] scores = {{.3, .29, 1, .3, 0}, {1, 1, 1, 0, 0}};
    OperatingPoint ours = OperatingPoint.of(Made.sample(LABELS, scores), 0.3);
    assertThat(ours.repeats()).isEqualTo(2);
    assertThat(ours.tp()).isEqualTo(5);
    assertThat(Made.present(ours.tpr())).isEqualTo((2 / 3.0 + 1) / 2, within(1e-15));
    assertThat(Made.present(ours.fpr())).isEqualTo(0.25);
  }

  @Test
  void aRateWithoutPatientsIsNone() {
    OperatingPoint ours = OperatingPoint.of(Made.sample(new int[] {1}, .5), 0.3);
    assertThat(Made.present(ours.tpr())).isEqualTo(1);
    assertThat(Made.why(ours.fpr())).isEqualTo("no patient with label 0");
    OperatingPoint nobody = OperatingPoint.of(Sample.NOBODY, 0.3);
    assertThat(Made.why(nobody.tpr())).isEqualTo("no patient with label 1");
    assertThat(Made.why(nobody.selectionRate()))
        .isEqualTo("no patient with a score in every repeat");
  }
}
