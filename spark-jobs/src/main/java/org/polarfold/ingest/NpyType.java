package org.polarfold.ingest;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The types of NumPy's that maps are read from, by their names in a header without byte order. */
enum NpyType {
  FLOAT32("f4", Float.BYTES) {
    @Override
    void decode(ByteBuffer bytes, double[] values) {
      FloatBuffer from = bytes.asFloatBuffer();
      for (int i = 0; i < values.length; i++) {
        values[i] = from.get(i);
      }
    }
  },
  FLOAT64("f8", Double.BYTES) {
    @Override
    void decode(ByteBuffer bytes, double[] values) {
      bytes.asDoubleBuffer().get(values);
    }
  },
  INT16("i2", Short.BYTES) {
    @Override
    void decode(ByteBuffer bytes, double[] values) {
      ShortBuffer from = bytes.asShortBuffer();
      for (int i = 0; i < values.length; i++) {
        values[i] = from.get(i);
      }
    }
  },
  UINT16("u2", Short.BYTES) {
    @Override
    void decode(ByteBuffer bytes, double[] values) {
      ShortBuffer from = bytes.asShortBuffer();
      for (int i = 0; i < values.length; i++) {
        values[i] = Short.toUnsignedInt(from.get(i));
      }
    }
  },
  INT32("i4", Integer.BYTES) {
    @Override
    void decode(ByteBuffer bytes, double[] values) {
      IntBuffer from = bytes.asIntBuffer();
      for (int i = 0; i < values.length; i++) {
        values[i] = from.get(i);
      }
    }
  },
  UINT8("u1", Byte.BYTES) {
    @Override
    void decode(ByteBuffer bytes, double[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Byte.toUnsignedInt(bytes.get(i));
      }
    }
  };

  private final String code;
  private final int bytes;

  NpyType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  static Optional<NpyType> of(String code) {
    return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
  }

  /** Bytes of one value. */
  int bytes() {
    return bytes;
  }

  /**
   * Fills an array.
   *
   * @param bytes at least {@code values.length} values from position 0, its byte order set
   */
  abstract void decode(ByteBuffer bytes, double[] values);
}
