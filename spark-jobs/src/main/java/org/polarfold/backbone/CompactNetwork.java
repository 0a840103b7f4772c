package org.polarfold.backbone;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A compact residual network without batch normalisation: one map drawn on 64 x 64 pixels in, 128
 * features out. A stem and three residual blocks halve the picture to 4 x 4; the features are a
 * dense layer over all of it, so that where a defect lies is not averaged away. The block is that
 * of He et al., CVPR 2016, without its normalisation.
 */
final class CompactNetwork {

  static final int IMAGE_SIZE = 64;
  static final int FEATURES = 128;
  static final String FEATURE_LAYER = "features";
  static final String PATCHES = "patches";
  static final String IMPAIRED = "impaired_mfr";
  static final String SEX = "sex";

  private CompactNetwork() {}

  /**
   * The network with the heads it is pretrained with: the map's mean in 120 patches, impaired flow
   * reserve and sex. Many patches, so that the features keep what a later head may need: with the
   * 17 segments instead, heads learnt less from them.
   */
  static ComputationGraph withPretrainingHeads(long seed, ISchedule learningRate) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .updater(new Adam(learningRate))
            .weightInit(WeightInit.RELU)
            .l2(1e-5)
            .graphBuilder()
            .addInputs("map")
            .setInputTypes(InputType.convolutional(IMAGE_SIZE, IMAGE_SIZE, 1));
    graph.addLayer("stem", new OpConvolution(3, 2, 16), "map");
    String last = relu(graph, "stem-relu", "stem");
    last = block(graph, "block-1", last, 32);
    last = block(graph, "block-2", last, 64);
    last = block(graph, "block-3", last, 64);
    graph.addLayer(
        FEATURE_LAYER,
        new DenseLayer.Builder().nOut(FEATURES).activation(Activation.RELU).build(),
        last);
    head(graph, PATCHES, LossFunction.MSE, Activation.IDENTITY, Patches.COUNT);
    head(graph, IMPAIRED, LossFunction.XENT, Activation.SIGMOID, 1);
    head(graph, SEX, LossFunction.XENT, Activation.SIGMOID, 1);
    graph.setOutputs(PATCHES, IMPAIRED, SEX);
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  private static String block(GraphBuilder graph, String name, String input, int channels) {
    graph.addLayer(name + "-a", new OpConvolution(3, 2, channels), input);
    String middle = relu(graph, name + "-a-relu", name + "-a");
    graph.addLayer(name + "-b", new OpConvolution(3, 1, channels), middle);
    graph.addLayer(name + "-shortcut", new OpConvolution(1, 2, channels), input);
    graph.addVertex(
        name + "-sum",
        new ElementWiseVertex(ElementWiseVertex.Op.Add),
        name + "-b",
        name + "-shortcut");
    return relu(graph, name, name + "-sum");
  }

  private static String relu(GraphBuilder graph, String name, String input) {
    graph.addLayer(name, new ActivationLayer.Builder().activation(Activation.RELU).build(), input);
    return name;
  }

  private static void head(
      GraphBuilder graph, String name, LossFunction loss, Activation activation, int outputs) {
    graph.addLayer(
        name,
        new OutputLayer.Builder(loss)
            .nOut(outputs)
            .activation(activation)
            .weightInit(WeightInit.XAVIER)
            .build(),
        FEATURE_LAYER);
  }
}
