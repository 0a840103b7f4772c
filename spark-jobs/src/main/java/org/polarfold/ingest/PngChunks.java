package org.polarfold.ingest;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file (ISO/IEC 15948) that hold its picture. All others, which may hold texts,
 * are dropped before a decoder sees them, for some decoders inflate a compressed text of any
 * length.
 */
final class PngChunks {

  private static final int SIGNATURE = 8;
  private static final long SIGNATURE_BYTES = 0x89504E470D0A1A0AL;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int TRNS = 0x74524E53;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int HEADER_LENGTH = 13;

  /** What a chunk has beside its data: length, type and checksum. */
  private static final int FRAME = 12;

  private PngChunks() {}

  static boolean isPng(byte[] bytes) {
    return bytes.length >= SIGNATURE && ByteBuffer.wrap(bytes).getLong() == SIGNATURE_BYTES;
  }

  /**
   * The picture in a file.
   *
   * @param bytes the file, compacted here to what is kept
   */
  static PictureFile picture(byte[] bytes) throws RecordFlaw {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    int from = SIGNATURE;
    int to = SIGNATURE;
    int width = 0;
    int height = 0;
    int type = 0;
    while (type != IEND) {
      int left = bytes.length - from;
      if (left < FRAME || file.getInt(from) < 0 || file.getInt(from) > left - FRAME) {
        throw PictureFile.unreadable("a PNG file whole to its end");
      }
      int length = file.getInt(from);
      type = file.getInt(from + 4);
      CRC32 checksum = new CRC32();
      checksum.update(bytes, from + 4, length + 4);
      if ((int) checksum.getValue() != file.getInt(from + 8 + length)) {
        throw PictureFile.unreadable("a PNG file with the checksums of its chunks");
      }
      boolean first = from == SIGNATURE;
      if (first != (type == IHDR) || (first && length != HEADER_LENGTH)) {
        throw PictureFile.unreadable("a PNG file that begins with its one header");
      }
      if (first) {
        width = file.getInt(from + 8);
        height = file.getInt(from + 12);
      }
      if (first || type == PLTE || type == TRNS || type == IDAT || type == IEND) {
        System.arraycopy(bytes, from, bytes, to, length + FRAME);
        to += length + FRAME;
      }
      from += length + FRAME;
    }
    return new PictureFile("png", bytes, to, width, height);
  }
}
