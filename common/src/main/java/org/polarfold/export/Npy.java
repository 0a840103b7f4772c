package org.polarfold.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** NumPy's format 1.0, of floats of 32 bits in little endian and C order. */
final class Npy {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private Npy() {}

  /** What stands before the values of an array. */
  static byte[] header(long... shape) {
    String dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': ("
            + LongStream.of(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "))
            + "), }";
    int before = MAGIC.length + Short.BYTES;
    int length =
        (before + dictionary.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - before;
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) ' ');
    text[length - 1] = '\n';
    System.arraycopy(
        dictionary.getBytes(StandardCharsets.US_ASCII), 0, text, 0, dictionary.length());
    return ByteBuffer.allocate(before + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) length)
        .put(text)
        .array();
  }

  /** The values themselves. */
  static byte[] values(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** A file of one map. */
  static byte[] file(float[] values, int rings, int sectors) {
    byte[] header = header(rings, sectors);
    byte[] data = values(values);
    byte[] file = Arrays.copyOf(header, header.length + data.length);
    System.arraycopy(data, 0, file, header.length, data.length);
    return file;
  }
}
