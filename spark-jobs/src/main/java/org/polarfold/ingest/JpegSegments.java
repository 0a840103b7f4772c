package org.polarfold.ingest;

import java.nio.ByteBuffer;

/**
 * The segments of a JPEG file (ITU-T T.81) that hold its picture. Comments and what applications
 * add (EXIF, ICC profiles, thumbnails) are dropped before a decoder sees them, but for JFIF's and
 * Adobe's segments, which say how colours are coded.
 */
final class JpegSegments {

  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int COMMENT = 0xFE;
  private static final int JFIF = 0xE0;
  private static final int ADOBE = 0xEE;

  /** A progressive file has about ten; each costs as much time as a whole picture. */
  private static final int MOST_SCANS = 64;

  private static final int FRAME_HEADER = 8;

  private final byte[] bytes;
  private int from = 2;
  private int to = 2;
  private int width;
  private int height;
  private int scans;

  private JpegSegments(byte[] bytes) {
    this.bytes = bytes;
  }

  static boolean isJpeg(byte[] bytes) {
    return bytes.length >= 3
        && (bytes[0] & 0xFF) == 0xFF
        && (bytes[1] & 0xFF) == START_OF_IMAGE
        && (bytes[2] & 0xFF) == 0xFF;
  }

  /**
   * The picture in a file.
   *
   * @param bytes the file, compacted here to what is kept
   */
  static PictureFile picture(byte[] bytes) throws RecordFlaw {
    return new JpegSegments(bytes).walk();
  }

  private PictureFile walk() throws RecordFlaw {
    int marker = marker();
    while (marker != END_OF_IMAGE) {
      int length = length();
      if (isFrame(marker)) {
        readFrame(marker, length);
      }
      boolean dropped = marker == COMMENT || (marker > JFIF && marker <= 0xEF && marker != ADOBE);
      if (!dropped) {
        keepMarker(marker);
        keep(length);
      }
      from += length;
      if (marker == START_OF_SCAN) {
        keepScan();
      }
      marker = marker();
    }
    if (width == 0 || scans == 0) {
      throw broken();
    }
    keepMarker(END_OF_IMAGE);
    return new PictureFile("jpeg", bytes, to, width, height);
  }

  /** The next marker, past its fill bytes. */
  private int marker() throws RecordFlaw {
    if (octet(from) != 0xFF) {
      throw broken();
    }
    while (octet(from) == 0xFF) {
      from++;
    }
    int marker = octet(from);
    from++;
    if (marker < 0xC0 || (marker >= 0xD0 && marker <= START_OF_IMAGE)) {
      throw broken();
    }
    return marker;
  }

  private int length() throws RecordFlaw {
    int length = octet(from) << 8 | octet(from + 1);
    if (length < 2 || length > bytes.length - from) {
      throw broken();
    }
    return length;
  }

  /** Whether a marker begins the frame, in any of its 13 codings. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private void readFrame(int marker, int length) throws RecordFlaw {
    if (length < FRAME_HEADER || width != 0) {
      throw broken();
    }
    ByteBuffer file = ByteBuffer.wrap(bytes);
    height = file.getShort(from + 3) & 0xFFFF;
    width = file.getShort(from + 5) & 0xFFFF;
    int components = octet(from + 7);
    boolean huffman = marker <= 0xC2;
    if (!huffman || octet(from + 2) != 8 || (components != 1 && components != 3) || height == 0) {
      throw new RecordFlaw(
          RejectionReason.UNSUPPORTED_ENCODING,
          "the file: expected a JPEG picture of 8 bits, grey or of three colours, no CMYK,"
              + " baseline or progressive");
    }
    if (width == 0) {
      throw broken();
    }
  }

  private void keepScan() throws RecordFlaw {
    scans++;
    if (scans > MOST_SCANS) {
      throw PictureFile.unreadable("a JPEG picture of at most " + MOST_SCANS + " scans");
    }
    int end = from;
    // Within a scan 0xFF is followed by 0 where it is data, and by D0 to D7 at a restart.
    while (octet(end) != 0xFF || isOfScan(octet(end + 1))) {
      end++;
    }
    keep(end - from);
    from = end;
  }

  private static boolean isOfScan(int afterFf) {
    return afterFf == 0 || (afterFf >= 0xD0 && afterFf <= 0xD7);
  }

  private void keepMarker(int marker) {
    bytes[to] = (byte) 0xFF;
    bytes[to + 1] = (byte) marker;
    to += 2;
  }

  private void keep(int length) {
    System.arraycopy(bytes, from, bytes, to, length);
    to += length;
  }

  private int octet(int at) throws RecordFlaw {
    if (at >= bytes.length) {
      throw broken();
    }
    return bytes[at] & 0xFF;
  }

  private static RecordFlaw broken() {
    return PictureFile.unreadable("a JPEG file whole to its end");
  }
}
