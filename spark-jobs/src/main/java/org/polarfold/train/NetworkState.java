package org.polarfold.train;

import java.io.Serializable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Everything of a network in training that must travel for a worker to go on where the last one
 * stopped.
 *
 * @param configuration the graph, as DL4J's JSON
 * @param parameters all parameters
 * @param updaterState Adam's moments and the like; empty where the updater has none yet
 * @param iteration gradient steps taken
 * @param epoch epochs finished
 */
record NetworkState(
    String configuration, float[] parameters, float[] updaterState, int iteration, int epoch)
    implements Serializable {

  static NetworkState of(ComputationGraph network) {
    ComputationGraphConfiguration configuration = network.getConfiguration();
    INDArray state = network.getUpdater().getStateViewArray();
    return new NetworkState(
        configuration.toJson(),
        network.params().dup().data().asFloat(),
        state == null ? new float[0] : state.dup().data().asFloat(),
        configuration.getIterationCount(),
        configuration.getEpochCount());
  }

  /** A network in this state. */
  ComputationGraph network() {
    ComputationGraph network =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration));
    network.init(Nd4j.createFromArray(parameters).reshape(1, parameters.length), false);
    // Cloning resets the counts, and with them Adam's bias correction: they are set after init.
    network.getConfiguration().setIterationCount(iteration);
    network.getConfiguration().setEpochCount(epoch);
    if (updaterState.length > 0) {
      network.setUpdater(new ComputationGraphUpdater(network, Nd4j.createFromArray(updaterState)));
    }
    return network;
  }

  /** Puts parameters, updater state and iteration count into a network of the same graph. */
  void restore(ComputationGraph network) {
    network.setParams(Nd4j.createFromArray(parameters).reshape(1, parameters.length));
    if (updaterState.length > 0) {
      network.getUpdater().setStateViewArray(Nd4j.createFromArray(updaterState));
    }
    network.getConfiguration().setIterationCount(iteration);
  }
}
