package org.polarfold.ingest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decodes one frame of DICOM's RLE (PS3.5, annex G): a header of 64 bytes with the places of
 * segments, one a byte of a composite pixel, the most significant byte first, each in runs as
 * PackBits makes them. Nothing grows beyond what the frame is known to have.
 */
final class RunLengths {

  private static final int HEADER = 64;
  private static final int MOST_SEGMENTS = 15;

  private RunLengths() {}

  /** More bytes than this no encoder needs: two for each, and two to end a segment. */
  static long mostEncoded(long pixels, int segments) {
    return HEADER + segments * (2 * pixels + 2);
  }

  /**
   * The bytes of a frame.
   *
   * @param encoded its fragments, joined
   * @param pixels of the frame
   * @param samples of a pixel, 1 or 3
   * @param width bytes of a sample
   * @return sample after sample, all pixels of one before the next, each big-endian
   */
  static byte[] decoded(byte[] encoded, int pixels, int samples, int width) throws RecordFlaw {
    int segments = samples * width;
    if (encoded.length < HEADER) {
      throw broken();
    }
    ByteBuffer header = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    if (segments > MOST_SEGMENTS || header.getInt(0) != segments) {
      throw DicomBytes.unreadable("RLE with one segment a byte of a pixel");
    }
    byte[] decoded = new byte[pixels * segments];
    for (int segment = 0; segment < segments; segment++) {
      int from = header.getInt(4 + 4 * segment);
      int to = segment + 1 < segments ? header.getInt(8 + 4 * segment) : encoded.length;
      if (from < HEADER || from > to || to > encoded.length) {
        throw broken();
      }
      int sample = segment / width;
      segment(encoded, from, to, decoded, sample * pixels * width + segment % width, width, pixels);
    }
    return decoded;
  }

  /** Decodes a segment into every {@code step}-th byte. */
  private static void segment(
      byte[] encoded, int from, int to, byte[] decoded, int first, int step, int count)
      throws RecordFlaw {
    int at = from;
    int done = 0;
    // What follows the last byte pads the segment to an even length.
    while (done < count) {
      if (at >= to) {
        throw broken();
      }
      int control = encoded[at++];
      boolean literal = control >= 0;
      int run = control == -128 ? 0 : literal ? control + 1 : 1 - control;
      int taken = run == 0 ? 0 : literal ? run : 1;
      if (run > count - done || taken > to - at) {
        throw broken();
      }
      for (int i = 0; i < run; i++) {
        decoded[first + (done + i) * step] = encoded[literal ? at + i : at];
      }
      at += taken;
      done += run;
    }
  }

  private static RecordFlaw broken() {
    return DicomBytes.unreadable("RLE whole to the end of each segment");
  }
}
