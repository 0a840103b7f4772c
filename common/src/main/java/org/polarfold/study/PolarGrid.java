package org.polarfold.study;

/**
 * How a site lays its polar maps out: any rings by sectors, from any angle, either way round.
 * Values are listed ring by ring.
 *
 * @param rings 3 to 200
 * @param sectors 4 to 720
 * @param apexFirst whether the first ring is the apex (otherwise the base)
 * @param firstSectorDegrees the standard angle (counter-clockwise from 3 o'clock) at which the
 *     first sector begins
 * @param counterClockwise whether sectors follow one another counter-clockwise in the standard
 *     display
 */
public record PolarGrid(
    int rings,
    int sectors,
    boolean apexFirst,
    double firstSectorDegrees,
    boolean counterClockwise) {

  /** The canonical grid of {@link PolarMap}. */
  public static final PolarGrid CANONICAL =
      new PolarGrid(PolarMap.RINGS, PolarMap.SECTORS, true, 0, true);

  public PolarGrid {
    if (rings < 3 || rings > 200 || sectors < 4 || sectors > 720) {
      throw new IllegalArgumentException(
          "Invalid polar grid: "
              + rings
              + " rings x "
              + sectors
              + " sectors (expected 3 to 200 x 4 to 720)");
    }
    if (!Double.isFinite(firstSectorDegrees)) {
      throw new IllegalArgumentException("Invalid first sector: " + firstSectorDegrees);
    }
  }

  /** How many values a map of this grid has. */
  public int size() {
    return rings * sectors;
  }

  /** How the maps of this grid are laid on the canonical one; for more maps than one. */
  public GridResampling ontoCanonical() {
    return new GridResampling(this, CANONICAL);
  }

  /** How canonical maps are laid on this grid; for more maps than one. */
  public GridResampling ofCanonical() {
    return new GridResampling(CANONICAL, this);
  }

  /**
   * A map of this grid on the canonical one, by bilinear interpolation between the centres of the
   * grid's cells (angles wrap around; beyond the outermost centres the nearest ring holds).
   *
   * @param values {@link #size()} finite values
   */
  public PolarMap toCanonical(float[] values) {
    return ontoCanonical().canonical(values);
  }

  /** A canonical map on this grid, {@link #size()} values, interpolated alike. */
  public float[] fromCanonical(PolarMap map) {
    return ofCanonical().apply(map.toArray());
  }

  /** The row of the ring that is so many rings from the apex. */
  int ringFromApex(int ring) {
    return apexFirst ? ring : rings - 1 - ring;
  }

  /** The angle of a sector's centre. */
  double centreDegrees(int sector) {
    double along = (sector + 0.5) * 360.0 / sectors;
    return firstSectorDegrees + (counterClockwise ? along : -along);
  }

  /** The fractional sector whose centre lies at an angle, in [0, sectors). */
  double sectorAt(double degrees) {
    double along = (counterClockwise ? 1 : -1) * (degrees - firstSectorDegrees);
    double sector = along * sectors / 360.0 - 0.5;
    double wrapped = sector - Math.floor(sector / sectors) * sectors;
    // Rounded to 1e-9 of a sector, so that a grid laid on itself gives back its own values.
    return Math.rint(wrapped * 1e9) / 1e9;
  }
}
