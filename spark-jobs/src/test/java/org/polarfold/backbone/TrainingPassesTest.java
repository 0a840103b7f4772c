package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Steps of training against those of DL4J's own layers and updater, from the same weights. */
final class TrainingPassesTest {

  @Test
  void theLastStageLearnsAsDl4jsOwnLayersDo() {
    assertSameCourse(TrainingPasses.ofLastStage(64, 2));
  }

  @Test
  void theCompactNetworkLearnsAsDl4jsOwnLayersDo() {
    assertSameCourse(TrainingPasses.ofCompactNetwork(3));
  }

  private static void assertSameCourse(TrainingPasses passes) {
    double first = passes.ours();
    assertThat(passes.stock()).isCloseTo(first, within(1e-5 * first));
    double second = passes.ours();
    assertThat(passes.stock()).isCloseTo(second, within(1e-3 * first));
    assertThat(Math.abs(second - first)).isGreaterThan(1e-2 * first);
  }
}
