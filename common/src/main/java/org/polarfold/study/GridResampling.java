package org.polarfold.study;

/**
 * How maps of one {@link PolarGrid} are laid on another: which cells every new value is mixed from
 * and in which shares, worked out once for the many maps of a site. Bilinear between the centres of
 * cells; angles wrap around, and beyond the outermost centres the nearest ring holds. A grid laid
 * on itself gives back its own values.
 */
public final class GridResampling {

  private final PolarGrid from;
  private final PolarGrid to;

  /**
   * By ring of the new grid: where the inner and outer ring begin once they have the new sectors,
   * and the share of the outer.
   */
  private final int[] inner;

  private final int[] outer;
  private final double[] outwards;

  /** By sector of the new grid: the sectors on both sides, and the share of the second. */
  private final int[] left;

  private final int[] right;
  private final double[] along;

  private final boolean identity;

  GridResampling(PolarGrid from, PolarGrid to) {
    this.from = from;
    this.to = to;
    this.inner = new int[to.rings()];
    this.outer = new int[to.rings()];
    this.outwards = new double[to.rings()];
    this.left = new int[to.sectors()];
    this.right = new int[to.sectors()];
    this.along = new double[to.sectors()];
    for (int ring = 0; ring < to.rings(); ring++) {
      double radius = ((to.apexFirst() ? ring : to.rings() - 1 - ring) + 0.5) / to.rings();
      double y = Math.min(Math.max(radius * from.rings() - 0.5, 0), from.rings() - 1.0);
      int below = Math.min((int) y, from.rings() - 2);
      inner[ring] = from.ringFromApex(below) * to.sectors();
      outer[ring] = from.ringFromApex(below + 1) * to.sectors();
      outwards[ring] = y - below;
    }
    for (int sector = 0; sector < to.sectors(); sector++) {
      double x = from.sectorAt(to.centreDegrees(sector));
      int before = (int) Math.floor(x);
      left[sector] = Math.floorMod(before, from.sectors());
      right[sector] = Math.floorMod(before + 1, from.sectors());
      along[sector] = x - before;
    }
    this.identity = from.equals(to);
  }

  /**
   * The canonical map of a map; only for a resampling {@link PolarGrid#ontoCanonical onto the
   * canonical grid}.
   *
   * @param values one finite value a cell of the first grid, ring by ring
   */
  public PolarMap canonical(float[] values) {
    return PolarMap.owning(apply(values));
  }

  /** The map on the new grid, ring by ring. */
  public float[] apply(float[] values) {
    if (values.length != from.size()) {
      throw new IllegalArgumentException(
          "Invalid polar map: " + values.length + " values (expected " + from.size() + ")");
    }
    if (identity) {
      return values.clone();
    }
    // Along every ring first, which several new rings are mixed from.
    double[] rings = new double[from.rings() * left.length];
    int at = 0;
    for (int ring = 0; ring < from.size(); ring += from.sectors()) {
      for (int sector = 0; sector < left.length; sector++) {
        rings[at++] = mix(values[ring + left[sector]], values[ring + right[sector]], along[sector]);
      }
    }
    float[] out = new float[to.size()];
    at = 0;
    for (int ring = 0; ring < inner.length; ring++) {
      mix(rings, inner[ring], outer[ring], outwards[ring], out, at);
      at += left.length;
    }
    return out;
  }

  /** A new ring of two, in a loop without branches, which the compiler turns into vectors. */
  private void mix(double[] rings, int inner, int outer, double share, float[] out, int at) {
    int sectors = left.length;
    if (share == 0) {
      for (int sector = 0; sector < sectors; sector++) {
        out[at + sector] = (float) rings[inner + sector];
      }
      return;
    }
    for (int sector = 0; sector < sectors; sector++) {
      double a = rings[inner + sector];
      out[at + sector] = (float) (a + (rings[outer + sector] - a) * share);
    }
  }

  private static double mix(double a, double b, double share) {
    // Without a share the value itself: what is added would turn -0 into 0.
    return share == 0 ? a : a + (b - a) * share;
  }
}
