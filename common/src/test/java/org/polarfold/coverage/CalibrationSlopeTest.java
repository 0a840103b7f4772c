package org.polarfold.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class CalibrationSlopeTest {

  /** The table by formula of the golden values: R's glm gives 0.648046357452. */
  @Test
  void agreesWithR() {
    double[] logits = new double[400];
    byte[] labels = new byte[400];
    for (int i = 1; i <= 400; i++) {
      logits[i - 1] = -0.8 + 1.4 * Math.sin(1.7 * i) + 0.5 * Math.cos(0.31 * i);
      double risk = -1.3 + 0.8 * Math.sin(1.7 * i) + 0.2 * Math.cos(0.31 * i);
      double part = 0.6180339887498949 * i % 1;
      labels[i - 1] = (byte) (part < 1 / (1 + Math.exp(-risk)) ? 1 : 0);
    }

    assertThat(CalibrationSlope.of(logits, labels).orElseThrow().estimate())
        .isCloseTo(0.648046357452, within(1e-9));
  }

  @Test
  void separatedClassesHaveNone() {
    assertThat(CalibrationSlope.of(new double[] {-1, 0, 1, 2}, new byte[] {0, 0, 1, 1})).isEmpty();
    assertThat(CalibrationSlope.of(new double[] {1, 1, 1, 1}, new byte[] {0, 0, 1, 1})).isEmpty();
  }
}
