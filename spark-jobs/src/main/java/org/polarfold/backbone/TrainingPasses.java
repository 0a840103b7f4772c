package org.polarfold.backbone;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Steps of training of the part that goes on learning, forwards, backwards and Adam, with heads for
 * 17 segments and for impaired flow reserve: with Polarfold's convolutions, and with DL4J's own in
 * the same network from the same weights.
 */
public final class TrainingPasses {

  private static final int SEED = 51;
  private static final int SEGMENTS = 17;
  private static final String INPUT = "in";

  private final ComputationGraph ours;
  private final ComputationGraph stock;
  private final MultiDataSet ourBatch;
  private final MultiDataSet stockBatch;

  private TrainingPasses(ComputationGraph ours, INDArray images, boolean channelsLast) {
    this.ours = ours;
    long[] shape = images.shape();
    stock = stock(ours, InputType.convolutional(shape[2], shape[3], shape[1]));
    int batch = (int) images.size(0);
    INDArray[] labels = {
      Nd4j.rand(DataType.FLOAT, batch, SEGMENTS),
      Nd4j.rand(DataType.FLOAT, batch, 1).gt(0.5).castTo(DataType.FLOAT)
    };
    stockBatch = new MultiDataSet(new INDArray[] {images}, labels);
    ourBatch =
        new MultiDataSet(
            new INDArray[] {channelsLast ? images.permute(0, 2, 3, 1).dup('c') : images}, labels);
  }

  /**
   * The last stage of a ResNet-50 and its mean, with weights of no meaning.
   *
   * @param side of the pictures that the frozen part saw
   */
  public static TrainingPasses ofLastStage(int side, int batch) {
    Nd4j.getRandom().setSeed(SEED);
    ResNetTail tail =
        new ResNetTail(
            new ResNet50(ResNet50.Variant.STRIDE_ON_3X3),
            new DrawnWeights(),
            FoldedResNet.Cut.LAYER3,
            side);
    ComputationGraph ours =
        graph(tail.input(), (graph, updater) -> tail.addTo(graph, INPUT, updater));
    tail.fill(ours);
    int pixels = FoldedResNet.Cut.LAYER3.side(side);
    INDArray images = Nd4j.rand(batch, FoldedResNet.Cut.LAYER3.channels(), pixels, pixels);
    return new TrainingPasses(ours, images, true);
  }

  /** The compact network whole. */
  public static TrainingPasses ofCompactNetwork(int batch) {
    Nd4j.getRandom().setSeed(SEED);
    InputType input = CompactNetwork.after(CompactNetwork.IMAGE, 1);
    ComputationGraph ours =
        graph(
            input,
            (graph, updater) ->
                CompactNetwork.add(
                    graph, CompactNetwork.IMAGE, CompactNetwork.FEATURE_LAYER, INPUT, updater));
    INDArray images = Nd4j.rand(batch, 1, CompactNetwork.IMAGE_SIZE, CompactNetwork.IMAGE_SIZE);
    return new TrainingPasses(ours, images, false);
  }

  /** One step as Polarfold computes it. */
  public double ours() {
    ours.fit(ourBatch);
    return ours.score();
  }

  /** One step of DL4J's own layers. */
  public double stock() {
    stock.fit(stockBatch);
    return stock.score();
  }

  /** Parameters that learn. */
  public long parameters() {
    return ours.numParams();
  }

  /** The side of what the first layer sees. */
  public int side() {
    return (int) stockBatch.getFeatures(0).size(2);
  }

  /**
   * Multiplications with an addition that a picture takes in the products of a step, twice each.
   */
  public double operations() {
    Map<String, INDArray> yielded =
        stock.feedForward(new INDArray[] {stockBatch.getFeatures(0)}, false);
    double operations = 0;
    for (Map.Entry<String, INDArray> layer : yielded.entrySet()) {
      INDArray kernel = stock.paramTable().get(layer.getKey() + "_W");
      if (kernel != null) {
        INDArray out = layer.getValue();
        double places = out.rank() == 4 ? out.size(2) * out.size(3) : 1;
        // forwards, for the kernel and for what comes in
        operations += 3 * 2 * places * kernel.length();
      }
    }
    return operations;
  }

  private interface Body {
    String addTo(GraphBuilder graph, IntFunction<IUpdater> updater);
  }

  private static ComputationGraph graph(InputType input, Body body) {
    IUpdater updater = new ArrayAdam(1e-4);
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(SEED)
            .dataType(DataType.FLOAT)
            .updater(updater)
            .weightInit(WeightInit.RELU)
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(input);
    String last = body.addTo(graph, depth -> updater);
    graph.addLayer(
        "segments",
        new OutputLayer.Builder(LossFunction.MSE)
            .nOut(SEGMENTS)
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.XAVIER)
            .build(),
        last);
    graph.addLayer(
        "impaired",
        new OutputLayer.Builder(LossFunction.XENT)
            .nOut(1)
            .activation(Activation.SIGMOID)
            .weightInit(WeightInit.XAVIER)
            .build(),
        last);
    graph.setOutputs("segments", "impaired");
    ComputationGraph built = new ComputationGraph(graph.build());
    built.init();
    return built;
  }

  /** The same network of DL4J's own layers, channels first, with the same weights. */
  private static ComputationGraph stock(ComputationGraph ours, InputType input) {
    ComputationGraphConfiguration configuration = ours.getConfiguration();
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .updater(new Adam(1e-4))
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(input);
    configuration
        .getVertices()
        .forEach(
            (name, vertex) -> {
              String[] inputs =
                  Objects.requireNonNull(configuration.getVertexInputs().get(name))
                      .toArray(String[]::new);
              if (vertex instanceof LayerVertex layer) {
                graph.addLayer(name, stock(layer.getLayerConf().getLayer().clone()), inputs);
              } else {
                graph.addVertex(name, vertex.clone(), inputs);
              }
            });
    graph.setOutputs(configuration.getNetworkOutputs().toArray(String[]::new));
    ComputationGraph built = new ComputationGraph(graph.build());
    built.init();
    built
        .paramTable()
        .forEach(
            (name, parameter) -> {
              INDArray own = ours.getParam(name);
              boolean last = own.rank() == 4 && !Arrays.equals(own.shape(), parameter.shape());
              parameter.assign(last ? own.permute(3, 2, 0, 1) : own);
            });
    return built;
  }

  private static Layer stock(Layer layer) {
    if (layer instanceof ConvolutionLayer convolution) {
      return new ConvolutionLayer.Builder(convolution.getKernelSize())
          .stride(convolution.getStride())
          .padding(convolution.getPadding())
          .convolutionMode(convolution.getConvolutionMode())
          .nOut(convolution.getNOut())
          .activation(convolution.getActivationFn())
          .hasBias(true)
          .build();
    }
    if (layer instanceof Rectifier) {
      return new ActivationLayer.Builder().activation(Activation.RELU).build();
    }
    if (layer instanceof FeedForwardLayer dense) {
      dense.setIUpdater(new Adam(1e-4));
    }
    return layer instanceof GlobalPoolingLayer
        ? new GlobalPoolingLayer.Builder(PoolingType.AVG).build()
        : layer;
  }
}
