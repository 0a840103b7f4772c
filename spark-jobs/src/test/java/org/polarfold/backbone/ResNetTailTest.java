package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.polarfold.backbone.FoldedResNet.Cut;
import org.polarfold.backbone.ResNet50.Variant;

/** The stages that go on learning, and the layers and the updater they are made of. */
final class ResNetTailTest {

  private static final FormulaWeights WEIGHTS = new FormulaWeights();

  private static ComputationGraph graph(ResNetTail tail) {
    var graph =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .dataType(DataType.FLOAT)
            .updater(new ArrayAdam(1e-5))
            .graphBuilder()
            .addInputs("features")
            .setInputTypes(tail.input());
    String last = tail.addTo(graph, "features", depth -> new ArrayAdam(1e-5 / depth));
    graph.addLayer("head", head(2), last).setOutputs("head");
    ComputationGraph built = new ComputationGraph(graph.build());
    built.init();
    tail.fill(built);
    return built;
  }

  private static OutputLayer head(int outputs) {
    return new OutputLayer.Builder(LossFunction.MSE)
        .nOut(outputs)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static INDArray pooled(ComputationGraph graph, INDArray features, boolean training) {
    return Objects.requireNonNull(graph.feedForward(features, training).get("avgpool")).dup('c');
  }

  @ParameterizedTest
  @CsvSource({
    "STRIDE_ON_3X3, LAYER3, 64", "STRIDE_ON_1X1, LAYER3, 96",
    "STRIDE_ON_3X3, LAYER2, 96", "STRIDE_ON_1X1, LAYER1, 33"
  })
  void frozenPartAndTailAreTheWholeNetwork(Variant variant, Cut cut, int side) {
    ResNet50 network = new ResNet50(variant);
    INDArray images =
        Nd4j.createFromArray(FormulaWeights.uniform("input", 2 * 3 * side * side))
            .reshape(2, side, side, 3);
    INDArray whole = new FoldedResNet(network, WEIGHTS, Cut.AVGPOOL).output(images);
    INDArray features = new FoldedResNet(network, WEIGHTS, cut).output(images);
    ResNetTail tail = new ResNetTail(network, WEIGHTS, cut, side);
    ComputationGraph graph = graph(tail);

    for (boolean training : new boolean[] {false, true}) {
      INDArray pooled = pooled(graph, features, training);
      assertThat(pooled.shape()).containsExactly(2, 2048);
      assertThat(pooled.sub(whole).amaxNumber().doubleValue())
          .isLessThan(1e-4 * whole.amaxNumber().doubleValue());
    }
    assertThat(graph.getConfiguration().getMemoryReport(tail.input())).isNotNull();
  }

  @Test
  void itLearnsAndSurvivesSerialisationAndTransfer() throws IOException {
    ResNetTail tail = new ResNetTail(new ResNet50(Variant.STRIDE_ON_3X3), WEIGHTS, Cut.LAYER3, 64);
    ComputationGraph graph = graph(tail);
    INDArray features = Nd4j.rand(DataType.FLOAT, 3, 4, 4, 1024);
    MultiDataSet batch = new MultiDataSet(features, Nd4j.rand(DataType.FLOAT, 3, 2));
    graph.fit(batch);
    double first = graph.score();
    for (int step = 0; step < 5; step++) {
      graph.fit(batch);
    }
    assertThat(graph.score()).isLessThan(first);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, bytes, true);
    ComputationGraph read =
        ModelSerializer.restoreComputationGraph(
            new ByteArrayInputStream(bytes.toByteArray()), true);
    assertThat(pooled(read, features, false)).isEqualTo(pooled(graph, features, false));
    assertThat(read.getConfiguration().toJson()).isEqualTo(graph.getConfiguration().toJson());
    graph.fit(batch);
    read.fit(batch);
    assertThat(read.params()).isEqualTo(graph.params());

    OutputLayer trait = head(1);
    trait.setNIn(ResNet50.FEATURES);
    ComputationGraph other =
        new TransferLearning.GraphBuilder(graph)
            .setFeatureExtractor("layer4.1")
            .removeVertexAndConnections("head")
            .addLayer("trait", trait, "avgpool")
            .setOutputs("trait")
            .build();
    assertThat(pooled(other, features, false)).isEqualTo(pooled(graph, features, false));
    INDArray frozen = other.getParam("layer4.0.conv1_W").dup();
    INDArray learnt = other.getParam("layer4.2.conv1_W").dup();
    other.fit(new MultiDataSet(features, Nd4j.rand(DataType.FLOAT, 3, 1)));
    assertThat(other.getParam("layer4.0.conv1_W")).isEqualTo(frozen);
    assertThat(other.getParam("layer4.2.conv1_W")).isNotEqualTo(learnt);
  }

