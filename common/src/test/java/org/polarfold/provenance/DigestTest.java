package org.polarfold.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTest {

  /** Of "abc": FIPS 180-2, appendix B.1. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void aFileHasTheDigestThatSha256sumPrints(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");

    assertThat(Digest.ofFile(file)).isEqualTo(OF_ABC);
    assertThat(Digest.ofStream(Files.newInputStream(file))).isEqualTo(OF_ABC);
  }

  @Test
  void everyByteOfALongFileCounts() throws IOException {
    byte[] bytes = new byte[200_000];
    String before = Digest.ofStream(new ByteArrayInputStream(bytes));
    bytes[bytes.length - 1] = 1;

    assertThat(Digest.ofStream(new ByteArrayInputStream(bytes))).isNotEqualTo(before);
  }

  @Test
  void partsAreAddedWithTheirLength() {
    assertThat(Digest.sha256().add("ab").add("c").hex())
        .isNotEqualTo(Digest.sha256().add("a").add("bc").hex())
        .isNotEqualTo(Digest.sha256().add("abc").hex())
        .isNotEqualTo(Digest.sha256().add("ab").add("c").add("").hex());
  }

  /**
   * From Python: {@code sha256(struct.pack('>i2s', 2, b'ab') + struct.pack('>i1s', 1, b'c'))}, and
   * {@code struct.pack('>i2siff', 2, b'ab', 8, 1.5, -2)}.
   */
  @Test
  void theFormIsThatOfEarlierRuns() {
    assertThat(Digest.sha256().add("ab").add("c").hex())
        .isEqualTo("f2939f903016e5bb29b1e4a61cdbd376220ca03a24180b39995f2d50f2e0a647");
    assertThat(Digest.sha256().add("ab").add(new float[] {1.5f, -2}).hex())
        .isEqualTo("82464ac1f3e8c43a98e155b3f39f45e71cad24d9ca569d4c1f8ed51ad860c49d");
  }

  @Test
  void aTextIsItsBytesInUtf8() {
    assertThat(Digest.sha256().add("Tromsø").hex())
        .isEqualTo(Digest.sha256().add("Tromsø".getBytes(StandardCharsets.UTF_8)).hex());
  }
}
