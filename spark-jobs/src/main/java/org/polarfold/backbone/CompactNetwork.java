package org.polarfold.backbone;

import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
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
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
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
  static final String IMAGE = "image";
  static final String PATCHES = "patches";
  static final String IMPAIRED = "impaired_mfr";
  static final String SEX = "sex";

  private static final List<String> STAGES =
      List.of(IMAGE, "block-1", "block-2", "block-3", FEATURE_LAYER);
  private static final int[] BLOCK_CHANNELS = {32, 64, 64};

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
    add(graph, IMAGE, FEATURE_LAYER, "map", depth -> new Adam(learningRate));
    head(graph, PATCHES, LossFunction.MSE, Activation.IDENTITY, Patches.COUNT);
    head(graph, IMPAIRED, LossFunction.XENT, Activation.SIGMOID, 1);
    head(graph, SEX, LossFunction.XENT, Activation.SIGMOID, 1);
    graph.setOutputs(PATCHES, IMPAIRED, SEX);
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  /**
   * Adds the layers between two of them.
   *
   * @param from {@link #IMAGE}, a block or {@link #FEATURE_LAYER}: the last that is not added
   * @param to the last that is
   * @param input the name of what they see
   * @param updaterAtDepth what a stage learns with, 1 for the last
   * @return the name of the last layer
   */
  static String add(
      GraphBuilder graph,
      String from,
      String to,
      String input,
      IntFunction<IUpdater> updaterAtDepth) {
    String last = input;
    for (int stage = STAGES.indexOf(from) + 1; stage <= STAGES.indexOf(to); stage++) {
      String name = STAGES.get(stage);
      if (stage == 1) {
        graph.addLayer("stem", convolution(3, 2, 16, updaterAtDepth.apply(4)), last);
        last = relu(graph, "stem-relu", "stem");
      }
      if (name.equals(FEATURE_LAYER)) {
        graph.addLayer(
            name,
            new DenseLayer.Builder()
                .nOut(FEATURES)
                .activation(Activation.RELU)
                .updater(updaterAtDepth.apply(1))
                .build(),
            last);
        last = name;
      } else {
        IUpdater updater = updaterAtDepth.apply(BLOCK_CHANNELS.length + 1 - stage);
        last = block(graph, name, last, BLOCK_CHANNELS[stage - 1], updater);
      }
    }
    return last;
  }

  /** What {@link #add} sees of so many maps. */
  static InputType after(String from, int maps) {
    int stage = STAGES.indexOf(from);
    if (stage > BLOCK_CHANNELS.length) {
      return InputType.feedForward((long) maps * FEATURES);
    }
    int side = stage == 0 ? IMAGE_SIZE : (IMAGE_SIZE / 2) >> stage;
    int channels = stage == 0 ? 1 : BLOCK_CHANNELS[stage - 1];
    return InputType.convolutional(side, side, Math.multiplyExact((long) maps, channels));
  }

  /**
   * Pretrained weights for a layer that sees several maps instead of one: each as the one, and
   * together as much.
   */
  static INDArray spread(INDArray pretrained, INDArray learnt) {
    int axis = 0;
    while (axis < learnt.rank() && learnt.size(axis) == pretrained.size(axis)) {
      axis++;
    }
    if (axis == learnt.rank()) {
      return pretrained;
    }
    int maps = (int) (learnt.size(axis) / pretrained.size(axis));
    return Nd4j.concat(axis, Collections.nCopies(maps, pretrained).toArray(INDArray[]::new))
        .divi(maps);
  }

  private static OpConvolution convolution(int kernel, int stride, int channels, IUpdater updater) {
    OpConvolution layer = new OpConvolution(kernel, stride, channels);
    layer.setIUpdater(updater);
    return layer;
  }

  private static String block(
      GraphBuilder graph, String name, String input, int channels, IUpdater updater) {
    graph.addLayer(name + "-a", convolution(3, 2, channels, updater), input);
    String middle = relu(graph, name + "-a-relu", name + "-a");
    graph.addLayer(name + "-b", convolution(3, 1, channels, updater), middle);
    graph.addLayer(name + "-shortcut", convolution(1, 2, channels, updater), input);
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
