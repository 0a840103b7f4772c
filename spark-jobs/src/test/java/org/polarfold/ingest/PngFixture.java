package org.polarfold.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes PNG chunk by chunk, as no library would. */
final class PngFixture {

  private PngFixture() {}

  /** Adds a chunk with its length and checksum. */
  static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] typed =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 crc = new CRC32();
    crc.update(typed);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(typed);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** A grey picture of 8 bits, black, of whose rows some are there. */
  static byte[] black(int width, int height, int rows) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    byte[] eightBitsGrey = {8, 0, 0, 0, 0};
    chunk(
        file,
        "IHDR",
        ByteBuffer.allocate(13).putInt(width).putInt(height).put(eightBitsGrey).array());
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream deflated = new DeflaterOutputStream(packed)) {
      byte[] row = new byte[width + 1];
      for (int y = 0; y < rows; y++) {
        deflated.write(row);
      }
    }
    chunk(file, "IDAT", packed.toByteArray());
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }
}
