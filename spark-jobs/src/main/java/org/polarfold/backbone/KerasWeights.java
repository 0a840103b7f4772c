package org.polarfold.backbone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.ResNet50.Convolution;

/**
 * Weights under the names that {@code keras.applications.ResNet50} gives them. Its convolutions
 * have a bias, which moves the mean of the normalisation behind them, and its normalisations add a
 * little more to the variance.
 */
final class KerasWeights implements ResNetWeights {

  /** What Keras' ResNet-50 adds to a variance. */
  private static final double EPSILON = 1.001e-5;

  private final WeightFile file;

  private KerasWeights(WeightFile file) {
    this.file = file;
  }

  /**
   * All weights of the network; what else is in the file does not matter.
   *
   * @throws WeightFlaw where some are missing or have another shape
   */
  static KerasWeights of(WeightFile file) throws WeightFlaw {
    ResNet50 network = new ResNet50(ResNet50.Variant.STRIDE_ON_1X1);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    network
        .convolutions()
        .forEach(
            c -> {
              shapes.put(
                  layer(c) + "_conv/kernel", new long[] {c.kernel(), c.kernel(), c.in(), c.out()});
              shapes.put(layer(c) + "_conv/bias", new long[] {c.out()});
              for (String what : List.of("gamma", "beta", "moving_mean", "moving_variance")) {
                shapes.put(layer(c) + "_bn/" + what, new long[] {c.out()});
              }
            });
    shapes.put("predictions/kernel", new long[] {ResNet50.FEATURES, ResNet50.CLASSES});
    shapes.put("predictions/bias", new long[] {ResNet50.CLASSES});
    NeededWeights.require(file, "Keras", shapes);
    return new KerasWeights(file);
  }

  /** {@code layer2.0.conv3} is {@code conv3_block1_3}; the shortcut of a block is its 0. */
  static String layer(Convolution convolution) {
    if (convolution.name().equals("conv1")) {
      return "conv1";
    }
    String[] parts = convolution.name().split("\\.", 4);
    int stage = Integer.parseInt(parts[0].substring("layer".length())) + 1;
    int block = Integer.parseInt(parts[1]) + 1;
    String place = parts[2].equals("downsample") ? "0" : parts[2].substring("conv".length());
    return "conv" + stage + "_block" + block + "_" + place;
  }

  private INDArray array(String name) {
    return Nd4j.createFromArray(file.values(name)).reshape(file.shape(name));
  }

  @Override
  public INDArray kernel(Convolution convolution) {
    return array(layer(convolution) + "_conv/kernel").permute(3, 2, 0, 1).dup('c');
  }

  @Override
  public Normalisation normalisation(Convolution convolution) {
    String norm = layer(convolution) + "_bn/";
    return new Normalisation(
        array(norm + "gamma"),
        array(norm + "beta"),
        array(norm + "moving_mean").subi(array(layer(convolution) + "_conv/bias")),
        array(norm + "moving_variance").addi(EPSILON - ResNetWeights.EPSILON));
  }

  @Override
  public INDArray lastKernel() {
    return array("predictions/kernel").transpose();
  }

  @Override
  public INDArray lastBias() {
    return array("predictions/bias");
  }
}
