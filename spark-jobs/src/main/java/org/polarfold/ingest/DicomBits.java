package org.polarfold.ingest;

import java.nio.ByteBuffer;

/**
 * How the numbers of pixel data lie in their bytes.
 *
 * @param coding whole or with a point that floats
 * @param bytes of a number: 1, 2, 4 or 8
 * @param stored bits of a whole number
 * @param high the highest of them, from 0; bits beside them (overlays of old files) are no part of
 *     the number
 * @param signed whether the highest tells the sign
 */
record DicomBits(Coding coding, int bytes, int stored, int high, boolean signed) {

  /** What the pixel data's element holds. */
  enum Coding {
    WHOLE,
    FLOAT,
    DOUBLE
  }

  /** The numbers of the pixel data in an element. */
  static DicomBits of(DicomHeader header, int tag) throws RecordFlaw {
    int allocated = header.whole(DicomHeader.BITS_ALLOCATED, "BitsAllocated (0028,0100)");
    if (tag == DicomHeader.FLOAT_PIXELS && allocated == Float.SIZE) {
      return new DicomBits(Coding.FLOAT, Float.BYTES, Float.SIZE, Float.SIZE - 1, true);
    }
    if (tag == DicomHeader.DOUBLE_PIXELS && allocated == Double.SIZE) {
      return new DicomBits(Coding.DOUBLE, Double.BYTES, Double.SIZE, Double.SIZE - 1, true);
    }
    if (tag != DicomHeader.PIXELS || (allocated != Byte.SIZE && allocated != Short.SIZE)) {
      throw new RecordFlaw(
          RejectionReason.UNSUPPORTED_ENCODING,
          "BitsAllocated (0028,0100): expected 8 or 16, or 32 or 64 with a point that floats");
    }
    int stored = header.whole(DicomHeader.BITS_STORED, "BitsStored (0028,0101)", allocated);
    int high = header.whole(DicomHeader.HIGH_BIT, "HighBit (0028,0102)", stored - 1);
    if (stored < 1 || stored > allocated || high < stored - 1 || high >= allocated) {
      throw DicomBytes.unreadable("BitsStored and HighBit that fit BitsAllocated");
    }
    int sign = header.whole(DicomHeader.PIXEL_REPRESENTATION, "PixelRepresentation (0028,0103)", 0);
    return new DicomBits(Coding.WHOLE, allocated / Byte.SIZE, stored, high, sign == 1);
  }

  boolean isWhole() {
    return coding == Coding.WHOLE;
  }

  /** Whether a number is one byte. */
  boolean isByte() {
    return bytes == 1;
  }

  /** The number at an index of a frame's bytes. */
  double number(ByteBuffer frame, int index) {
    return switch (coding) {
      case WHOLE ->
          whole(
              bytes == 1
                  ? Byte.toUnsignedInt(frame.get(index))
                  : Short.toUnsignedInt(frame.getShort(index * Short.BYTES)));
      case FLOAT -> frame.getFloat(index * Float.BYTES);
      case DOUBLE -> frame.getDouble(index * Double.BYTES);
    };
  }

  private int whole(int allocated) {
    int number = allocated >>> (high + 1 - stored) & ((1 << stored) - 1);
    return signed && number >>> (stored - 1) == 1 ? number - (1 << stored) : number;
  }
}
