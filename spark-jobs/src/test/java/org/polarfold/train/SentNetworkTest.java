package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What a network sent to a worker is given there, whichever graph it finds. */
class SentNetworkTest {

  /** 3 x 4 + 4 frozen, 4 x 4 + 4 by steps of 0, dropout, and 4 + 1 that learn. */
  private static ComputationGraph network() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .updater(new Adam(0.1))
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(3))
                .addLayer("frozen", new FrozenLayer(dense().build()), "in")
                .addLayer("still", dense().updater(new Sgd(0.0)).build(), "frozen")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .dropOut(0.5)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "still")
                .setOutputs("out")
                .build());
    network.init();
    return network;
  }

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nOut(4).activation(Activation.TANH);
  }

  private static MultiDataSet share() {
    return new MultiDataSet(
        Nd4j.createFromArray(new float[][] {{1, 2, 3}, {-1, 0, 2}, {0, 1, -1}, {2, 2, 0}}),
        Nd4j.createFromArray(new float[][] {{1}, {0}, {-1}, {2}}));
  }

  private static float[] afterARound(SentNetwork sent, TrainingState from) {
    return new WorkerTask(from, 0, 2, 2, ExampleForm.PLAIN, 5)
        .run(sent, 0, share())
        .state()
        .learnt();
  }

  @Test
  void onlyWhatLearnsTravelsInARound() {
    ComputationGraph network = network();
    SentNetwork sent = SentNetwork.of(network);

    TrainingState state = TrainingState.of(network, sent.learnt());

    assertThat(network.numParams()).isEqualTo(16 + 20 + 5);
    assertThat(state.learnt()).hasSize(5);
    assertThat(state.learnt()[0]).isEqualTo(network.getParam("out_W").getFloat(0));
    assertThat(state.updaterState()).hasSize(10);
  }

  @Test
  void aGraphThatWasUsedIsAsGoodAsANewOne() throws IOException, ClassNotFoundException {
    ComputationGraph network = network();
    SentNetwork sent = SentNetwork.of(network);
    TrainingState start = TrainingState.of(network, sent.learnt());

    float[] first = afterARound(sent, start);
    TrainingState later = new TrainingState(first, new float[10], 7, 1);
    float[] second = afterARound(sent, later);

    assertThat(afterARound(sent, start)).isEqualTo(first).isNotEqualTo(second);
    assertThat(afterARound(elsewhere(sent), elsewhere(start))).isEqualTo(first);
    assertThat(afterARound(elsewhere(sent), later)).isEqualTo(second);
  }

  @Test
  void oneGraphServesOneTaskAfterAnotherAndTwoServeTwoAtOnce() {
    ComputationGraph network = network();
    SentNetwork sent = SentNetwork.of(network);
    TrainingState start = TrainingState.of(network, sent.learnt());
    List<ComputationGraph> seen = new ArrayList<>();

    for (int task = 0; task < 3; task++) {
      sent.inState(start, seen::add);
    }
    sent.inState(
        start,
        outer -> {
          sent.inState(start, seen::add);
          return seen.add(outer);
        });

    sent.forget();
    sent.inState(start, seen::add);

    // Two that learn alike are equal to DL4J: here it matters which is which.
    assertThat(seen.stream().map(graph -> index(seen, graph))).containsExactly(0, 0, 0, 3, 0, 5);
  }

  @SuppressWarnings("ReferenceEquality") // as said above
  private static int index(List<ComputationGraph> graphs, ComputationGraph graph) {
    return (int) graphs.stream().takeWhile(other -> other != graph).count();
  }

  @SuppressWarnings("unchecked") // what was written is read
  private static <T> T elsewhere(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