  @Test
  void aTailAfterTheMeanIsRefused() {
    assertThatThrownBy(
            () -> new ResNetTail(new ResNet50(Variant.STRIDE_ON_3X3), WEIGHTS, Cut.AVGPOOL, 64))
        .hasMessage("Invalid cut: nothing is left to learn after AVGPOOL");
  }

  /** In double precision, against finite differences; around a shortcut, as blocks have it. */
  @ParameterizedTest
  @CsvSource({"3, 1, 4", "3, 2, 4", "3, 2, 5", "1, 2, 5", "1, 2, 4", "1, 1, 3", "3, 1, 1"})
  void gradientsAreThoseOfFiniteDifferences(int kernel, int stride, int side) {
    DataType usual = Nd4j.dataType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      assertThat(gradientsAgree(kernel, stride, side)).isTrue();
    } finally {
      Nd4j.setDefaultDataTypes(usual, usual);
    }
  }

  private static boolean gradientsAgree(int kernel, int stride, int side) {
    Nd4j.getRandom().setSeed(7);
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(11)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(side, side, 3, CNN2DFormat.NHWC))
                .addLayer("first", new ChannelsLastConvolution(1, 1, 4, Activation.RELU), "in")
                .addLayer(
                    "a", new ChannelsLastConvolution(kernel, stride, 5, Activation.RELU), "first")
                .addLayer("b", new ChannelsLastConvolution(3, 1, 4, Activation.IDENTITY), "a")
                .addLayer(
                    "s", new ChannelsLastConvolution(1, stride, 4, Activation.IDENTITY), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b", "s")
                .addLayer("relu", new Rectifier(), "sum")
                .addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "relu")
                .addLayer("out", head(2), "mean")
                .setOutputs("out")
                .build());
    graph.init();
    graph.params().assign(Nd4j.randn(DataType.DOUBLE, graph.params().shape()).muli(0.5));

    return GradientCheckUtil.checkGradients(
        new GradientCheckUtil.GraphConfig()
            .net(graph)
            .epsilon(1e-6)
            .maxRelError(1e-4)
            .minAbsoluteError(1e-8)
            .inputs(new INDArray[] {Nd4j.randn(DataType.DOUBLE, 3, side, side, 3)})
            .labels(new INDArray[] {Nd4j.randn(DataType.DOUBLE, 3, 2)}));
  }

  /** Two blocks of parameters with rates of their own, so that the second's lie further behind. */
  @Test
  void adamIsThatOfDl4j() {
    ComputationGraph own = twoRates(new ArrayAdam(1e-2), new ArrayAdam(1e-3));
    ComputationGraph stock = twoRates(new Adam(1e-2), new Adam(1e-3));
    stock.setParams(own.params().dup());
    INDArray before = own.params().dup();
    MultiDataSet batch =
        new MultiDataSet(Nd4j.randn(DataType.FLOAT, 4, 3, 3, 2), Nd4j.randn(DataType.FLOAT, 4, 2));
    for (int step = 0; step < 5; step++) {
      own.fit(batch);
      stock.fit(batch);
    }
    assertThat(own.params().sub(before).amaxNumber().doubleValue()).isGreaterThan(0.03);
    assertThat(own.params().sub(stock.params()).amaxNumber().doubleValue()).isLessThan(1e-5);
    INDArray state = own.getUpdater().getUpdaterStateViewArray();
    assertThat(state.sub(stock.getUpdater().getUpdaterStateViewArray()).amaxNumber().doubleValue())
        .isLessThan(1e-5);
    assertThat(new ArrayAdam(0.5).clone()).isEqualTo(new ArrayAdam(0.5));
  }

  private static ComputationGraph twoRates(IUpdater first, IUpdater second) {
    ChannelsLastConvolution convolution = new ChannelsLastConvolution(3, 1, 200, Activation.RELU);
    convolution.setIUpdater(first);
    ChannelsLastConvolution behind = new ChannelsLastConvolution(3, 1, 7, Activation.RELU);
    behind.setIUpdater(second);
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.FLOAT)
                .updater(second)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(3, 3, 2, CNN2DFormat.NHWC))
                .addLayer("a", convolution, "in")
                .addLayer("b", behind, "a")
                .addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "b")
                .addLayer("out", head(2), "mean")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }
}
