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

  /** Always computed in batches of this size, so that features do not depend on the neighbours. */
  private static final int BATCH = 32;

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
    byte[] weights = resource(SHIPPED + ".zip");
    String digest = shippedDigest();
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
   * The features of some maps.
   *
   * @param maps each 2,160 values on the canonical grid, in the kind's unit
   * @param kind which map they are
   * @return a row of {@link #featureCount()} values a map, in order
   */
  public float[][] features(List<float[]> maps, MapKind kind) {
    float[][] features = new float[maps.size()][];
    float[] pixels = new float[BATCH * image.length()];
    for (int first = 0; first < maps.size(); first += BATCH) {
      int count = Math.min(BATCH, maps.size() - first);
      java.util.Arrays.fill(pixels, 0);
      for (int i = 0; i < count; i++) {
        image.draw(maps.get(first + i), kind, pixels, i * image.length());
      }
      INDArray batch =
          Nd4j.createFromArray(pixels)
              .reshape(BATCH, 1, CompactNetwork.IMAGE_SIZE, CompactNetwork.IMAGE_SIZE);
      float[][] rows = network.outputSingle(batch).toFloatMatrix();
      System.arraycopy(rows, 0, features, first, count);
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
