package org.polarfold.backbone;

import java.util.Random;

/**
 * A dense layer that learns by Adam (Kingma and Ba, ICLR 2015), on arrays: a network of a few
 * thousand weights takes ten times as long in a graph as in these loops.
 */
final class DenseWeights {

  private static final double FIRST_DECAY = 0.9;
  private static final double SECOND_DECAY = 0.999;
  private static final float SMALL = 1e-8f;

  private final int in;
  private final int out;

  /** [in, out], and the biases as a last row. */
  private final float[] weights;

  private final float[] gradient;
  private final float[] first;
  private final float[] second;
  private int steps;

  /**
   * A layer that has learnt nothing.
   *
   * @param deviation of its weights
   */
  DenseWeights(int in, int out, double deviation, Random random) {
    this.in = in;
    this.out = out;
    this.weights = new float[(in + 1) * out];
    for (int i = 0; i < in * out; i++) {
      weights[i] = (float) (deviation * random.nextGaussian());
    }
    this.gradient = new float[weights.length];
    this.first = new float[weights.length];
    this.second = new float[weights.length];
  }

  /** What it makes of a row, before any activation. */
  float[] forward(float[] row) {
    float[] made = new float[out];
    System.arraycopy(weights, in * out, made, 0, out);
    for (int i = 0; i < in; i++) {
      float value = row[i];
      if (value != 0) {
        int at = i * out;
        for (int j = 0; j < out; j++) {
          made[j] += value * weights[at + j];
        }
      }
    }
    return made;
  }

  /** Adds a row's share to the gradient. */
  void backward(float[] row, float[] error) {
    for (int i = 0; i < in; i++) {
      float value = row[i];
      if (value != 0) {
        int at = i * out;
        for (int j = 0; j < out; j++) {
          gradient[at + j] += value * error[j];
        }
      }
    }
    for (int j = 0; j < out; j++) {
      gradient[in * out + j] += error[j];
    }
  }

  /** The error of its input, of a row's. */
  float[] inputError(float[] error) {
    float[] before = new float[in];
    for (int i = 0; i < in; i++) {
      float sum = 0;
      for (int j = 0; j < out; j++) {
        sum += weights[i * out + j] * error[j];
      }
      before[i] = sum;
    }
    return before;
  }

  /**
   * Takes a step, and forgets the gradient.
   *
   * @param rows over which the gradient was summed
   * @param rate of learning
   * @param decay weight of the squared weights, not of the biases
   */
  void step(int rows, double rate, float decay) {
    steps++;
    float corrected =
        (float)
            (rate
                * Math.sqrt(1 - Math.pow(SECOND_DECAY, steps))
                / (1 - Math.pow(FIRST_DECAY, steps)));
    float one = (float) FIRST_DECAY;
    float two = (float) SECOND_DECAY;
    for (int i = 0; i < weights.length; i++) {
      float slope = gradient[i] / rows + (i < in * out ? decay * weights[i] : 0);
      first[i] = one * first[i] + (1 - one) * slope;
      second[i] = two * second[i] + (1 - two) * slope * slope;
      weights[i] -= corrected * first[i] / ((float) Math.sqrt(second[i]) + SMALL);
      gradient[i] = 0;
    }
  }
}
