package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The convolution on operations against DL4J's own layer with the same weights. */
class OpConvolutionTest {

  private static final int CHANNELS = 3;

  private static ConvolutionLayer stock(int kernel, int stride, int channels) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY)
        .hasBias(true)
        .build();
  }

  /** Two convolutions, so that the first one's gradient passes through the second. */
  private static ComputationGraph network(ConvolutionLayer a, ConvolutionLayer b, int size) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(4)
                .dataType(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(size, size, CHANNELS))
                .addLayer("a", a, "in")
                .addLayer("b", b, "a")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "b")
                .setOutputs("out")
                .build());
    network.init();
    return network;
  }

  private static INDArray gradient(ComputationGraph network, INDArray images, INDArray labels) {
    network.setInputs(images);
    network.setLabels(labels);
    network.computeGradientAndScore();
    return network.gradient().gradient().dup();
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 8", "3, 2, 8", "3, 2, 7", "1, 2, 8", "1, 1, 5", "5, 2, 9"})
  void outputsAndGradientsAreThoseOfTheStockLayer(int kernel, int stride, int size) {
    Nd4j.getRandom().setSeed(8);
    ComputationGraph ops =
        network(new OpConvolution(kernel, stride, 4), new OpConvolution(kernel, stride, 5), size);
    ComputationGraph stock = network(stock(kernel, stride, 4), stock(kernel, stride, 5), size);
    stock.setParams(Nd4j.randn(1, stock.numParams()).muli(0.05));
    ops.setParams(stock.params().dup());
    INDArray images = Nd4j.randn(6, CHANNELS, size, size);
    INDArray labels = Nd4j.randn(6, 2);

    float[] expected = floats(stock.outputSingle(images));
    assertThat(floats(ops.outputSingle(images))).containsExactly(expected, Offset.offset(1e-4f));

    float[] gradient = floats(gradient(stock, images, labels));
    assertThat(floats(gradient(ops, images, labels)))
        .containsExactly(gradient, Offset.offset(1e-4f));
    assertThat(Nd4j.createFromArray(gradient).amaxNumber().floatValue()).isGreaterThan(0.01f);
  }

  @Test
  void aStoredNetworkComputesTheSame() throws IOException {
    ComputationGraph network = network(new OpConvolution(3, 2, 4), new OpConvolution(1, 1, 5), 8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, false);

    ComputationGraph read =
        ModelSerializer.restoreComputationGraph(
            new ByteArrayInputStream(bytes.toByteArray()), false);

    INDArray images = Nd4j.randn(3, CHANNELS, 8, 8);
    assertThat(floats(read.outputSingle(images))).isEqualTo(floats(network.outputSingle(images)));
    assertThat(read.getLayer("a").conf().getLayer()).isInstanceOf(OpConvolution.class);
  }
}
