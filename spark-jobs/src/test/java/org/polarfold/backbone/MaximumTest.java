package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The maximum's gradient: DL4J's where no values tie, and no more than came in where they do. */
final class MaximumTest {

  private static final long[] PICTURE = {1, 8, 8, 5};
  private static final long[] YIELDED = {1, 4, 4, 5};

  @Test
  void isThatOfDl4jsLayerWhereNoValuesTie() {
    Nd4j.getRandom().setSeed(7);
    INDArray picture = Nd4j.rand(DataType.FLOAT, PICTURE);
    INDArray error = Nd4j.rand(DataType.FLOAT, YIELDED);
    Layer stock =
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(3, 3)
            .stride(2, 2)
            .padding(1, 1)
            .dataFormat(CNN2DFormat.NHWC)
            .build();

    assertThat(InputProbe.gradient(behindProbe(new Maximum()), picture, error))
        .isEqualTo(InputProbe.gradient(behindProbe(stock), picture, error));
  }

  @Test
  void goesToOneOfThoseThatTie() {
    INDArray level = Nd4j.ones(DataType.FLOAT, PICTURE);
    INDArray error = Nd4j.ones(DataType.FLOAT, YIELDED);

    float sum = 0;
    for (float value : InputProbe.gradient(behindProbe(new Maximum()), level, error)) {
      sum += value;
    }

    assertThat(sum).isEqualTo(error.sumNumber().floatValue());
  }

  private static ComputationGraph behindProbe(Layer layer) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(
                    InputType.convolutional(PICTURE[1], PICTURE[2], PICTURE[3], CNN2DFormat.NHWC))
                .addLayer(InputProbe.NAME, new InputProbe(), "image")
                .addLayer("maximum", layer, InputProbe.NAME)
                .setOutputs("maximum")
                .build());
    graph.init();
    return graph;
  }
}
