package org.polarfold.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** DICOM's RLE (PS3.5, annex G) of frames of 16 bits: a segment of high bytes, one of low. */
final class RunLengthEncoder {

  private static final int HEADER = 64;
  private static final int LONGEST = 128;

  private RunLengthEncoder() {}

  /**
   * Encodes a frame.
   *
   * @param frame numbers of 16 bits in little endian
   * @param columns in a row; no run goes beyond its row
   */
  static byte[] of(byte[] frame, int columns) {
    byte[] high = segment(frame, 1, columns);
    byte[] low = segment(frame, 0, columns);
    return ByteBuffer.allocate(HEADER + high.length + low.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(2)
        .putInt(HEADER)
        .putInt(HEADER + high.length)
        .position(HEADER)
        .put(high)
        .put(low)
        .array();
  }

  private static byte[] segment(byte[] frame, int first, int columns) {
    ByteArrayOutputStream runs = new ByteArrayOutputStream();
    byte[] row = new byte[columns];
    for (int from = first; from < frame.length; from += Short.BYTES * columns) {
      for (int i = 0; i < columns; i++) {
        row[i] = frame[from + Short.BYTES * i];
      }
      row(row, runs);
    }
    if (runs.size() % 2 == 1) {
      runs.write(0);
    }
    return runs.toByteArray();
  }

  private static void row(byte[] row, ByteArrayOutputStream runs) {
    int literal = 0;
    for (int at = 0; at < row.length; ) {
      int end = at + 1;
      while (end < row.length && row[end] == row[at] && end - at < LONGEST) {
        end++;
      }
      if (end - at >= 3) {
        literal(row, literal, at, runs);
        runs.write(1 - (end - at));
        runs.write(row[at]);
        literal = end;
      }
      at = end;
    }
    literal(row, literal, row.length, runs);
  }

  private static void literal(byte[] row, int from, int to, ByteArrayOutputStream runs) {
    for (int at = from; at < to; at += LONGEST) {
      int length = Math.min(LONGEST, to - at);
      runs.write(length - 1);
      runs.write(row, at, length);
    }
  }
}
