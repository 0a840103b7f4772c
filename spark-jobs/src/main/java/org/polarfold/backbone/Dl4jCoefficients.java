package org.polarfold.backbone;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * All parameters of a network in one row, as ND4J 1.0.0-beta4 and later write an array: the words
 * of its shape, then its values, each with a head that tells how many they are and of which kind.
 * All is big-endian.
 *
 * @param values in the order of the file
 */
public record Dl4jCoefficients(float[] values) {

  private static final String MODE = "MIXED_DATA_TYPES";
  private static final String WORDS = "LONG";

  /** Twice a rank of 32 and four more. */
  private static final int MOST_WORDS = 68;

  private static final int BEYOND_SIZES = 4;
  private static final long MOST_VALUES = 1 << 26;
  private static final int BUFFER = 1 << 16;
  private static final String EXPECTED =
      "coefficients.bin with one row of numbers, as long as its head says";

  /** Kinds of numbers. */
  private enum Kind {
    FLOAT(4) {
      @Override
      float read(DataInputStream in) throws IOException {
        return in.readFloat();
      }
    },
    DOUBLE(8) {
      @Override
      float read(DataInputStream in) throws IOException {
        return (float) in.readDouble();
      }
    },
    HALF(2) {
      @Override
      float read(DataInputStream in) throws IOException {
        return SafeTensors.half(in.readShort());
      }
    };

    private final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }

    abstract float read(DataInputStream in) throws IOException;

    static Kind of(String name) throws WeightFlaw {
      for (Kind kind : values()) {
        if (kind.name().equals(name)) {
          return kind;
        }
      }
      throw new WeightFlaw("coefficients.bin of FLOAT, DOUBLE or HALF");
    }
  }

  /**
   * Reads them to their end.
   *
   * @param most bytes that there can be
   * @throws IOException where they end before
   * @throws WeightFlaw where they are not such
   */
  static Dl4jCoefficients of(InputStream stream, long most) throws IOException, WeightFlaw {
    DataInputStream in = new DataInputStream(new BufferedInputStream(stream, BUFFER));
    long length = length(in);
    if (!in.readUTF().equals(MODE) || in.readLong() != length) {
      throw new WeightFlaw(EXPECTED);
    }
    Kind kind = Kind.of(in.readUTF());
    if (length > MOST_VALUES || length * kind.bytes > most) {
      throw new WeightFlaw(EXPECTED);
    }
    float[] values = new float[(int) length];
    for (int i = 0; i < values.length; i++) {
      values[i] = kind.read(in);
    }
    if (in.read() >= 0) {
      throw new WeightFlaw(EXPECTED);
    }
    return new Dl4jCoefficients(values);
  }

  /** The length that the shape tells: rank, sizes, strides, and three words that don't matter. */
  private static long length(DataInputStream in) throws IOException, WeightFlaw {
    if (!in.readUTF().equals(MODE)) {
      throw new WeightFlaw("coefficients.bin as ND4J 1.0.0-beta4 and later write it");
    }
    long words = in.readLong();
    if (!in.readUTF().equals(WORDS) || words < BEYOND_SIZES || words > MOST_WORDS) {
      throw new WeightFlaw(EXPECTED);
    }
    long[] shape = new long[(int) words];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readLong();
    }
    if (shape[0] < 1 || 2 * shape[0] + BEYOND_SIZES != words) {
      throw new WeightFlaw(EXPECTED);
    }
    long length = 1;
    for (int i = 1; i <= shape[0]; i++) {
      if (shape[i] < 1 || (shape[i] > 1 && length > 1)) {
        throw new WeightFlaw(EXPECTED);
      }
      length = Math.max(length, shape[i]);
    }
    return length;
  }
}
