package org.polarfold.backbone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.polarfold.experiment.Network;
import org.polarfold.experiment.Network.Drawing;
import org.polarfold.provenance.Digest;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;

/**
 * The shipped network, pretrained on simulated maps: it has never seen a real one, nor ImageNet. It
 * sees one map at a time; of several, features or channels follow one another.
 */
final class CompactBackbone implements Backbone {

  private static final long serialVersionUID = 1L;

  /** The file of the shipped network's weights, and of what is known of them. */
  static final String SHIPPED = "compact-64";

  private final byte[] weights;
  private final String digest;
  private final String frozenTo;
  private transient @Nullable ComputationGraph network;
  private transient @Nullable ComputationGraph probed;

  private CompactBackbone(byte[] weights, String digest, String frozenTo) {
    this.weights = weights;
    this.digest = digest;
    this.frozenTo = frozenTo;
  }

  /**
   * The shipped network.
   *
   * @throws IllegalStateException where the shipped weights are not those of their digest
   */
  static CompactBackbone shipped(Network settings) {
    return verified(resource(SHIPPED + ".zip"), shippedDigest(), settings.frozenTo());
  }

  /** The network of a DL4J zip, which must have this SHA-256. */
  static CompactBackbone verified(byte[] weights, String digest, String frozenTo) {
    try {
      String found = Digest.ofStream(new ByteArrayInputStream(weights));
      if (!found.equals(digest)) {
        throw new IllegalStateException(
            "Invalid shipped backbone: SHA-256 " + found + " (expected " + digest + ")");
      }
      return new CompactBackbone(weights, digest, frozenTo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SHA-256 of the shipped network's weight file, as its provenance names it. */
  static String shippedDigest() {
    try {
      JsonNode provenance = new ObjectMapper().readTree(resource(SHIPPED + ".json"));
      return provenance.path("sha256").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream stream = CompactBackbone.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("Cannot find the shipped backbone: " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized ComputationGraph network() {
    ComputationGraph known = network;
    if (known == null) {
      try {
        known = ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(weights), false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      network = known;
    }
    return known;
  }

  @Override
  public String key() {
    return String.join(
        "-",
        digest.substring(0, 16),
        frozenTo,
        "disc" + CompactNetwork.IMAGE_SIZE,
        MapImage.of(Drawing.DISC, CompactNetwork.IMAGE_SIZE).digest());
  }

  @Override
  public InputType features(InputMaps maps) {
    return CompactNetwork.after(frozenTo, maps.kinds().size());
  }

  /** Those of a study are the same, bit by bit, whatever the others are. */
  @Override
  public synchronized float[][] features(List<List<float[]>> studies, InputMaps maps) {
    MapImage image = MapImage.of(Drawing.DISC, CompactNetwork.IMAGE_SIZE);
    float[][] features = new float[studies.size()][length(maps)];
    int ofOne = length(maps) / maps.kinds().size();
    float[] pixels = new float[image.length()];
    for (int i = 0; i < features.length; i++) {
      for (int k = 0; k < maps.kinds().size(); k++) {
        image.draw(studies.get(i).get(k), maps.kinds().get(k), pixels, 0);
        System.arraycopy(seen(pixels), 0, features[i], k * ofOne, ofOne);
      }
    }
    return features;
  }

  @Override
  public float[][] picture(float[] map, MapKind kind) {
    return MapImage.of(Drawing.DISC, CompactNetwork.IMAGE_SIZE).rows(map, kind);
  }

  private float[] seen(float[] pixels) {
    if (frozenTo.equals(CompactNetwork.IMAGE)) {
      return pixels;
    }
    // One map at a time: in a matrix product of several rows the last bits of a row depend on
    // its place among them.
    INDArray map =
        Nd4j.createFromArray(pixels)
            .reshape(1, 1, CompactNetwork.IMAGE_SIZE, CompactNetwork.IMAGE_SIZE);
    if (frozenTo.equals(CompactNetwork.FEATURE_LAYER)) {
      return network().outputSingle(map).toFloatVector();
    }
    Map<String, INDArray> all = network().feedForward(map, false);
    return Objects.requireNonNull(all.get(frozenTo)).dup('c').data().asFloat();
  }

  /** The frozen layers of one map, behind a probe. */
  private synchronized ComputationGraph probed() {
    ComputationGraph known = probed;
    if (known != null) {
      return known;
    }
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .graphBuilder()
            .addInputs("map")
            .setInputTypes(CompactNetwork.after(CompactNetwork.IMAGE, 1));
    graph.addLayer(InputProbe.NAME, new InputProbe(), "map");
    graph.setOutputs(
        CompactNetwork.add(
            graph, CompactNetwork.IMAGE, frozenTo, InputProbe.NAME, depth -> new Sgd(0.0)));
    ComputationGraph built = new ComputationGraph(graph.build());
    built.init();
    built.paramTable().forEach((name, value) -> value.assign(network().getParam(name)));
    probed = built;
    return built;
  }

  @Override
  public synchronized float[][] pulledBack(
      List<float[]> study, InputMaps maps, float[] gradientOfFeatures) {
    MapImage image = MapImage.of(Drawing.DISC, CompactNetwork.IMAGE_SIZE);
    ComputationGraph graph = probed();
    long[] shape = shape(InputMaps.of(maps.kinds().get(0)));
    int ofOne = gradientOfFeatures.length / maps.kinds().size();
    float[][] gradients = new float[maps.kinds().size()][];
    for (int k = 0; k < gradients.length; k++) {
      float[] ofMap = Arrays.copyOfRange(gradientOfFeatures, k * ofOne, (k + 1) * ofOne);
      float[] pixels = ofMap;
      if (!frozenTo.equals(CompactNetwork.IMAGE)) {
        pixels = new float[image.length()];
        image.draw(study.get(k), maps.kinds().get(k), pixels, 0);
        INDArray seen =
            Nd4j.createFromArray(pixels)
                .reshape(1, 1, CompactNetwork.IMAGE_SIZE, CompactNetwork.IMAGE_SIZE);
        pixels = InputProbe.gradient(graph, seen, Nd4j.createFromArray(ofMap).reshape(shape));
      }
      gradients[k] = image.pulledBack(pixels, maps.kinds().get(k));
    }
    return gradients;
  }

  @Override
  public Optional<UnfrozenPart> unfrozen() {
    return frozenTo.equals(CompactNetwork.FEATURE_LAYER)
        ? Optional.empty()
        : Optional.of(new Unfrozen());
  }

  /** The layers after {@link #frozenTo}. */
  private final class Unfrozen implements UnfrozenPart {

    @Override
    public String addTo(GraphBuilder graph, String input, IntFunction<IUpdater> updaterAtDepth) {
      return CompactNetwork.add(
          graph, frozenTo, CompactNetwork.FEATURE_LAYER, input, updaterAtDepth);
    }

    @Override
    public void fill(ComputationGraph graph) {
      network()
          .paramTable()
          .forEach(
              (name, pretrained) -> {
                INDArray learnt = graph.paramTable().get(name);
                // A first layer that sees several maps sees each as it saw the one.
                if (learnt != null) {
                  learnt.assign(CompactNetwork.spread(pretrained, learnt));
                }
              });
    }
  }
}
