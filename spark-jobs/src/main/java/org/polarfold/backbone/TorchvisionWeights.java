package org.polarfold.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.ResNet50.Convolution;

/** Weights under the names that torchvision and timm give them. */
final class TorchvisionWeights implements ResNetWeights {

  private static final int SHOWN = 3;

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
    List<String> missing = new ArrayList<>();
    List<String> other = new ArrayList<>();
    shapes(network)
        .forEach(
            (name, shape) -> {
              if (!file.names().contains(name)) {
                missing.add(name);
              } else if (!Arrays.equals(shape, file.shape(name))) {
                other.add(
                    name
                        + " is "
                        + Arrays.toString(file.shape(name))
                        + " and not "
                        + Arrays.toString(shape));
              }
            });
    if (!missing.isEmpty() || !other.isEmpty()) {
      List<String> told = new ArrayList<>();
      if (!missing.isEmpty()) {
        told.add("missing are " + some(missing));
      }
      if (!other.isEmpty()) {
        told.add("of another shape are " + some(other));
      }
      throw new WeightFlaw(
          "every weight of a ResNet-50 as torchvision names them; " + String.join("; ", told));
    }
    return new TorchvisionWeights(file);
  }

  private static String some(List<String> all) {
    String first = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
    return all.size() <= SHOWN ? first : first + " and " + (all.size() - SHOWN) + " more";
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
