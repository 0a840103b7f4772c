package org.polarfold.backbone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A layer of a DL4J network, as far as its weights go.
 *
 * @param name its vertex's
 * @param kind what it does
 * @param in channels or units
 * @param out channels or units
 * @param kernel its sides, of a convolution
 * @param stride along either side, of a convolution
 * @param bias whether it has one
 * @param locked whether its scale and shift are the same for all channels and no parameters
 * @param scale of a locked normalisation
 * @param shift of a locked normalisation
 * @param logarithm whether log10 of the standard deviation stands in place of the variance
 * @param epsilon what is added to the variance
 */
record Dl4jLayer(
    String name,
    Kind kind,
    int in,
    int out,
    List<Integer> kernel,
    List<Integer> stride,
    boolean bias,
    boolean locked,
    float scale,
    float shift,
    boolean logarithm,
    double epsilon) {

  /** Layers that have parameters. */
  enum Kind {
    CONVOLUTION,
    NORMALISATION,
    DENSE
  }

  private static final int MOST_CHANNELS = 1 << 20;
  private static final int MOST_SIDE = 1 << 10;
  private static final String IDENTITY = "org.nd4j.linalg.activations.impl.ActivationIdentity";

  /**
   * Reads a layer's settings.
   *
   * @param told the layer's own node
   * @throws WeightFlaw where one is missing, or nothing that a ResNet-50 has
   */
  static Dl4jLayer of(String name, Kind kind, JsonNode told) throws WeightFlaw {
    boolean convolution = kind == Kind.CONVOLUTION;
    boolean normalisation = kind == Kind.NORMALISATION;
    if (convolution
        && (!told.path("activationFn").path(Dl4jGraph.CLASS).asText().equals(IDENTITY)
            || !sides(name, told, "dilation").equals(List.of(1, 1)))) {
      throw new WeightFlaw(
          "convolutions without dilation and without an activation of their own; one is " + name);
    }
    return new Dl4jLayer(
        name,
        kind,
        whole(name, told.path("nin"), MOST_CHANNELS),
        whole(name, told.path("nout"), MOST_CHANNELS),
        convolution ? sides(name, told, "kernelSize") : List.of(),
        convolution ? sides(name, told, "stride") : List.of(),
        !normalisation && truth(name, told, "hasBias"),
        normalisation && truth(name, told, "lockGammaBeta"),
        normalisation ? (float) number(name, told, "gamma") : 1,
        normalisation ? (float) number(name, told, "beta") : 0,
        normalisation && truth(name, told, "useLogStd"),
        normalisation ? number(name, told, "eps") : 0);
  }

  /** How many parameters it has. */
  long parameters() {
    return switch (kind) {
      case CONVOLUTION -> weights() * kernel.get(0) * kernel.get(1) + (bias ? out : 0);
      case NORMALISATION -> (locked ? 2L : 4L) * out;
      case DENSE -> weights() + (bias ? out : 0);
    };
  }

  private long weights() {
    return (long) in * out;
  }

  private static List<Integer> sides(String name, JsonNode told, String key) throws WeightFlaw {
    JsonNode sides = told.path(key);
    if (sides.size() != 2) {
      throw flaw(name, key);
    }
    return List.of(whole(name, sides.path(0), MOST_SIDE), whole(name, sides.path(1), MOST_SIDE));
  }

  private static int whole(String name, JsonNode number, int most) throws WeightFlaw {
    if (!number.isIntegralNumber()
        || !number.canConvertToInt()
        || number.asInt() < 1
        || number.asInt() > most) {
      throw flaw(name, "sizes");
    }
    return number.asInt();
  }

  private static boolean truth(String name, JsonNode told, String key) throws WeightFlaw {
    if (!told.path(key).isBoolean()) {
      throw flaw(name, key);
    }
    return told.path(key).asBoolean();
  }

  private static double number(String name, JsonNode told, String key) throws WeightFlaw {
    if (!told.path(key).isNumber() || !Double.isFinite(told.path(key).asDouble())) {
      throw flaw(name, key);
    }
    return told.path(key).asDouble();
  }

  private static WeightFlaw flaw(String name, String key) {
    return new WeightFlaw(
        "configuration.json in which " + name + " has " + key + " as DL4J writes them");
  }
}
