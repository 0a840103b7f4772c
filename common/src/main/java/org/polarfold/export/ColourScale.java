package org.polarfold.export;

/** The colours that programs draw maps in, from the lowest value to the highest. */
public enum ColourScale {
  /** Black to white. */
  GREY {
    @Override
    int colour(double share) {
      int level = rounded(share);
      return packed(level, level, level);
    }
  },
  /** Red rises, then green, then blue, as in DICOM's hot iron. */
  HOT_IRON {
    @Override
    int colour(double share) {
      int at = (int) Math.min(share * 256, 255);
      return packed(2 * at, 2 * (at - 128), 4 * (at - 192));
    }
  },
  /** Blue over green and yellow to red, in 256 steps. */
  RAINBOW {
    @Override
    int colour(double share) {
      double at = Math.min((int) (share * 256), 255) / 255.0;
      return packed(
          level(at, 0, 0, 0.35, 0, 0.66, 1, 0.89, 1, 1, 0.5),
          level(at, 0, 0, 0.125, 0, 0.375, 1, 0.64, 1, 0.91, 0, 1, 0),
          level(at, 0, 0.5, 0.11, 1, 0.34, 1, 0.65, 0, 1, 0));
    }
  };

  /**
   * The colour of a share of the scale, 0xRRGGBB.
   *
   * @param share 0 to 1; what is beyond has the end's colour
   */
  public int rgb(double share) {
    return colour(Math.min(Math.max(share, 0), 1));
  }

  abstract int colour(double share);

  private static int packed(int red, int green, int blue) {
    return bounded(red) << 16 | bounded(green) << 8 | bounded(blue);
  }

  private static int bounded(int level) {
    return Math.min(Math.max(level, 0), 255);
  }

  /** Linear between points: place, level, place, level, ... */
  private static int level(double at, double... points) {
    int next = 2;
    while (points[next] < at) {
      next += 2;
    }
    double share = (at - points[next - 2]) / (points[next] - points[next - 2]);
    return rounded(points[next - 1] + share * (points[next + 1] - points[next - 1]));
  }

  /** As Java rounds the levels of a colour. */
  private static int rounded(double level) {
    return (int) ((float) level * 255 + 0.5);
  }
}
