package org.polarfold.ingest;

/**
 * The pixels of a rectangle of a picture, addressed as in the whole picture.
 *
 * @param left the first column
 * @param top the first row
 * @param columns how many
 * @param rows how many
 * @param argb 0xAARRGGBB, row by row
 */
record PixelBlock(int left, int top, int columns, int rows, int[] argb) {

  private static final int OPAQUE = 0xFF;

  /** The colour of a pixel as 0xRRGGBB. */
  int rgb(int x, int y) {
    return argb[index(x, y)] & 0xFFFFFF;
  }

  /** Whether nothing behind a pixel shines through. */
  boolean isOpaque(int x, int y) {
    return argb[index(x, y)] >>> 24 == OPAQUE;
  }

  /** Where a pixel stands in arrays of the block's size. */
  int index(int x, int y) {
    return (y - top) * columns + x - left;
  }
}
