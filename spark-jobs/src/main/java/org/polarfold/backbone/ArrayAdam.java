package org.polarfold.backbone;

import java.nio.FloatBuffer;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * DL4J's Adam (Kingma and Ba, ICLR 2015), computed in Java: ND4J's own operation takes one root
 * after another, five times as long as a loop over arrays that the virtual machine makes vector
 * instructions of. The state is the same, so that either goes on where the other stopped.
 */
public final class ArrayAdam extends Adam {

  /** Values that are copied, stepped and copied back at a time; four such arrays fit a cache. */
  private static final int CHUNK = 8192;

  /** For reading a configuration from JSON. */
  public ArrayAdam() {}

  /** With a learning rate that stays. */
  public ArrayAdam(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate by schedule. */
  public ArrayAdam(ISchedule learningRate) {
    super(learningRate);
  }

  @Override
  public GradientUpdater<?> instantiate(INDArray state, boolean initialise) {
    Steps steps = new Steps(this);
    long[] shape = state.shape().clone();
    shape[shape.length - 1] /= 2;
    steps.setStateViewArray(state, shape, state.ordering(), initialise);
    return steps;
  }

  @Override
  public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialise) {
    Steps steps = new Steps(this);
    steps.setState(state, initialise);
    return steps;
  }

  @Override
  public ArrayAdam clone() {
    ArrayAdam copy = new ArrayAdam();
    copy.setLearningRate(getLearningRate());
    copy.setLearningRateSchedule(
        getLearningRateSchedule() == null ? null : getLearningRateSchedule().clone());
    copy.setBeta1(getBeta1());
    copy.setBeta2(getBeta2());
    copy.setEpsilon(getEpsilon());
    return copy;
  }

  /** The updater at work; state and gradient are of float and lie densely. */
  private static final class Steps extends AdamUpdater {

    private final float[] gradients = new float[CHUNK];
    private final float[] means = new float[CHUNK];
    private final float[] squares = new float[CHUNK];

    Steps(ArrayAdam configuration) {
      super(configuration);
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      Map<String, INDArray> state = getState();
      INDArray mean = state.get(M_STATE);
      INDArray square = state.get(V_STATE);
      if (mean == null || square == null) {
        throw new IllegalStateException("Adam has no state");
      }
      if (gradient.dataType() != DataType.FLOAT
          || gradient.elementWiseStride() != 1
          || Nd4j.getExecutioner().type() != ExecutionerType.NATIVE_CPU) {
        // Of an array on a GPU this memory is a copy, and what is written to it may be lost.
        super.applyUpdater(gradient, iteration, epoch);
        return;
      }
      Adam settings = getConfig();
      double beta1 = settings.getBeta1();
      double beta2 = settings.getBeta2();
      double rate =
          settings.getLearningRate(iteration, epoch)
              * Math.sqrt(1 - Math.pow(beta2, iteration + 1))
              / (1 - Math.pow(beta1, iteration + 1));
      FloatBuffer g = floats(gradient);
      FloatBuffer m = floats(mean);
      FloatBuffer v = floats(square);
      int length = Math.toIntExact(gradient.length());
      for (int from = 0; from < length; from += CHUNK) {
        int count = Math.min(CHUNK, length - from);
        g.get(from, gradients, 0, count);
        m.get(from, means, 0, count);
        v.get(from, squares, 0, count);
        step(
            gradients,
            means,
            squares,
            (float) rate,
            (float) beta1,
            (float) beta2,
            (float) settings.getEpsilon());
        g.put(from, gradients, 0, count);
        m.put(from, means, 0, count);
        v.put(from, squares, 0, count);
      }
    }

    /** Plain arrays and no branch, so that it becomes vector instructions. */
    private static void step(
        float[] g, float[] m, float[] v, float rate, float beta1, float beta2, float epsilon) {
      float rest1 = 1 - beta1;
      float rest2 = 1 - beta2;
      for (int i = 0; i < CHUNK; i++) {
        float mean = beta1 * m[i] + rest1 * g[i];
        float square = beta2 * v[i] + rest2 * g[i] * g[i];
        m[i] = mean;
        v[i] = square;
        g[i] = rate * mean / ((float) Math.sqrt(square) + epsilon);
      }
    }

    private static FloatBuffer floats(INDArray array) {
      return new org.bytedeco.javacpp.FloatPointer(array.data().addressPointer())
          .capacity(array.length())
          .asByteBuffer()
          .asFloatBuffer();
    }
  }
}
