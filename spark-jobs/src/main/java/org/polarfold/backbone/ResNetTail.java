package org.polarfold.backbone;

import java.util.Objects;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.polarfold.backbone.FoldedResNet.Cut;
import org.polarfold.backbone.ResNet50.Block;
import org.polarfold.backbone.ResNet50.Convolution;

/**
 * The stages of a {@link ResNet50} after its frozen part, which go on learning, and the mean over
 * the picture. Their normalisations are folded into convolutions with bias, that is: their
 * statistics stay those of the pretraining, as is usual where batches are small. Layers have
 * torchvision's names.
 *
 * @param network which variant
 * @param weights pretrained; read when a graph is filled
 * @param cut where the frozen part ends, before its mean
 * @param side of the pictures that the frozen part sees
 */
record ResNetTail(ResNet50 network, ResNetWeights weights, Cut cut, int side)
    implements UnfrozenPart {

  private static final String POOLED = "avgpool";

  ResNetTail {
    ResNet50.requireSide(side);
    if (cut == Cut.AVGPOOL) {
      throw new IllegalArgumentException("Invalid cut: nothing is left to learn after " + cut);
    }
  }

  /** What its first layer sees: what {@link FoldedResNet} yields there. */
  InputType input() {
    int pixels = cut.side(side);
    return InputType.convolutional(pixels, pixels, cut.channels(), CNN2DFormat.NHWC);
  }

  @Override
  public String addTo(GraphBuilder graph, String input, IntFunction<IUpdater> updaterAtDepth) {
    String last = input;
    for (int stage = cut.stages() + 1; stage <= ResNet50.stages(); stage++) {
      // A stage without weights, which is the mean's, would be depth 0.
      IUpdater updater = updaterAtDepth.apply(ResNet50.stages() + 1 - stage);
      for (Block block : network.stage(stage)) {
        last = block(graph, block, last, updater);
      }
    }
    graph.addLayer(POOLED, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    return POOLED;
  }

  private static String block(GraphBuilder graph, Block block, String input, IUpdater updater) {
    String shortcut =
        block
            .shortcut()
            .map(s -> convolution(graph, s, input, Activation.IDENTITY, updater))
            .orElse(input);
    String last = convolution(graph, block.first(), input, Activation.RELU, updater);
    last = convolution(graph, block.second(), last, Activation.RELU, updater);
    last = convolution(graph, block.third(), last, Activation.IDENTITY, updater);
    String sum = block.name() + ".sum";
    graph.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, shortcut);
    graph.addLayer(block.name(), new Rectifier(), sum);
    return block.name();
  }

  private static String convolution(
      GraphBuilder graph, Convolution c, String input, Activation activation, IUpdater updater) {
    ChannelsLastConvolution layer =
        new ChannelsLastConvolution(c.kernel(), c.stride(), c.out(), activation);
    layer.setIUpdater(updater);
    graph.addLayer(c.name(), layer, input);
    return c.name();
  }

  @Override
  public void fill(ComputationGraph graph) {
    for (int stage = cut.stages() + 1; stage <= ResNet50.stages(); stage++) {
      network.stage(stage).stream()
          .flatMap(Block::convolutions)
          .forEach(
              c -> {
                FoldedConvolution folded = FoldedConvolution.of(c, weights);
                graph.getParam(c.name() + "_W").assign(folded.kernel());
                graph
                    .getParam(c.name() + "_b")
                    .assign(
                        folded
                            .bias()
                            .reshape(
                                Objects.requireNonNull(graph.getParam(c.name() + "_b")).shape()));
              });
    }
  }
}
