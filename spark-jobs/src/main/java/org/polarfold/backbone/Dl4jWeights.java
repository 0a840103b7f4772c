package org.polarfold.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.Dl4jLayer.Kind;
import org.polarfold.backbone.ResNet50.Convolution;
import org.polarfold.backbone.ResNet50.Variant;

/**
 * The weights of a ResNet-50 that DL4J has saved. Names, shapes and strides of the layers say that
 * it is one, and of which variant; how they hang together is believed.
 */
final class Dl4jWeights implements ResNetWeights {

  private final Dl4jModel model;
  private final Dl4jNaming naming;
  private final ResNet50 network;

  private Dl4jWeights(Dl4jModel model, Dl4jNaming naming, ResNet50 network) {
    this.model = model;
    this.naming = naming;
    this.network = network;
  }

  /**
   * All weights of the network; what else is in the file does not matter.
   *
   * @throws WeightFlaw where some are missing, or have another shape, or strides are of no variant
   */
  static Dl4jWeights of(Dl4jModel model) throws WeightFlaw {
    ResNet50 either = new ResNet50(Variant.STRIDE_ON_1X1);
    Dl4jNaming naming =
        Arrays.stream(Dl4jNaming.values())
            .max(Comparator.comparingLong(names -> found(model, either, names)))
            .filter(names -> found(model, either, names) > 1)
            .orElseThrow(
                () ->
                    new WeightFlaw(
                        "layers named as those of a ResNet-50: layer1.0.conv1 and so on,"
                            + " res2a_branch2a or conv2_block1_1_conv"));
    NeededWeights.require(model, "a network that ends in " + naming.last(), shapes(either, naming));
    return new Dl4jWeights(model, naming, variant(model, naming));
  }

  private static long found(Dl4jModel model, ResNet50 network, Dl4jNaming naming) {
    return network
        .convolutions()
        .filter(c -> model.layer(naming.kernel(c), Kind.CONVOLUTION).isPresent())
        .count();
  }

  private static Map<String, long[]> shapes(ResNet50 network, Dl4jNaming naming) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    network
        .convolutions()
        .forEach(
            c -> {
              shapes.put(
                  naming.kernel(c) + Dl4jModel.KERNEL,
                  new long[] {c.out(), c.in(), c.kernel(), c.kernel()});
              for (String what :
                  List.of(Dl4jModel.SCALE, Dl4jModel.SHIFT, Dl4jModel.MEAN, Dl4jModel.VARIANCE)) {
                shapes.put(naming.norm(c) + what, new long[] {c.out()});
              }
            });
    shapes.put(naming.last() + Dl4jModel.KERNEL, new long[] {ResNet50.CLASSES, ResNet50.FEATURES});
    shapes.put(naming.last() + Dl4jModel.BIAS, new long[] {ResNet50.CLASSES});
    return shapes;
  }

  /** The variant whose strides these are. */
  private static ResNet50 variant(Dl4jModel model, Dl4jNaming naming) throws WeightFlaw {
    List<String> least = List.of();
    for (Variant variant : Variant.values()) {
      ResNet50 network = new ResNet50(variant);
      List<String> other = new ArrayList<>();
      for (Convolution c : network.convolutions().toList()) {
        List<Integer> stride =
            model.layer(naming.kernel(c), Kind.CONVOLUTION).orElseThrow().stride();
        if (!stride.equals(List.of(c.stride(), c.stride()))) {
          other.add(naming.kernel(c) + " has " + stride + " and not " + c.stride());
        }
      }
      if (other.isEmpty()) {
        return network;
      }
      if (least.isEmpty() || other.size() < least.size()) {
        least = other;
      }
    }
    throw new WeightFlaw("the strides of a ResNet-50; " + NeededWeights.some(least));
  }

  /** The network whose weights these are. */
  ResNet50 network() {
    return network;
  }

  private INDArray array(String name) {
    return Nd4j.createFromArray(model.values(name)).reshape(model.shape(name));
  }

  @Override
  public INDArray kernel(Convolution convolution) {
    return array(naming.kernel(convolution) + Dl4jModel.KERNEL);
  }

  @Override
  public Normalisation normalisation(Convolution convolution) {
    String norm = naming.norm(convolution);
    String bias = naming.kernel(convolution) + Dl4jModel.BIAS;
    INDArray mean = array(norm + Dl4jModel.MEAN);
    double epsilon = model.layer(norm, Kind.NORMALISATION).orElseThrow().epsilon();
    return new Normalisation(
        array(norm + Dl4jModel.SCALE),
        array(norm + Dl4jModel.SHIFT),
        model.names().contains(bias) ? mean.subi(array(bias)) : mean,
        array(norm + Dl4jModel.VARIANCE).addi(epsilon - EPSILON));
  }

  @Override
  public INDArray lastKernel() {
    return array(naming.last() + Dl4jModel.KERNEL);
  }

  @Override
  public INDArray lastBias() {
    return array(naming.last() + Dl4jModel.BIAS);
  }
}
