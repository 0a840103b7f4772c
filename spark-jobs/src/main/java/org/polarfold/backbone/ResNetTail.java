package org.polarfold.backbone;

import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
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
  private static final String MAXIMUM = "maxpool";

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
      Layers layers = new Layers(graph, updater, false);
      for (Block block : network.stage(stage)) {
        last = layers.block(block, last);
      }
    }
    graph.addLayer(POOLED, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    return POOLED;
  }

  /**
   * Adds layers that learn alike.
   *
   * @param around whether pictures are continued before convolutions by the columns of the other
   *     side
   */
  private record Layers(GraphBuilder graph, IUpdater updater, boolean around) {

    String block(Block block, String input) {
      String shortcut =
          block.shortcut().map(s -> convolution(s, input, Activation.IDENTITY)).orElse(input);
      String last = convolution(block.first(), input, Activation.RELU);
      last = convolution(block.second(), last, Activation.RELU);
      last = convolution(block.third(), last, Activation.IDENTITY);
      String sum = block.name() + ".sum";
      graph.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, shortcut);
      graph.addLayer(block.name(), new Rectifier(), sum);
      return block.name();
    }

    String convolution(Convolution c, String input, Activation activation) {
      ChannelsLastConvolution layer =
          new ChannelsLastConvolution(c.kernel(), c.stride(), c.out(), activation);
      layer.setIUpdater(updater);
      boolean wide = around && c.kernel() > 1;
      int reach = (c.padding() + c.stride() - 1) / c.stride();
      graph.addLayer(
          c.name(), layer, wide ? columns("wide " + c.name(), input, reach * c.stride()) : input);
      return wide ? columns("middle " + c.name(), c.name(), -reach) : c.name();
    }

    String columns(String name, String input, int reach) {
      graph.addVertex(name, new PreprocessorVertex(new Columns(reach)), input);
      return name;
    }
  }

  /**
   * The layers before a cut, behind a probe; what they yield is what {@link FoldedResNet} does.
   *
   * @param around whether the last column of a picture is beside its first
   */
  static ComputationGraph probed(
      ResNet50 network, ResNetWeights weights, Cut cut, int side, boolean around) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(
                InputType.convolutional(side, side, ResNet50.CHANNELS, CNN2DFormat.NHWC));
    IUpdater none = new Sgd(0.0);
    graph.addLayer(InputProbe.NAME, new InputProbe(), "image");
    Layers layers = new Layers(graph, none, around);
    String last = layers.convolution(network.stem(), InputProbe.NAME, Activation.RELU);
    graph.addLayer(
        MAXIMUM, new Maximum(), around ? layers.columns("wide " + MAXIMUM, last, 2) : last);
    last = around ? layers.columns("middle " + MAXIMUM, MAXIMUM, -1) : MAXIMUM;
    for (int stage = 1; stage <= cut.stages(); stage++) {
      for (Block block : network.stage(stage)) {
        last = layers.block(block, last);
      }
    }
    if (cut == Cut.AVGPOOL) {
      graph.addLayer(POOLED, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
      last = POOLED;
    }
    graph.setOutputs(last);
    ComputationGraph built = new ComputationGraph(graph.build());
    built.init();
    fill(built, weights, Stream.of(network.stem()));
    for (int stage = 1; stage <= cut.stages(); stage++) {
      fill(built, weights, network.stage(stage).stream().flatMap(Block::convolutions));
    }
    return built;
  }

  @Override
  public void fill(ComputationGraph graph) {
    for (int stage = cut.stages() + 1; stage <= ResNet50.stages(); stage++) {
      fill(graph, weights, network.stage(stage).stream().flatMap(Block::convolutions));
    }
  }

  private static void fill(
      ComputationGraph graph, ResNetWeights weights, Stream<Convolution> convolutions) {
    convolutions.forEach(
        c -> {
          FoldedConvolution folded = FoldedConvolution.of(c, weights);
          INDArray bias = Objects.requireNonNull(graph.getParam(c.name() + "_b"));
          graph.getParam(c.name() + "_W").assign(folded.kernel());
          bias.assign(folded.bias().reshape(bias.shape()));
        });
  }
}
