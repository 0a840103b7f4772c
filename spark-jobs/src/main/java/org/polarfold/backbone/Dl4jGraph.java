package org.polarfold.backbone;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.polarfold.backbone.Dl4jLayer.Kind;

/**
 * The configuration of a network of DL4J's, walked as plain JSON: no class that it names is ever
 * looked up, and one that a ResNet-50 has no use for is refused, since it may have parameters of
 * another kind.
 */
final class Dl4jGraph {

  static final String CLASS = "@class";

  private static final String LAYERS = "org.deeplearning4j.nn.conf.layers.";
  private static final String VERTICES = "org.deeplearning4j.nn.conf.graph.";
  private static final String LAYER_VERTEX = VERTICES + "LayerVertex";
  private static final String FROZEN = LAYERS + "misc.FrozenLayer";
  private static final int MOST_VERTICES = 10_000;

  private static final Map<String, Kind> WITH_PARAMETERS =
      Map.of(
          LAYERS + "ConvolutionLayer",
          Kind.CONVOLUTION,
          "org.polarfold.backbone.OpConvolution",
          Kind.CONVOLUTION,
          LAYERS + "BatchNormalization",
          Kind.NORMALISATION,
          LAYERS + "DenseLayer",
          Kind.DENSE,
          LAYERS + "OutputLayer",
          Kind.DENSE);

  private static final Set<String> WITHOUT_PARAMETERS =
      Set.of(
          LAYERS + "ActivationLayer",
          LAYERS + "DropoutLayer",
          LAYERS + "GlobalPoolingLayer",
          LAYERS + "LossLayer",
          LAYERS + "SubsamplingLayer",
          LAYERS + "ZeroPaddingLayer",
          VERTICES + "ElementWiseVertex",
          VERTICES + "FrozenVertex",
          VERTICES + "PreprocessorVertex");

  /** What layers are set up with: none of it has parameters. */
  private static final Pattern SETTINGS =
      Pattern.compile(
          "org\\.(nd4j\\.linalg\\.(activations\\.impl|lossfunctions\\.impl|schedule"
              + "|learning\\.(config|regularization))"
              + "|deeplearning4j\\.(modelimport\\.keras\\.preprocessors"
              + "|nn\\.(weights|conf\\.(constraint|distribution|dropout|preprocessor"
              + "|stepfunctions))))\\.[A-Za-z0-9]+");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Dl4jGraph() {}

  /**
   * The layers that have parameters, in the order in which these lie.
   *
   * @param configuration the bytes of {@code configuration.json}
   * @throws WeightFlaw where it is not such
   */
  static List<Dl4jLayer> layers(byte[] configuration) throws WeightFlaw {
    JsonNode root = parsed(configuration);
    JsonNode vertices = root.path("vertices");
    JsonNode order = root.path("topologicalOrderStr");
    if (!vertices.isObject() || !order.isArray() || vertices.size() > MOST_VERTICES) {
      throw new WeightFlaw(
          "configuration.json of a graph with its topologicalOrderStr, as DL4J 1.0 writes it");
    }
    List<Dl4jLayer> layers = new ArrayList<>();
    Set<String> met = new HashSet<>();
    for (JsonNode name : order) {
      JsonNode vertex = vertices.path(name.asText());
      if (!met.add(name.asText())) {
        throw new WeightFlaw("configuration.json whose topologicalOrderStr names each vertex once");
      }
      if (vertex.path(CLASS).asText().equals(LAYER_VERTEX)) {
        add(name.asText(), vertex.path("layerConf").path("layer"), layers);
      }
    }
    for (String name : (Iterable<String>) vertices::fieldNames) {
      if (!met.contains(name)) {
        throw new WeightFlaw("configuration.json whose topologicalOrderStr names each vertex once");
      }
    }
    return layers;
  }

  private static void add(String name, JsonNode told, List<Dl4jLayer> layers) throws WeightFlaw {
    JsonNode layer = told.path(CLASS).asText().equals(FROZEN) ? told.path("layer") : told;
    String named = layer.path(CLASS).asText();
    Kind kind = WITH_PARAMETERS.get(named);
    if (kind != null) {
      layers.add(Dl4jLayer.of(name, kind, layer));
    } else if (!WITHOUT_PARAMETERS.contains(named)) {
      throw new WeightFlaw("configuration.json in which every layer has its " + CLASS);
    }
  }

  private static JsonNode parsed(byte[] configuration) throws WeightFlaw {
    try {
      JsonNode root = JSON.readTree(configuration);
      requireKnown(root);
      return root;
    } catch (IOException | StackOverflowError e) {
      // The parser's message would show what stands in the file.
      throw new WeightFlaw("configuration.json that is JSON and names each key once");
    }
  }

  /** Refuses a class that is not on the list, wherever it is named. */
  private static void requireKnown(JsonNode node) throws WeightFlaw {
    for (String key : (Iterable<String>) node::fieldNames) {
      String value = node.path(key).asText();
      if (key.equals(CLASS)
          && !WITH_PARAMETERS.containsKey(value)
          && !WITHOUT_PARAMETERS.contains(value)
          && !value.equals(LAYER_VERTEX)
          && !value.equals(FROZEN)
          && !SETTINGS.matcher(value).matches()) {
        throw new WeightFlaw(
            "configuration.json with classes of DL4J that a ResNet-50 needs, and no other");
      }
    }
    for (JsonNode inner : node) {
      requireKnown(inner);
    }
  }
}
