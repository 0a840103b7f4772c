package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;

class LossTest {

  private static final ActivationIdentity IDENTITY = new ActivationIdentity();

  private static INDArray doubles(double[][] values) {
    return Nd4j.createFromArray(values);
  }

  @Test
  void aSmallErrorIsSquaredAndALargeOneIsNot() {
    RegionalLoss loss = new RegionalLoss(1.5);
    INDArray labels = doubles(new double[][] {{0, 0}, {0, 0}});
    INDArray output = doubles(new double[][] {{1, -1.5}, {4, 0}});

    // 1/2 and 1.125, their mean; 1.5 * (4 - 0.75) and 0
    assertThat(loss.computeScoreArray(labels, output, IDENTITY, null).toDoubleVector())
        .containsExactly(new double[] {0.8125, 2.4375}, Offset.offset(1e-12));
    assertThat(loss.computeScore(labels, output, IDENTITY, null, true))
        .isCloseTo(1.625, Offset.offset(1e-12));
  }

  @Test
  void crossEntropyWeighsEitherClass() {
    TargetLoss loss = new TargetLoss(0.5, 3);
    INDArray labels = doubles(new double[][] {{1}, {0}, {1}});
    INDArray logits = doubles(new double[][] {{0}, {Math.log(3)}, {-800}});

    // log 2, three times; log 4, half; 800, three times
    assertThat(loss.computeScoreArray(labels, logits, IDENTITY, null).toDoubleVector())
        .containsExactly(
            new double[] {3 * Math.log(2), 0.5 * Math.log(4), 2400}, Offset.offset(1e-9));
  }

  static Stream<ILossFunction> losses() {
    return Stream.of(new RegionalLoss(0.7), new TargetLoss(0.4, 2.5), new TargetLoss(1, 1));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theGradientIsThatOfTheScore(ILossFunction loss) {
    Random random = new Random(1);
    double[][] output = new double[5][loss instanceof RegionalLoss ? 3 : 1];
    double[][] labels = new double[5][output[0].length];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < output[0].length; j++) {
        output[i][j] = 2 * random.nextGaussian();
        labels[i][j] = random.nextInt(2);
      }
    }
    INDArray mask = doubles(new double[][] {{1}, {0}, {1}, {1}, {0}});
    INDArray gradient = loss.computeGradient(doubles(labels), doubles(output), IDENTITY, mask);

    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < output[0].length; j++) {
        double kept = output[i][j];
        output[i][j] = kept + 1e-5;
        double above = loss.computeScore(doubles(labels), doubles(output), IDENTITY, mask, false);
        output[i][j] = kept - 1e-5;
        double below = loss.computeScore(doubles(labels), doubles(output), IDENTITY, mask, false);
        output[i][j] = kept;
        assertThat(gradient.getDouble(i, j)).isCloseTo((above - below) / 2e-5, Offset.offset(1e-7));
      }
    }
    assertThat(gradient.getRow(1).norm1Number().doubleValue()).isZero();
  }

  /**
   * What DL4J learns from a batch of which half is masked is what it learns from the other half.
   */
  @ParameterizedTest
  @MethodSource("losses")
  void aBatchHalfMaskedIsTheOtherHalf(ILossFunction loss) {
    INDArray features = Nd4j.rand(DataType.FLOAT, 8, 3);
    INDArray labels = Nd4j.rand(DataType.FLOAT, 8, 1).gt(0.5).castTo(DataType.FLOAT);
    INDArray mask = Nd4j.createFromArray(new float[][] {{1}, {1}, {1}, {1}, {0}, {0}, {0}, {0}});
    ComputationGraph whole = network(loss);
    ComputationGraph half = network(loss);

    whole.fit(
        new MultiDataSet(
            new INDArray[] {features}, new INDArray[] {labels}, null, new INDArray[] {mask}));
    half.fit(
        new MultiDataSet(
            new INDArray[] {features.getRows(0, 1, 2, 3)},
            new INDArray[] {labels.getRows(0, 1, 2, 3)}));

    assertThat(whole.params().toFloatVector())
        .containsExactly(half.params().toFloatVector(), Offset.offset(1e-6f));
    assertThat(whole.score()).isCloseTo(half.score(), Offset.offset(1e-6));
    assertThat(
            Arrays.equals(whole.params().toFloatVector(), network(loss).params().toFloatVector()))
        .isFalse();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aBatchOfWhichNothingIsKnownMovesNothing(ILossFunction loss) {
    ComputationGraph network = network(loss);
    float[] before = network.params().toFloatVector();

    network.fit(
        new MultiDataSet(
            new INDArray[] {Nd4j.rand(DataType.FLOAT, 8, 3)},
            new INDArray[] {Nd4j.zeros(8, 1)},
            null,
            new INDArray[] {Nd4j.zeros(8, 1)}));

    assertThat(network.params().toFloatVector()).isEqualTo(before);
    assertThat(network.score()).isZero();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void itSurvivesJson(ILossFunction loss) {
    String json = network(loss).getConfiguration().toJson();
    OutputLayer layer =
        (OutputLayer)
            new ComputationGraph(ComputationGraphConfiguration.fromJson(json))
                .getConfiguration().getVertices().values().stream()
                    .map(v -> (LayerVertex) v)
                    .findFirst()
                    .orElseThrow()
                    .getLayerConf()
                    .getLayer();

    assertThat(layer.getLossFn()).isEqualTo(loss);
  }

  private static ComputationGraph network(ILossFunction loss) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.FLOAT)
                .updater(new Sgd(0.3))
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(3))
                .addLayer(
                    "out",
                    new OutputLayer.Builder(loss)
                        .nOut(1)
                        .activation(
                            loss instanceof RegionalLoss ? Activation.IDENTITY : Activation.SIGMOID)
                        .build(),
                    "in")
                .setOutputs("out")
                .build());
    network.init();
    return network;
  }
}
