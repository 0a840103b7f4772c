package org.polarfold.train;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.Devices;

/**
 * A network as it travels, once: its graph and all its parameters. Where it arrives, a graph that a
 * task is done with waits here for the next one, since to build a graph takes longer than a round
 * of training.
 *
 * <p>Whoever borrows a graph is given it in the state that is asked for, so that it does not matter
 * which graph it is, nor whether there was one: a task that runs elsewhere, or again, or beside
 * another in the same process, builds one anew and ends with the same bits. There are at most as
 * many as tasks that run at once. Sent by a broadcast, they live and end with that: an executor
 * forgets them where the broadcast is destroyed.
 */
final class SentNetwork implements Serializable {

  private static final long serialVersionUID = 1;

  private final String configuration;
  private final TrainingState whole;
  private final Places learnt;
  private transient @Nullable Deque<ComputationGraph> idle;

  private SentNetwork(String configuration, TrainingState whole, Places learnt) {
    this.configuration = configuration;
    this.whole = whole;
    this.learnt = learnt;
  }

  /** A network as it is. */
  static SentNetwork of(ComputationGraph network) {
    return new SentNetwork(
        network.getConfiguration().toJson(),
        new TrainingState(
            Places.all(network.numParams()).read(network.params()),
            new float[0],
            network.getConfiguration().getIterationCount(),
            network.getConfiguration().getEpochCount()),
        Places.learnt(network));
  }

  /** Which parameters training changes; the others are sent with the network alone. */
  Places learnt() {
    return learnt;
  }

  /** Lends a graph in a state of training, which may change it. */
  <T> T inState(TrainingState state, Function<ComputationGraph, T> use) {
    Devices.ofThisTask();
    ComputationGraph graph = take();
    if (graph == null) {
      graph = build();
    }
    state.putInto(graph, learnt);
    T result = use.apply(graph);
    // One whose task has failed is not kept.
    giveBack(graph);
    return result;
  }

  /** A graph of one's own, as the network was. */
  ComputationGraph build() {
    ComputationGraph graph =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration));
    graph.init(Nd4j.createUninitialized(DataType.FLOAT, 1, whole.learnt().length), false);
    whole.putInto(graph, Places.all(graph.numParams()));
    return graph;
  }

  private synchronized @Nullable ComputationGraph take() {
    return idle == null ? null : idle.poll();
  }

  private synchronized void giveBack(ComputationGraph graph) {
    if (idle == null) {
      idle = new ArrayDeque<>();
    }
    idle.push(graph);
  }

  /** Forgets the graphs of this process. */
  synchronized void forget() {
    idle = null;
  }
}
