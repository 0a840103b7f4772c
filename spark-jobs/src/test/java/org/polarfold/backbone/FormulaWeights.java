package org.polarfold.backbone;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.ResNet50.Convolution;

/** The weights of {@code resnet50-forward.json}: a formula of each parameter's name. */
final class FormulaWeights implements ResNetWeights {

  private static final long STEP = 0x9E3779B97F4A7C15L;

  /** Uniform in [0, 1), row by row. */
  static float[] uniform(String name, int length) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    float[] values = new float[length];
    for (int k = 0; k < length; k++) {
      values[k] = (float) uniform(crc.getValue() + (k + 1L) * STEP);
    }
    return values;
  }

  /** The finaliser of SplitMix64. */
  private static double uniform(long state) {
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1p-53;
  }

  private static INDArray scaled(String name, double from, double range, long... shape) {
    int length = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    float[] values = new float[length];
    for (int k = 0; k < length; k++) {
      values[k] = (float) (from + range * uniform(crc.getValue() + (k + 1L) * STEP));
    }
    return Nd4j.createFromArray(values).reshape(shape);
  }

  @Override
  public INDArray kernel(Convolution c) {
    double most = Math.sqrt(3) * Math.sqrt(2.0 / (c.in() * c.kernel() * c.kernel()));
    return scaled(c.name() + ".weight", -most, 2 * most, c.out(), c.in(), c.kernel(), c.kernel());
  }

  @Override
  public Normalisation normalisation(Convolution c) {
    return new Normalisation(
        scaled(c.norm() + ".weight", 0.5, 0.5, c.out()),
        scaled(c.norm() + ".bias", -0.1, 0.2, c.out()),
        scaled(c.norm() + ".running_mean", -0.1, 0.2, c.out()),
        scaled(c.norm() + ".running_var", 0.5, 1, c.out()));
  }

  @Override
  public INDArray lastKernel() {
    return scaled("fc.weight", -0.05, 0.1, ResNet50.CLASSES, ResNet50.FEATURES);
  }

  @Override
  public INDArray lastBias() {
    return scaled("fc.bias", -0.1, 0.2, ResNet50.CLASSES);
  }
}
