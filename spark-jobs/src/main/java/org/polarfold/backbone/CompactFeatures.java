package org.polarfold.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.polarfold.UserException;
import org.polarfold.experiment.Network.Drawing;
import org.polarfold.study.MapKind;

/**
 * What the compact network makes of maps with weights of some origin, for comparing origins. Not
 * safe for use by several threads at once.
 */
public final class CompactFeatures {

  private static final int BATCH = 64;

  private final ComputationGraph network;
  private final MapImage image = MapImage.of(Drawing.DISC, CompactNetwork.IMAGE_SIZE);

  private CompactFeatures(ComputationGraph network) {
    this.network = network;
  }

  /** With the weights that are shipped. */
  public static CompactFeatures shipped() throws IOException {
    String name = CompactBackbone.SHIPPED + ".zip";
    try (InputStream stream = CompactFeatures.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("Cannot find the shipped backbone: " + name);
      }
      return of(name, stream.readAllBytes());
    }
  }

  /** With the weights that every pretraining starts from: nothing is learnt. */
  public static CompactFeatures random(long seed) {
    return new CompactFeatures(
        Pretraining.withoutHeads(CompactNetwork.withPretrainingHeads(seed, new FixedSchedule(0))));
  }

  /**
   * With the weights that {@code ./run pretrain} has left in a folder.
   *
   * @throws UserException where there are none
   */
  public static CompactFeatures read(Path folder) throws IOException {
    Path file = folder.resolve(CompactBackbone.SHIPPED + ".zip");
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          "Cannot find " + file + " (expected a folder that ./run pretrain has written)");
    }
    return of(file.toString(), Files.readAllBytes(file));
  }

  private static CompactFeatures of(String name, byte[] file) {
    CompactFeatures features = random(0);
    try {
      float[] coefficients = Dl4jZip.of(file).coefficients().values();
      if (coefficients.length != features.network.numParams()) {
        throw new WeightFlaw(features.network.numParams() + " parameters");
      }
      features.network.params().assign(Nd4j.createFromArray(coefficients));
      return features;
    } catch (WeightFlaw e) {
      throw new UserException(
          "Cannot use weights: " + name + " (expected " + e.expected() + ")", e);
    }
  }

  /**
   * The features of some maps.
   *
   * @param maps each 2,160 values on the canonical grid, in the kind's unit
   * @param kind which map they are
   * @return a row of 128 values a map, in order
   */
  public float[][] features(List<float[]> maps, MapKind kind) {
    float[][] features = new float[maps.size()][];
    int side = CompactNetwork.IMAGE_SIZE;
    for (int first = 0; first < features.length; first += BATCH) {
      int count = Math.min(BATCH, features.length - first);
      float[] pixels = new float[count * image.length()];
      for (int i = 0; i < count; i++) {
        image.draw(maps.get(first + i), kind, pixels, i * image.length());
      }
      INDArray rows =
          network.outputSingle(Nd4j.createFromArray(pixels).reshape(count, 1, side, side));
      for (int i = 0; i < count; i++) {
        features[first + i] = rows.getRow(i).toFloatVector();
      }
    }
    return features;
  }
}
