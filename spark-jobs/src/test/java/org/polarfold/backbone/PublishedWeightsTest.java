package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
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
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.polarfold.UserException;
import org.polarfold.backbone.ResNet50.Convolution;
import org.polarfold.backbone.ResNet50.Variant;
import org.polarfold.provenance.Digest;

/** A file of all weights from its bytes to the network, and what is refused on the way. */
final class PublishedWeightsTest {

  private static final ResNet50 NETWORK = new ResNet50(Variant.STRIDE_ON_3X3);

  @TempDir Path folder;

  @Test
  void aWholeFileIsANetworkAndAChangedOneIsNone() throws IOException {
    Path file = written(new FormulaWeights());
    String digest = Digest.ofFile(file);
    assertThat(Files.size(file)).isGreaterThan(100_000_000);

    PublishedWeights read = read(file, digest);
    assertThat(read.network()).isEqualTo(NETWORK);
    Convolution last = NETWORK.stage(4).get(2).third();
    assertThat(read.weights().kernel(last)).isEqualTo(new FormulaWeights().kernel(last));
    assertThat(read.weights().normalisation(last).variance())
        .isEqualTo(new FormulaWeights().normalisation(last).variance());

    assertThatThrownBy(() -> read(file, "00" + digest.substring(2)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use weights: %s (expected SHA-256 00%s, and it is %s)"
                .formatted(file, digest.substring(2), digest));

    byte[] cut = new byte[1000];
    try (InputStream stream = Files.newInputStream(file)) {
      assertThat(stream.read(cut)).isEqualTo(1000);
    }
    Files.write(file, cut);
    assertThatThrownBy(() -> read(file, Digest.ofFile(file)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use weights: " + file + " (expected a safetensors file");
  }

  @Test
  void whatIsNoFileOfWeightsIsOneLine() throws IOException {
    Path pickle = Files.write(folder.resolve("resnet50.pth"), new byte[] {(byte) 0x80, 2});
    assertThatThrownBy(() -> read(pickle, Digest.ofFile(pickle)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use weights: "
                + pickle
                + " (expected a file whose name ends in .safetensors, .h5 or .zip)");
    Path missing = folder.resolve("none.h5");
    assertThatThrownBy(() -> read(missing, "0"))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot use weights: " + missing + " (expected a file that can be read)");
  }

  private static PublishedWeights read(Path file, String digest) {
    return PublishedWeights.read(new Configuration(), file.toString(), digest);
  }

  /** A safetensors file of a whole network. */
  private Path written(ResNetWeights weights) throws IOException {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    NETWORK
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
