package org.polarfold.backbone;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.polarfold.backbone.ResNet50.Block;
import org.polarfold.backbone.ResNet50.Convolution;

/**
 * {@link ResNet50} as a graph of DL4J's own layers, named as torchvision names them: the form in
 * which it is held against the published network, and in which it is trained.
 */
final class ResNetGraph {

  static final String INPUT = "image";
  static final String POOLED = "avgpool";
  static final String MAXIMUM = "maxpool";

  private ResNetGraph() {}

  /**
   * The network with weights.
   *
   * @param side of the pictures, 32 to 512 pixels
   */
  static ComputationGraph of(ResNet50 network, int side, ResNetWeights weights) {
    ResNet50.requireSide(side);
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(InputType.convolutional(side, side, ResNet50.CHANNELS));
    String last = relu(graph, "relu", convolution(graph, network.stem(), INPUT));
    graph.addLayer(
        MAXIMUM,
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(3, 3)
            .stride(2, 2)
            .padding(1, 1)
            .build(),
        last);
    last = MAXIMUM;
    for (int stage = 1; stage <= ResNet50.stages(); stage++) {
      for (Block block : network.stage(stage)) {
        last = block(graph, block, last);
      }
    }
    graph.addLayer(POOLED, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    graph.addLayer(
        ResNet50.LAST,
        new OutputLayer.Builder(LossFunction.MSE)
            .nIn(ResNet50.FEATURES)
            .nOut(ResNet50.CLASSES)
            .activation(Activation.IDENTITY)
            .build(),
        POOLED);
    graph.setOutputs(ResNet50.LAST);
    ComputationGraph built = new ComputationGraph(graph.build());
    built.init();
    fill(built, network, weights);
    return built;
  }

  private static String block(GraphBuilder graph, Block block, String input) {
    String first = relu(graph, block.name() + ".relu1", convolution(graph, block.first(), input));
    String second = relu(graph, block.name() + ".relu2", convolution(graph, block.second(), first));
    String third = convolution(graph, block.third(), second);
    String shortcut = block.shortcut().map(s -> convolution(graph, s, input)).orElse(input);
    String sum = block.name() + ".sum";
    graph.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), third, shortcut);
    return relu(graph, block.name(), sum);
  }

  private static String convolution(GraphBuilder graph, Convolution convolution, String input) {
    graph.addLayer(
        convolution.name(),
        new ConvolutionLayer.Builder(convolution.kernel(), convolution.kernel())
            .stride(convolution.stride(), convolution.stride())
            .padding(convolution.padding(), convolution.padding())
            .nOut(convolution.out())
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .build(),
        input);
    graph.addLayer(
        convolution.norm(),
        new BatchNormalization.Builder().eps(ResNetWeights.EPSILON).useLogStd(false).build(),
        convolution.name());
    return convolution.norm();
  }

  private static String relu(GraphBuilder graph, String name, String input) {
    graph.addLayer(name, new ActivationLayer.Builder().activation(Activation.RELU).build(), input);
    return name;
  }

  private static void fill(ComputationGraph graph, ResNet50 network, ResNetWeights weights) {
    network
        .convolutions()
        .forEach(
            convolution -> {
              assign(graph, convolution.name() + "_W", weights.kernel(convolution));
              ResNetWeights.Normalisation norm = weights.normalisation(convolution);
              assign(graph, convolution.norm() + "_gamma", norm.scale());
              assign(graph, convolution.norm() + "_beta", norm.shift());
              assign(graph, convolution.norm() + "_mean", norm.mean());
              assign(graph, convolution.norm() + "_var", norm.variance());
            });
    assign(graph, ResNet50.LAST + "_W", weights.lastKernel().transpose());
    assign(graph, ResNet50.LAST + "_b", weights.lastBias());
  }

  private static void assign(ComputationGraph graph, String name, INDArray value) {
    INDArray parameter = graph.getParam(name);
    parameter.assign(value.reshape(parameter.shape()));
  }
}
