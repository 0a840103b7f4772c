package org.polarfold.train;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;

/**
 * What a worker brings back from one round.
 *
 * @param worker its index
 * @param examples how many examples it has used
 * @param loss sum over them
 * @param state its network afterwards
 */
record WorkerResult(int worker, long examples, double loss, NetworkState state)
    implements Serializable {

  /** The mean over workers, each weighing its examples; sums in double, in the order given. */
  static NetworkState mean(List<WorkerResult> results) {
    NetworkState first = results.get(0).state;
    int iteration = results.stream().mapToInt(r -> r.state.iteration()).max().orElseThrow();
    return new NetworkState(
        first.configuration(),
        mean(results, NetworkState::parameters),
        mean(results, NetworkState::updaterState),
        iteration,
        first.epoch());
  }

  static double meanLoss(List<WorkerResult> results) {
    long examples = results.stream().mapToLong(WorkerResult::examples).sum();
    return results.stream().mapToDouble(WorkerResult::loss).sum() / examples;
  }

  private static float[] mean(List<WorkerResult> results, Function<NetworkState, float[]> values) {
    List<WorkerResult> active = results.stream().filter(r -> r.examples > 0).toList();
    if (active.size() == 1) {
      return values.apply(active.get(0).state); // exactly, without a rounding
    }
    double[] sum = new double[values.apply(active.get(0).state).length];
    double weight = 0;
    for (WorkerResult result : active) {
      float[] added = values.apply(result.state);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) result.examples * added[i];
      }
      weight += result.examples;
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / weight);
    }
    return mean;
  }
}
