package org.polarfold.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.polarfold.backbone.ResNet50.Convolution;

/** What a network needs of a file of weights: all of it is there, or none of it is used. */
final class NeededWeights {

  private static final int SHOWN = 3;

  private NeededWeights() {}

  /**
   * Looks for every array, and at every number.
   *
   * @param whose whose names these are, in a message
   * @param shapes by name
   * @throws WeightFlaw where some are missing, have another shape, or are not finite
   */
  static void require(WeightFile file, String whose, Map<String, long[]> shapes) throws WeightFlaw {
    List<String> missing = new ArrayList<>();
    List<String> other = new ArrayList<>();
    List<String> odd = new ArrayList<>();
    shapes.forEach(
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
          } else if (!finite(file.values(name))) {
            odd.add(name);
          }
        });
    List<String> told = new ArrayList<>();
    if (!missing.isEmpty()) {
      told.add("missing are " + some(missing));
    }
    if (!other.isEmpty()) {
      told.add("of another shape are " + some(other));
    }
    if (!odd.isEmpty()) {
      told.add("not finite are " + some(odd));
    }
    if (!told.isEmpty()) {
      throw new WeightFlaw(
          "every weight of a ResNet-50 as " + whose + " names them; " + String.join("; ", told));
    }
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Refuses variances of which no square root can be taken. */
  static void requireVariances(ResNet50 network, ResNetWeights weights) throws WeightFlaw {
    for (Convolution convolution : network.convolutions().toList()) {
      double least = weights.normalisation(convolution).variance().minNumber().doubleValue();
      if (!(least + ResNetWeights.EPSILON > 0)) {
        throw new WeightFlaw("variances above 0; not so is one of " + convolution.norm());
      }
    }
  }

  /** The first of them, and how many more there are. */
  static String some(List<String> all) {
    String first = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
    return all.size() <= SHOWN ? first : first + " and " + (all.size() - SHOWN) + " more";
  }
}
