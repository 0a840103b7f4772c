package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DiscriminationTest {

  @Test
  void arraysAreOneSample() {
    byte[] labels = {0, 1, 0, 1, 1};
    double[] scores = {0.1, 0.4, 0.4, 0.8, 0.2};

    // 6 pairs: right, right, right; tie, right, wrong
    assertThat(Discrimination.auroc(labels, scores))
        .isInstanceOfSatisfying(
            Estimate.Value.class,
            value -> assertThat(((Auroc) value.value()).value()).isEqualTo(4.5 / 6));
  }

  @Test
  void oneClassIsNotEstimable() {
    assertThat(Discrimination.auroc(new byte[] {0, 0}, new double[] {0.1, 0.2}))
        .isEqualTo(Estimate.none("no patient with label 1"));
  }

  @Test
  void lengthsMustAgree() {
    byte[] labels = {0, 1};
    double[] scores = {0.1};

    assertThatThrownBy(() -> Discrimination.auroc(labels, scores))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid scores: 1 ");
  }
}
