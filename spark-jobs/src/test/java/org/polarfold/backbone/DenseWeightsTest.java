package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The layer that learns on arrays, held against DL4J's. */
final class DenseWeightsTest {

  private static final int IN = 4;
  private static final int OUT = 3;
  private static final int ROWS = 5;
  private static final double RATE = 0.01;
  private static final float DECAY = 0.05f;

  @Test
  void itsStepsAreThoseOfDl4j() {
    DenseWeights layer = new DenseWeights(IN, OUT, 0.5, new Random(1));
    MultiLayerNetwork theirs = network(layer);
    Random random = new Random(2);
    float[][] rows = random(random, IN);
    float[][] wanted = random(random, OUT);
    INDArray features = Nd4j.createFromArray(rows);
    for (int step = 0; step < 20; step++) {
      theirs.fit(features, Nd4j.createFromArray(wanted));
      for (int i = 0; i < ROWS; i++) {
        layer.backward(rows[i], error(layer.forward(rows[i]), wanted[i]));
      }
      layer.step(ROWS, RATE, DECAY);
    }
    INDArray expected = theirs.output(features);
    for (int i = 0; i < ROWS; i++) {
      float[] made = layer.forward(rows[i]);
      for (int j = 0; j < OUT; j++) {
        assertThat(made[j]).isCloseTo(expected.getFloat(i, j), within(1e-4f));
      }
    }
  }

  @Test
  void theErrorOfItsInputIsTheSlope() {
    DenseWeights layer = new DenseWeights(IN, OUT, 0.5, new Random(1));
    float[] row = {0.5f, -1, 2, 0.25f};
    float[] error = {1, -2, 0.5f};
    float[] slope = layer.inputError(error);
    for (int i = 0; i < IN; i++) {
      float[] more = row.clone();
      more[i] += 1;
      float[] before = layer.forward(row);
      float[] after = layer.forward(more);
      float change = 0;
      for (int j = 0; j < OUT; j++) {
        change += error[j] * (after[j] - before[j]);
      }
      assertThat(slope[i]).isCloseTo(change, within(1e-4f));
    }
  }

  /** Of the mean of squares, as DL4J takes it. */
  private static float[] error(float[] made, float[] wanted) {
    float[] error = new float[OUT];
    for (int j = 0; j < OUT; j++) {
      error[j] = 2 * (made[j] - wanted[j]) / OUT;
    }
    return error;
  }

  private static float[][] random(Random random, int length) {
    float[][] rows = new float[ROWS][length];
    for (float[] row : rows) {
      for (int i = 0; i < length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  /** The same layer, from the same weights. */
  private static MultiLayerNetwork network(DenseWeights layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Adam(RATE))
                .l2(DECAY)
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(IN)
                        .nOut(OUT)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    network.init();
    for (int i = 0; i < IN; i++) {
      float[] unit = new float[IN];
      unit[i] = 1;
      float[] weights = layer.forward(unit);
      for (int j = 0; j < OUT; j++) {
        network.getParam("0_W").putScalar(i, j, weights[j]);
      }
    }
    return network;
  }
}
