package org.polarfold.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The header of an array in NumPy's own format, versions 1 to 3 (numpy.lib.format): a magic, a
 * version, a length, and the text of a Python dictionary, which is parsed and never evaluated.
 *
 * @param type of a value
 * @param order of a value's bytes
 * @param fortran whether the first index runs fastest, and not the last
 * @param shape no dimension negative, their product below 2^63
 * @param bytes of the header itself, up to the first value
 */
record NpyHeader(NpyType type, ByteOrder order, boolean fortran, List<Long> shape, int bytes) {

  /** Bytes that a header has at most; that of an array of numbers has 128. */
  static final int LONGEST = 1 << 16;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Reads a header and leaves the stream at the first value. */
  static NpyHeader read(InputStream in) throws IOException, RecordFlaw {
    byte[] start = exactly(in, MAGIC.length + 2);
    int major = start[MAGIC.length];
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || major < 1
        || major > 3
        || start[MAGIC.length + 1] != 0) {
      throw new RecordFlaw(
          RejectionReason.UNREADABLE_FILE, "the array: expected NumPy's format, version 1 to 3");
    }
    ByteBuffer length =
        ByteBuffer.wrap(exactly(in, major == 1 ? Short.BYTES : Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    long promised =
        major == 1
            ? Short.toUnsignedInt(length.getShort())
            : Integer.toUnsignedLong(length.getInt());
    if (promised > LONGEST) {
      throw new RecordFlaw(
          RejectionReason.UNREADABLE_FILE,
          "the array: expected a header of at most " + LONGEST + " bytes");
    }
    byte[] text = exactly(in, (int) promised);
    int before = start.length + length.capacity() + text.length;
    return new NpyDictionary(new String(text, StandardCharsets.ISO_8859_1)).header(before);
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  /** Bytes of all values together; a product beyond 2^63 is beyond any file. */
  long dataBytes() {
    long product = type.bytes();
    for (long dimension : shape) {
      product = Math.multiplyExact(product, dimension);
    }
    return product;
  }
}
