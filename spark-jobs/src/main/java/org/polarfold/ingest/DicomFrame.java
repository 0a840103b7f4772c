package org.polarfold.ingest;

import java.awt.Rectangle;
import java.nio.ByteBuffer;

/** One frame of a DICOM file's pixel data in memory. */
final class DicomFrame implements DrawnPicture {

  private static final int OPAQUE = 0xFF000000;
  private static final int CHANNELS = 3;

  private final DicomImage image;
  private final boolean planar;
  private final ByteBuffer bytes;

  /**
   * A frame.
   *
   * @param planar whether all of one sample comes before the next
   * @param bytes the numbers row by row, in the buffer's order
   */
  DicomFrame(DicomImage image, boolean planar, ByteBuffer bytes) {
    this.image = image;
    this.planar = planar;
    this.bytes = bytes;
  }

  /** The stored number of a grey pixel; column x and row y, 0 at the left and at the top. */
  double stored(int x, int y) {
    return image.bits().number(bytes, y * image.columns() + x);
  }

  @Override
  public PixelBlock block(Rectangle box) throws RecordFlaw {
    int[] argb = new int[box.width * box.height];
    PixelBlock block = new PixelBlock(box.x, box.y, box.width, box.height, argb);
    for (int y = box.y; y < box.y + box.height; y++) {
      for (int x = box.x; x < box.x + box.width; x++) {
        argb[block.index(x, y)] =
            OPAQUE | channel(x, y, 0) << 16 | channel(x, y, 1) << 8 | channel(x, y, 2);
      }
    }
    return block;
  }

  private int channel(int x, int y, int channel) {
    int pixel = y * image.columns() + x;
    int pixels = image.rows() * image.columns();
    return Byte.toUnsignedInt(
        bytes.get(planar ? channel * pixels + pixel : CHANNELS * pixel + channel));
  }
}
