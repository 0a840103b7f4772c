package org.polarfold.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a worker brings back from one round.
 *
 * @param worker its index
 * @param examples how many examples it has used
 * @param loss sum over them
 * @param seconds that its gradient steps took
 * @param rounding of the process that took them; empty where it took none, or cannot tell
 * @param state of its network afterwards
 */
record WorkerResult(
    int worker, long examples, double loss, double seconds, String rounding, TrainingState state)
    implements Serializable {

  /** Places that are summed at a time, so that their sums stay in a cache. */
  private static final int CHUNK = 4096;

  /** The mean over workers, each weighing its examples; sums in double, in the order given. */
  static TrainingState mean(List<WorkerResult> results, RunningStatistics statistics) {
    int iteration = results.stream().mapToInt(r -> r.state.iteration()).max().orElseThrow();
    int epoch = results.get(0).state.epoch();
    List<WorkerResult> active = results.stream().filter(r -> r.examples > 0).toList();
    if (active.size() == 1) {
      TrainingState only = active.get(0).state; // exactly, without a rounding
      return new TrainingState(only.learnt(), only.updaterState(), iteration, epoch);
    }
    float[] learnt = mean(active, TrainingState::learnt);
    statistics.pool(learnt, active);
    return new TrainingState(learnt, mean(active, TrainingState::updaterState), iteration, epoch);
  }

  /** How the processes round that took the gradient steps, each way once. */
  static SortedSet<String> roundings(List<WorkerResult> results) {
    return results.stream()
        .map(WorkerResult::rounding)
        .filter(rounding -> !rounding.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static double meanLoss(List<WorkerResult> results) {
    long examples = results.stream().mapToLong(WorkerResult::examples).sum();
    return results.stream().mapToDouble(WorkerResult::loss).sum() / examples;
  }

  private static float[] mean(List<WorkerResult> results, Function<TrainingState, float[]> values) {
    double weight = (double) results.stream().mapToLong(WorkerResult::examples).sum();
    float[] mean = new float[values.apply(results.get(0).state).length];
    double[] sums = new double[CHUNK];
    for (int from = 0; from < mean.length; from += CHUNK) {
      int count = Math.min(CHUNK, mean.length - from);
      Arrays.fill(sums, 0);
      for (WorkerResult result : results) {
        add((double) result.examples, values.apply(result.state), from, sums, count);
      }
      for (int i = 0; i < count; i++) {
        mean[from + i] = (float) (sums[i] / weight);
      }
    }
    return mean;
  }

  private static void add(double weight, float[] values, int from, double[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += weight * values[from + i];
    }
  }
}
