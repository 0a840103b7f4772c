package org.polarfold.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 under construction. Parts are added with their length, so that ("ab", "c") and ("a",
 * "bc") differ.
 */
public final class Digest {

  private final MessageDigest sha256;

  private Digest(MessageDigest sha256) {
    this.sha256 = sha256;
  }

  /** An empty digest. */
  public static Digest sha256() {
    try {
      return new Digest(MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  /** Adds a text in UTF-8. */
  public Digest add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes. */
  public Digest add(byte[] bytes) {
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    sha256.update(bytes);
    return this;
  }

  /** Adds 32-bit floats, bit by bit. */
  public Digest add(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return add(bytes.array());
  }

  /** The 64 hexadecimal digits; the digest cannot be used afterwards. */
  public String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** The SHA-256 of a stream's plain bytes, as {@code sha256sum} prints it. Reads it to its end. */
  public static String ofStream(InputStream stream) throws IOException {
    Digest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      digest.sha256.update(buffer, 0, n);
    }
    return digest.hex();
  }

  /** The SHA-256 of a file's plain bytes, as {@code sha256sum} prints it. */
  public static String ofFile(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return ofStream(stream);
    }
  }
}
