package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.polarfold.UserException;
import org.polarfold.backbone.ResNet50.Block;
import org.polarfold.backbone.ResNet50.Convolution;
import org.polarfold.backbone.ResNet50.Variant;
import org.polarfold.provenance.Digest;

/** Whole networks that DL4J saved, under each of the names that are known. */
final class Dl4jWeightsTest {

  private static final int SIDE = 32;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Variant.class)
  void aNetworkOfOurOwnComesBackInItsVariant(Variant variant) throws IOException {
    FormulaWeights expected = new FormulaWeights();
    ResNet50 network = new ResNet50(variant);
    PublishedWeights read = read(saved(ResNetGraph.of(network, SIDE, expected)));

    assertThat(read.network()).isEqualTo(network);
    for (Convolution c : network.convolutions().toList()) {
      assertThat(read.weights().kernel(c)).as(c.name()).isEqualTo(expected.kernel(c));
      ResNetWeights.Normalisation theirs = read.weights().normalisation(c);
      ResNetWeights.Normalisation ours = expected.normalisation(c);
      assertThat(theirs.scale()).isEqualTo(ours.scale());
      assertThat(theirs.shift()).isEqualTo(ours.shift());
      assertThat(theirs.mean()).isEqualTo(ours.mean());
      assertThat(theirs.variance()).isEqualTo(ours.variance());
    }
    assertThat(read.weights().lastKernel()).isEqualTo(expected.lastKernel());
    assertThat(read.weights().lastBias()).isEqualTo(expected.lastBias());
  }

  @ParameterizedTest
  @EnumSource(
      value = Dl4jNaming.class,
      names = {"FIRST", "KERAS"})
  void aNetworkOfDl4jsLayersYieldsTheSameOfAPicture(Dl4jNaming naming) throws IOException {
    ComputationGraph theirs = named(naming, new ResNet50(Variant.STRIDE_ON_1X1));
    PublishedWeights read = read(unpacked(theirs));

    assertThat(read.network().variant()).isEqualTo(Variant.STRIDE_ON_1X1);
    INDArray picture = Nd4j.rand(DataType.FLOAT, 2, ResNet50.CHANNELS, SIDE, SIDE);
    INDArray expected = theirs.outputSingle(picture).dup();
    INDArray actual =
        ResNetGraph.of(read.network(), SIDE, read.weights()).outputSingle(picture).dup();
    double largest = expected.amaxNumber().doubleValue();
    assertThat(actual.sub(expected).amaxNumber().doubleValue() / largest).isLessThan(1e-4);
  }

  @Test
  void namesAreThoseOfTheFirstAuthors() {
    Stream<String> names =
        new ResNet50(Variant.STRIDE_ON_1X1)
            .convolutions()
            .map(c -> Dl4jNaming.FIRST.kernel(c) + " " + Dl4jNaming.FIRST.norm(c));
    assertThat(names)
        .hasSize(53)
        .startsWith(
            "conv1 bn_conv1",
            "res2a_branch2a bn2a_branch2a",
            "res2a_branch2b bn2a_branch2b",
            "res2a_branch2c bn2a_branch2c",
            "res2a_branch1 bn2a_branch1",
            "res2b_branch2a bn2b_branch2a")
        .endsWith("res5c_branch2c bn5c_branch2c");
  }

  @Test
  void aNetworkThatIsNoResNetIsListedAndNothingIsUsed() throws IOException {
    ResNet50 network = new ResNet50(Variant.STRIDE_ON_3X3);
    ComputationGraph graph = ResNetGraph.of(network, SIDE, new FormulaWeights());

    graph.getParam("layer1.0.bn1_var").putScalar(3, -1);
    Path negative = unpacked(graph);
    assertThatThrownBy(() -> read(negative))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use weights: %s (expected variances above 0; not so is one of layer1.0.bn1)"
                .formatted(negative));

    graph.getParam("layer1.0.conv1_W").putScalar(3, Float.NaN);
    Path odd = unpacked(graph);
    assertThatThrownBy(() -> read(odd))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("names them; not finite are layer1.0.conv1/W)");

    LayerVertex vertex =
        (LayerVertex)
            Objects.requireNonNull(graph.getConfiguration().getVertices().get("layer2.0.conv1"));
    ((ConvolutionLayer) vertex.getLayerConf().getLayer()).setStride(new int[] {2, 2});
    graph.getParam("layer1.0.conv1_W").putScalar(3, 0);
    Path strides = unpacked(graph);
    assertThatThrownBy(() -> read(strides))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            "(expected the strides of a ResNet-50; layer2.0.conv1 has [2, 2] and not 1)");
  }

  @Test
  void theShippedNetworkIsNone() throws IOException {
    Path file = folder.resolve("compact.zip");
    try (InputStream shipped = CompactBackbone.class.getResourceAsStream("compact-64.zip")) {
      Files.write(file, Objects.requireNonNull(shipped).readAllBytes());
    }
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "expected configuration.json with classes of DL4J that a ResNet-50 needs, and no other");
  }

  private Path saved(ComputationGraph network) throws IOException {
    Path file = folder.resolve("resnet50.zip");
    ModelSerializer.writeModel(network, file.toFile(), false);
    return file;
  }

  /** The same members, which to pack takes longer than everything else. */
  private Path unpacked(ComputationGraph network) throws IOException {
    Path file = folder.resolve("unpacked.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      zip.putNextEntry(new ZipEntry("configuration.json"));
      zip.write(network.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("coefficients.bin"));
      DataOutputStream coefficients = new DataOutputStream(new BufferedOutputStream(zip));
      Nd4j.write(network.params(), coefficients);
      coefficients.flush();
    }
    return file;
  }

  private static PublishedWeights read(Path file) throws IOException {
    return PublishedWeights.read(new Configuration(), file.toString(), Digest.ofFile(file));
  }

  /** The network as Keras has it, with biases, its own epsilon and deviations as logarithms. */
  private static ComputationGraph named(Dl4jNaming naming, ResNet50 network) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs("input_1")
            .setInputTypes(InputType.convolutional(SIDE, SIDE, ResNet50.CHANNELS));
    String last = relu(graph, convolution(graph, naming, network.stem(), "input_1"));
    graph.addLayer(
        "pool",
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(3, 3)
            .stride(2, 2)
            .padding(1, 1)
            .build(),
        last);
    last = "pool";
    for (int stage = 1; stage <= ResNet50.stages(); stage++) {
      for (Block block : network.stage(stage)) {
        String input = last;
        // The shortcut first, so that the file's order is not that of the network's listing.
        String shortcut =
            block.shortcut().map(s -> convolution(graph, naming, s, input)).orElse(input);
        String first = relu(graph, convolution(graph, naming, block.first(), input));
        String second = relu(graph, convolution(graph, naming, block.second(), first));
        String sum = "add_" + block.name();
        graph.addVertex(
            sum,
            new ElementWiseVertex(ElementWiseVertex.Op.Add),
            convolution(graph, naming, block.third(), second),
            shortcut);
        last = relu(graph, sum);
      }
    }
    graph.addLayer("avg_pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    graph.addLayer(
        naming.last(),
        new OutputLayer.Builder(LossFunction.MSE)
            .activation(Activation.IDENTITY)
            .nOut(ResNet50.CLASSES)
            .build(),
        "avg_pool");
    ComputationGraph built = new ComputationGraph(graph.setOutputs(naming.last()).build());
    built.init();
    built
        .paramTable()
        .forEach(
            (name, value) -> {
              if (!name.endsWith("_W")) {
                INDArray some = Nd4j.rand(DataType.FLOAT, value.shape());
                value.assign(name.endsWith("gamma") ? some.addi(0.5) : some.subi(0.5).muli(0.2));
              }
            });
    return built;
  }

  private static String convolution(
      GraphBuilder graph, Dl4jNaming naming, Convolution convolution, String input) {
    graph.addLayer(
        naming.kernel(convolution),
        new ConvolutionLayer.Builder(convolution.kernel(), convolution.kernel())
            .stride(convolution.stride(), convolution.stride())
            .padding(convolution.padding(), convolution.padding())
            .nOut(convolution.out())
            .build(),
        input);
    graph.addLayer(
        naming.norm(convolution),
        new BatchNormalization.Builder().eps(1e-3).build(),
        naming.kernel(convolution));
    return naming.norm(convolution);
  }

  private static String relu(GraphBuilder graph, String input) {
    String name = "activation_of_" + input;
    graph.addLayer(name, new ActivationLayer.Builder().activation(Activation.RELU).build(), input);
    return name;
  }
}
