package org.polarfold.backbone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.polarfold.backbone.ResNet50.Variant;

/** A file of {@link FormulaWeights} in the very layout that timm 1.0.29 gives its resnet50. */
public final class FormulaFile {

  private static final String HEADER = "timm-resnet50.header.json";

  private FormulaFile() {}

  /** A safetensors file of a whole network; what only training needs is 0. */
  public static Path in(Path folder) throws IOException {
    byte[] header;
    try (InputStream resource = FormulaFile.class.getResourceAsStream(HEADER)) {
      header = Objects.requireNonNull(resource).readAllBytes();
    }
    JsonNode layout = new ObjectMapper().readTree(header);
    long length = 0;
    for (JsonNode array : layout) {
      length = Math.max(length, array.path("data_offsets").path(1).asLong());
    }
    ByteBuffer file =
        ByteBuffer.allocate(Math.toIntExact(Long.BYTES + header.length + length))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header);
    arrays()
        .forEach(
            (name, array) -> {
              int from = layout.path(name).path("data_offsets").path(0).asInt();
              file.position(Long.BYTES + header.length + from);
              file.asFloatBuffer().put(array.dup('c').ravel().toFloatVector());
            });
    return Files.write(folder.resolve("resnet50.safetensors"), file.array());
  }

  private static Map<String, INDArray> arrays() {
    FormulaWeights weights = new FormulaWeights();
    Map<String, INDArray> arrays = new HashMap<>();
    new ResNet50(Variant.STRIDE_ON_3X3)
        .convolutions()
        .forEach(
            c -> {
              ResNetWeights.Normalisation norm = weights.normalisation(c);
              arrays.put(c.name() + ".weight", weights.kernel(c));
              arrays.put(c.norm() + ".weight", norm.scale());
              arrays.put(c.norm() + ".bias", norm.shift());
              arrays.put(c.norm() + ".running_mean", norm.mean());
              arrays.put(c.norm() + ".running_var", norm.variance());
            });
    arrays.put("fc.weight", weights.lastKernel());
    arrays.put("fc.bias", weights.lastBias());
    return arrays;
  }
}
