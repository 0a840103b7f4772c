package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The weighted mean, worked out by hand. */
class WorkerResultTest {

  private static final RunningStatistics NONE = new RunningStatistics(List.of());

  private static WorkerResult result(
      int worker, long examples, double loss, int iteration, float[] parameters, float[] moments) {
    return new WorkerResult(
        worker,
        examples,
        loss,
        0,
        examples == 0 ? "" : "a" + worker,
        new TrainingState(parameters, moments, iteration, 4));
  }

  @Test
  void everyWorkerWeighsItsExamples() {
    List<WorkerResult> results =
        List.of(
            result(0, 1, 2, 7, new float[] {1, 2}, new float[] {0, 8}),
            result(1, 3, 10, 9, new float[] {5, 10}, new float[] {4, 0}));

    TrainingState mean = WorkerResult.mean(results, NONE);

    assertThat(mean.learnt()).containsExactly(4, 8); // (1 + 15) / 4, (2 + 30) / 4
    assertThat(mean.updaterState()).containsExactly(3, 2); // (0 + 12) / 4, (8 + 0) / 4
    assertThat(mean.iteration()).isEqualTo(9);
    assertThat(mean.epoch()).isEqualTo(4);
    assertThat(WorkerResult.meanLoss(results)).isEqualTo(3); // (2 + 10) / 4
  }

  @Test
  void whoHasUsedNothingDoesNotCount() {
    float[] third = {0.1f, -0.3f};
    TrainingState mean =
        WorkerResult.mean(
            List.of(
                result(0, 0, 0, 3, new float[] {100, 100}, new float[] {100, 100}),
                result(1, 5, 1, 5, third, third)),
            NONE);

    assertThat(mean.learnt()).containsExactly(third);
    assertThat(mean.updaterState()).containsExactly(third);
    assertThat(mean.iteration()).isEqualTo(5);
  }

  @Test
  void roundingsAreOfThoseThatTrained() {
    float[] none = {};
    List<WorkerResult> results =
        List.of(
            result(2, 5, 1, 5, none, none),
            result(1, 0, 0, 5, none, none),
            result(0, 5, 1, 5, none, none),
            result(0, 4, 1, 5, none, none));

    assertThat(WorkerResult.roundings(results)).containsExactly("a0", "a2");
  }

  @Test
  void smallDifferencesOfManyWorkersSurvive() {
    // In single precision a sum of 1000 values near 16777216 would lose every unit.
    List<WorkerResult> results =
        java.util.stream.IntStream.range(0, 1000)
            .mapToObj(
                w -> result(w, 1, 0, 1, new float[] {16_777_214 + (w % 2) * 2}, new float[] {0}))
            .toList();

    assertThat(WorkerResult.mean(results, NONE).learnt()).containsExactly(16_777_215f);
  }
}
