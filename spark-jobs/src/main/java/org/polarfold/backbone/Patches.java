package org.polarfold.backbone;

import org.polarfold.study.PolarMap;

/**
 * A polar map in 120 patches of 3 rings by 6 sectors (30 degrees): 10 from apex to base, 12 around.
 */
final class Patches {

  private static final int RINGS = 3;
  private static final int SECTORS = 6;
  private static final int AROUND = PolarMap.SECTORS / SECTORS;

  /** Number of patches. */
  static final int COUNT = PolarMap.RINGS / RINGS * AROUND;

  private Patches() {}

  /** The mean of a map in every patch, in the map's unit. */
  static double[] means(PolarMap map) {
    double[] means = new double[COUNT];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        means[ring / RINGS * AROUND + sector / SECTORS] += map.at(ring, sector);
      }
    }
    for (int i = 0; i < COUNT; i++) {
      means[i] /= RINGS * SECTORS;
    }
    return means;
  }
}
