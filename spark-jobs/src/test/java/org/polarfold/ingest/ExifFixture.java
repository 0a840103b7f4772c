package org.polarfold.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What cameras and programs write beside a picture. */
final class ExifFixture {

  private ExifFixture() {}

  /** One entry, ImageDescription. */
  static byte[] exif(String text) {
    byte[] value = (text + "\0").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(26 + value.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {'I', 'I', 42, 0})
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x010E)
        .putShort((short) 2)
        .putInt(value.length)
        .putInt(26)
        .putInt(0)
        .put(value)
        .array();
  }

  /** Adds a segment of JPEG. */
  static void segment(ByteArrayOutputStream bytes, int marker, byte[] data, String beginning) {
    byte[] first = beginning.getBytes(StandardCharsets.US_ASCII);
    bytes.write(0xFF);
    bytes.write(marker);
    bytes.writeBytes(
        ByteBuffer.allocate(2).putShort((short) (2 + first.length + data.length)).array());
    bytes.writeBytes(first);
    bytes.writeBytes(data);
  }
}
