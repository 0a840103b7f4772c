package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AccuracyTest {

  /** Six of seven are well: who calls all of them well is right as often as a model that is not. */
  @Test
  void itStandsBesideWhatGuessingGives() {
    Made made = new Made();
    for (int i = 0; i < 6; i++) {
      made.row("p" + i, "oslo", "internal", 0, i == 0 ? 0.5 : 0.1);
    }
    made.row("p6", "oslo", "internal", 1, 0.9);

    Performance told =
        Made.arm(Evaluation.of(made.predictions(), Resampling.NONE).binary().get(0), "internal")
            .pooled();

    assertThat(told.accuracy())
        .isEqualTo(Estimate.of(new Accuracy(Proportion.among(6, 7), Proportion.among(6, 7))));
  }
}
