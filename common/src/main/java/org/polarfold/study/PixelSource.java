package org.polarfold.study;

/** The values of a picture's pixels, whatever they come from. */
@FunctionalInterface
public interface PixelSource {

  /**
   * The value of a pixel in the picture's unit, or NaN where it cannot be used (a letter or line
   * drawn over the map, for example).
   *
   * @param x column, 0 at the left
   * @param y row, 0 at the top
   */
  double at(int x, int y);
}
