package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    Path file = FormulaFile.in(folder);
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
}
