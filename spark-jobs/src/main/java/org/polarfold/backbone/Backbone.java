package org.polarfold.backbone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.provenance.Digest;
import org.polarfold.study.MapKind;

/**
 * A frozen pretrained network: a map in, features out, the same for every fold, target and arm. Not
 * safe for use by several threads at once.
 */
public final class Backbone {

  /** The file of the shipped network's weights, and of what is known of them. */
  static final String SHIPPED = "compact-64";

  private final ComputationGraph network;
  private final DiscImage image = new DiscImage(CompactNetwork.IMAGE_SIZE);

  private Backbone(ComputationGraph network) {
    this.network = network;
  }

  /**
   * The shipped network, pretrained on simulated maps: it has never seen a real one, nor ImageNet.
   *
   * @throws IllegalStateException where the shipped weights are not those of their digest
   */
  public static Backbone shipped() {
    return verified(resource(SHIPPED + ".zip"), shippedDigest());
  }

  /** The network of a DL4J zip, which must have this SHA-256. */
  static Backbone verified(byte[] weights, String digest) {
    try {
      String found = Digest.ofStream(new ByteArrayInputStream(weights));
      if (!found.equals(digest)) {
        throw new IllegalStateException(
            "Invalid shipped backbone: SHA-256 " + found + " (expected " + digest + ")");
      }
      return new Backbone(
          ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(weights), false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SHA-256 of the shipped network's weight file, as its provenance names it. */
  public static String shippedDigest() {
    try {
      JsonNode provenance = new ObjectMapper().readTree(resource(SHIPPED + ".json"));
      return provenance.path("sha256").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names everything that the features of a map depend on, beside the map. */
  public static String featureKey(MapKind kind) {
    return shippedDigest().substring(0, 16)
        + "-"
        + CompactNetwork.FEATURE_LAYER
        + "-disc"
        + CompactNetwork.IMAGE_SIZE
        + "-"
        + kind.key();
  }

  /** How many features a map has. */
  public static int featureCount() {
    return CompactNetwork.FEATURES;
  }

  /**
   * The features of some maps; those of a map are the same, bit by bit, whatever the others are.
   *
   * @param maps each 2,160 values on the canonical grid, in the kind's unit
   * @param kind which map they are
   * @return a row of {@link #featureCount()} values a map, in order
   */
  public float[][] features(List<float[]> maps, MapKind kind) {
    float[][] features = new float[maps.size()][];
    float[] pixels = new float[image.length()];
    for (int i = 0; i < features.length; i++) {
      image.draw(maps.get(i), kind, pixels, 0);
      // One map at a time: in a matrix product of several rows the last bits of a row depend on
      // its place among them.
      INDArray map =
          Nd4j.createFromArray(pixels)
              .reshape(1, 1, CompactNetwork.IMAGE_SIZE, CompactNetwork.IMAGE_SIZE);
      features[i] = network.outputSingle(map).toFloatVector();
    }
    return features;
  }

  private static byte[] resource(String name) {
    try (InputStream stream = Backbone.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("Cannot find the shipped backbone: " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
