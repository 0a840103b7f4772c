package org.polarfold.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.polarfold.study.Target;

/**
 * A trained network as one file: a DL4J zip, as other programs read it, with an entry {@value
 * #ENTRY} for what DL4J does not know.
 */
public final class SavedModel {

  static final String ENTRY = "polarfold.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private SavedModel() {}

  /** The bytes of a file; the same for the same network, whenever it is written. */
  public static byte[] bytes(TransferNetwork model) {
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
        out.write(facts(model).toPrettyString().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return whole.toByteArray();
  }

  private static void begin(ZipOutputStream out, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    out.putNextEntry(entry);
  }

  private static ObjectNode facts(TransferNetwork model) {
    ObjectNode root = JSON.createObjectNode();
    root.put("schema", "polarfold-model/1");
    root.set("targets", JSON.valueToTree(model.targets()));
    root.set("mean", JSON.valueToTree(model.scaling().mean()));
    root.set("scale", JSON.valueToTree(model.scaling().scale()));
    return root;
  }

  /** The network of a file that a cell of the same structure has written. */
  public static TransferNetwork read(byte[] file, HeadNetwork structure) {
    try {
      ComputationGraph network =
          ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file), false);
      JsonNode root = JSON.readTree(entry(file, ENTRY));
      List<Target> targets =
          StreamSupport.stream(root.path("targets").spliterator(), false)
              .map(target -> Target.valueOf(target.asText()))
              .toList();
      return new TransferNetwork(
          structure,
          FeatureScaling.of(
              JSON.treeToValue(root.path("mean"), double[].class),
              JSON.treeToValue(root.path("scale"), double[].class)),
          network,
          targets,
          Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] entry(byte[] file, String name) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return in.readAllBytes();
        }
      }
    }
    throw new IOException("Cannot find " + name + " in a model");
  }
}
