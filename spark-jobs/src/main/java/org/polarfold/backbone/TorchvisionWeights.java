package org.polarfold.backbone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.ResNet50.Convolution;

/** Weights under the names that torchvision and timm give them. */
final class TorchvisionWeights implements ResNetWeights {

  private final WeightFile file;

  private TorchvisionWeights(WeightFile file) {
    this.file = file;
  }

  /**
   * All weights of the network; what else is in the file does not matter.
   *
   * @throws WeightFlaw where some are missing, or have another shape
   */
  static TorchvisionWeights of(ResNet50 network, WeightFile file) throws WeightFlaw {
    NeededWeights.require(file, "torchvision", shapes(network));
    return new TorchvisionWeights(file);
  }

  private static Map<String, long[]> shapes(ResNet50 network) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    network
        .convolutions()
        .forEach(
            c -> {
              shapes.put(
                  c.name() + ".weight", new long[] {c.out(), c.in(), c.kernel(), c.kernel()});
              for (String what : List.of("weight", "bias", "running_mean", "running_var")) {
                shapes.put(c.norm() + "." + what, new long[] {c.out()});
              }
            });
    shapes.put("fc.weight", new long[] {ResNet50.CLASSES, ResNet50.FEATURES});
    shapes.put("fc.bias", new long[] {ResNet50.CLASSES});
    return shapes;
  }

  private INDArray array(String name) {
    return Nd4j.createFromArray(file.values(name)).reshape(file.shape(name));
  }

  @Override
  public INDArray kernel(Convolution convolution) {
    return array(convolution.name() + ".weight");
  }

  @Override
  public Normalisation normalisation(Convolution convolution) {
    return new Normalisation(
        array(convolution.norm() + ".weight"),
        array(convolution.norm() + ".bias"),
        array(convolution.norm() + ".running_mean"),
        array(convolution.norm() + ".running_var"));
  }

  @Override
  public INDArray lastKernel() {
    return array("fc.weight");
  }

  @Override
  public INDArray lastBias() {
    return array("fc.bias");
  }
}
