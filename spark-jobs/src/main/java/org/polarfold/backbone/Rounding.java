package org.polarfold.backbone;

import java.util.Arrays;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.polarfold.provenance.Digest;

/**
 * How the native library of a process rounds, as a mark: processes of the same mark give the same
 * digits, as far as the products and functions of networks were tried. Native libraries sum in
 * another order on every kind of processor, so that a network which machines of several kinds
 * trained depends in its last digits on which of them did what.
 */
public final class Rounding {

  private static final int SEED = 20260101;
  private static final int MARK = 8;

  private Rounding() {}

  private static final class OfThisProcess {
    static final String KNOWN = known();
  }

  /** Of what this process computes on, tried once, in milliseconds; empty where it cannot be. */
  public static String ofThisProcess() {
    return OfThisProcess.KNOWN;
  }

  /** No training shall end because of it. */
  private static String known() {
    try {
      return tried();
    } catch (RuntimeException | LinkageError e) {
      return "";
    }
  }

  /** Products of many rows, of one and with one column, a convolution, and what is not a sum. */
  private static String tried() {
    Random random = new Random(SEED);
    INDArray rows = filled(random, 33, 128);
    INDArray row = filled(random, 1, 128);
    INDArray weights = filled(random, 128, 64);
    INDArray hidden = rows.mmul(weights);
    INDArray maps = filled(random, 2, 3, 12, 12);
    INDArray kernels = filled(random, 3, 3, 3, 8);
    Conv2DConfig same = Conv2DConfig.builder().kH(3).kW(3).paddingMode(PaddingMode.SAME).build();
    return Digest.sha256()
        .add(values(hidden))
        .add(values(row.mmul(weights)))
        .add(values(hidden.mmul(filled(random, 64, 1))))
        .add(values(rows.transpose().mmul(hidden)))
        .add(values(Nd4j.cnn().conv2d(maps, kernels, same)))
        .add(values(Transforms.sigmoid(rows)))
        .add(values(Transforms.log(Transforms.exp(rows).add(1))))
        .add(values(rows.div(Transforms.sqrt(Transforms.abs(rows)).add(1))))
        .hex()
        .substring(0, MARK);
  }

  private static INDArray filled(Random random, long... shape) {
    float[] values =
        new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(shape);
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
