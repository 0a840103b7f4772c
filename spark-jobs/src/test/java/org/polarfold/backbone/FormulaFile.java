package org.polarfold.backbone;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.polarfold.backbone.ResNet50.Variant;

/** A file of {@link FormulaWeights}. */
public final class FormulaFile {

  private FormulaFile() {}

  /** A safetensors file of a whole network, as torchvision names its parts. */
  public static Path in(Path folder) throws IOException {
    FormulaWeights weights = new FormulaWeights();
    Map<String, INDArray> arrays = new LinkedHashMap<>();
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
    StringJoiner header = new StringJoiner(",", "{", "}");
    long at = 0;
    for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
      long end = at + array.getValue().length() * Float.BYTES;
      header.add(
          "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(array.getKey(), Arrays.toString(array.getValue().shape()), at, end));
      at = end;
    }
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("resnet50.safetensors");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(text.length)
              .array());
      out.write(text);
      for (INDArray array : arrays.values()) {
        out.write(bytes(array.dup('c').ravel().toFloatVector()));
      }
    }
    return file;
  }

  /** Floats in little endian. */
  private static byte[] bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
