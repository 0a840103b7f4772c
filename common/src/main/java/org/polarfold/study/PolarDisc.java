package org.polarfold.study;

/**
 * A polar map drawn as a disc on pixels: centre = apex, rim = base, radius growing evenly from ring
 * to ring. Pixel (x, y) covers [x, x + 1) by [y, y + 1), x to the right and y downwards from the
 * top left, so that its centre lies at (x + 0.5, y + 0.5); a disc that fills a picture of 256 x 256
 * pixels is centred at 128, 128 with a radius of 128.
 *
 * @param centreX of the apex, pixels from the picture's left edge, with fractions
 * @param centreY of the apex, pixels from the picture's top edge, with fractions
 * @param radius pixels from the centre to the outer edge of the base, at least {@value
 *     #LEAST_RADIUS}
 * @param innerRadius pixels from the centre to where the apex begins; 0 unless the display leaves a
 *     hole; at most half the radius
 * @param anteriorDegrees where the middle of the anterior wall lies in the picture,
 *     counter-clockwise from 3 o'clock; 90 in the standard display
 * @param mirrored whether septum and lateral wall are swapped against the standard display, that is
 *     the lateral wall lies at the left where the anterior one lies at the top
 */
public record PolarDisc(
    double centreX,
    double centreY,
    double radius,
    double innerRadius,
    double anteriorDegrees,
    boolean mirrored) {

  /** Pixels; a smaller disc has less than half a pixel a ring. */
  public static final int LEAST_RADIUS = 15;

  /** Pixels; a larger disc is no picture that anybody exports. */
  public static final int LARGEST_RADIUS = 8192;

  private static final double ANTERIOR = 90;

  /**
   * Pixels between the disc's edges and the centre of a pixel that is used: one nearer is partly of
   * what lies beside the disc.
   */
  private static final double MARGIN = 0.75;

  private static final int FEWEST_POINTS = 3;
  private static final int MOST_POINTS = 16;

  public PolarDisc {
    if (!(radius >= LEAST_RADIUS && radius <= LARGEST_RADIUS)) {
      throw new IllegalArgumentException(
          "Invalid disc: a radius of "
              + radius
              + " pixels (expected "
              + LEAST_RADIUS
              + " to "
              + LARGEST_RADIUS
              + ")");
    }
    if (!(innerRadius >= 0 && innerRadius <= radius / 2)) {
      throw new IllegalArgumentException(
          "Invalid disc: an inner radius of "
              + innerRadius
              + " pixels (expected 0 to half the radius)");
    }
    if (!Double.isFinite(centreX) || !Double.isFinite(centreY)) {
      throw new IllegalArgumentException(
          "Invalid disc: a centre at " + centreX + ", " + centreY + " (expected finite numbers)");
    }
    if (!Double.isFinite(anteriorDegrees)) {
      throw new IllegalArgumentException(
          "Invalid disc: the anterior wall at " + anteriorDegrees + " degrees (expected a number)");
    }
  }

  /** The first column of pixels that the disc touches. */
  public int left() {
    return (int) Math.floor(centreX - radius);
  }

  /** The first row of pixels that the disc touches. */
  public int top() {
    return (int) Math.floor(centreY - radius);
  }

  /** How many columns of pixels the disc touches. */
  public int columns() {
    return (int) Math.ceil(centreX + radius) - left();
  }

  /** How many rows of pixels the disc touches. */
  public int rows() {
    return (int) Math.ceil(centreY + radius) - top();
  }

  /** Whether the whole disc lies on a picture of this size. */
  public boolean fits(int pictureColumns, int pictureRows) {
    return left() >= 0
        && top() >= 0
        && left() + columns() <= pictureColumns
        && top() + rows() <= pictureRows;
  }

  /** Whether a pixel is wholly of the disc, and of nothing beside it. */
  public boolean holds(int x, int y) {
    double distance = Math.hypot(x + 0.5 - centreX, y + 0.5 - centreY);
    return distance <= radius - MARGIN && (innerRadius == 0 || distance >= innerRadius + MARGIN);
  }

  /**
   * The map that is drawn here, on the canonical grid. Each cell is the mean over points spread
   * evenly over it, at least 3 x 3 and as many as it is pixels wide (up to 16 each way), each
   * interpolated bilinearly between the four pixels around it; pixels that cannot be used, or are
   * not wholly of the disc, are left out. (Taking the nearest pixel instead errs 1.2 to 2 times as
   * much on smooth maps of radius 15 to 120.)
   *
   * @param pixels asked for pixels that the disc {@link #holds} alone
   */
  public DiscReading toCanonical(PixelSource pixels) {
    double[] values = new double[PolarMap.SIZE];
    double ringWidth = (radius - innerRadius) / PolarMap.RINGS;
    int along = points(ringWidth);
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      double middle = innerRadius + (ring + 0.5) * ringWidth;
      int around = points(2 * Math.PI * middle / PolarMap.SECTORS);
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        Cell cell = new Cell(pixels);
        for (int i = 0; i < along; i++) {
          double distance = innerRadius + (ring + (i + 0.5) / along) * ringWidth;
          for (int j = 0; j < around; j++) {
            double turn = Math.toRadians(pictureDegrees(sector + (j + 0.5) / around));
            cell.add(centreX + distance * Math.cos(turn), centreY - distance * Math.sin(turn));
          }
        }
        values[PolarMap.index(ring, sector)] = cell.mean(along * around);
      }
    }
    return new DiscReading(values);
  }

  private static int points(double pixelsWide) {
    return Math.min(Math.max((int) Math.ceil(pixelsWide), FEWEST_POINTS), MOST_POINTS);
  }

  /** Where a place between sectors lies in the picture, counter-clockwise from 3 o'clock. */
  private double pictureDegrees(double sector) {
    double fromAnterior = sector * 360 / PolarMap.SECTORS - ANTERIOR;
    return anteriorDegrees + (mirrored ? -fromAnterior : fromAnterior);
  }

  /** The weighted sum over the pixels of one cell. */
  private final class Cell {

    /** Less than this share of the weight a cell could have is no value. */
    private static final double LEAST_SHARE = 0.1;

    private final PixelSource pixels;
    private double sum;
    private double weight;

    Cell(PixelSource pixels) {
      this.pixels = pixels;
    }

    void add(double x, double y) {
      int column = (int) Math.floor(x - 0.5);
      int row = (int) Math.floor(y - 0.5);
      double right = x - 0.5 - column;
      double down = y - 0.5 - row;
      add(column, row, (1 - right) * (1 - down));
      add(column + 1, row, right * (1 - down));
      add(column, row + 1, (1 - right) * down);
      add(column + 1, row + 1, right * down);
    }

    private void add(int column, int row, double share) {
      if (share > 0 && holds(column, row)) {
        double value = pixels.at(column, row);
        if (!Double.isNaN(value)) {
          sum += share * value;
          weight += share;
        }
      }
    }

    double mean(int points) {
      return weight < LEAST_SHARE * points ? Double.NaN : sum / weight;
    }
  }
}
