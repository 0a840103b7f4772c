package org.polarfold.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.Dl4jZip;
import org.polarfold.backbone.WeightFlaw;

/**
 * A trained network as one file: a DL4J zip, as other programs read it, with an entry {@value
 * #ENTRY} for what DL4J does not know. It is read without DL4J's reader: the network is built from
 * the facts, and of the zip only numbers are taken.
 *
 * @param facts what it says of itself
 * @param scaling of features
 * @param parameters of the network, flattened
 */
public record SavedModel(ModelFacts facts, FeatureScaling scaling, float[] parameters) {

  static final String ENTRY = "polarfold.json";

  /** The bytes of a file; the same for the same network, whenever it is written. */
  public static byte[] bytes(TransferNetwork model, ModelFacts facts) {
    ByteArrayOutputStream dl4j = new ByteArrayOutputStream();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(model.network(), dl4j, false);
      try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(dl4j.toByteArray()));
          ZipOutputStream out = new ZipOutputStream(whole)) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          begin(out, entry.getName());
          in.transferTo(out);
          out.closeEntry();
        }
        begin(out, ENTRY);
        out.write(facts.text(model.scaling(), model.digest()));
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return whole.toByteArray();
  }

  private static void begin(ZipOutputStream out, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
    out.putNextEntry(entry);
  }

  /**
   * Reads a file.
   *
   * @throws WeightFlaw where it is not a model of Polarfold's, or not whole
   */
  public static SavedModel read(byte[] file) throws WeightFlaw {
    Dl4jZip zip = Dl4jZip.with(file, ENTRY);
    byte[] text =
        zip.more().orElseThrow(() -> new WeightFlaw("a model of Polarfold's, with " + ENTRY));
    ModelFacts.Read read = ModelFacts.read(text);
    SavedModel model = new SavedModel(read.facts(), read.scaling(), zip.coefficients().values());
    if (!TransferNetwork.digest(model.scaling, model.parameters).equals(read.digest())) {
      throw new WeightFlaw("the weights that " + ENTRY + " names the digest of");
    }
    return model;
  }

  /**
   * The network.
   *
   * @param structure what it is built of
   * @throws WeightFlaw where the file has not as many parameters as that takes
   */
  public TransferNetwork network(HeadNetwork structure) throws WeightFlaw {
    ComputationGraph network = structure.finished(facts.targets());
    if (network.numParams() != parameters.length) {
      throw new WeightFlaw(network.numParams() + " parameters, and there are " + parameters.length);
    }
    network.setParams(Nd4j.createFromArray(parameters).reshape(1, parameters.length));
    return new TransferNetwork(
        structure, scaling, network, facts.targets(), Optional.empty(), Optional.empty());
  }
}
