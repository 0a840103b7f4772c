package org.polarfold.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GridResamplingTest {

  private static final List<PolarGrid> GRIDS =
      List.of(
          new PolarGrid(24, 60, false, 90, false),
          new PolarGrid(3, 4, true, -360, true),
          new PolarGrid(200, 720, true, 12.3, false),
          new PolarGrid(30, 72, false, 2.5, true),
          new PolarGrid(30, 72, true, 0, false),
          new PolarGrid(17, 31, true, 77.7, true));

  /** The interpolation written out cell by cell, as the definition says it. */
  private static float[] cellByCell(float[] values, PolarGrid from, PolarGrid to) {
    float[] out = new float[to.size()];
    for (int ring = 0; ring < to.rings(); ring++) {
      double radius = ((to.apexFirst() ? ring : to.rings() - 1 - ring) + 0.5) / to.rings();
      double y = Math.min(Math.max(radius * from.rings() - 0.5, 0), from.rings() - 1.0);
      int inner = Math.min((int) y, from.rings() - 2);
      for (int sector = 0; sector < to.sectors(); sector++) {
        double along = (sector + 0.5) * 360.0 / to.sectors();
        double degrees = to.firstSectorDegrees() + (to.counterClockwise() ? along : -along);
        double turned = (from.counterClockwise() ? 1 : -1) * (degrees - from.firstSectorDegrees());
        double x = turned * from.sectors() / 360.0 - 0.5;
        x -= Math.floor(x / from.sectors()) * from.sectors();
        x = Math.rint(x * 1e9) / 1e9;
        int left = (int) Math.floor(x);
        double a = between(values, from, inner, left, x - left);
        double b = between(values, from, inner + 1, left, x - left);
        out[ring * to.sectors() + sector] = (float) mix(a, b, y - inner);
      }
    }
    return out;
  }

  private static double between(float[] values, PolarGrid grid, int ring, int left, double share) {
    int base = (grid.apexFirst() ? ring : grid.rings() - 1 - ring) * grid.sectors();
    return mix(
        values[base + Math.floorMod(left, grid.sectors())],
        values[base + Math.floorMod(left + 1, grid.sectors())],
        share);
  }

  private static double mix(double a, double b, double share) {
    return share == 0 ? a : a + (b - a) * share;
  }

  private static float[] noise(int size) {
    Random random = new Random(size);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i % 50 == 7 ? -0f : random.nextFloat() * 4;
    }
    return values;
  }

  @Test
  void everyValueIsThatOfTheDefinitionBitByBit() {
    for (PolarGrid from : GRIDS) {
      float[] values = noise(from.size());
      GridResampling resampling = from.ontoCanonical();
      assertThat(bits(resampling.canonical(values).toArray()))
          .as(from.toString())
          .isEqualTo(bits(cellByCell(values, from, PolarGrid.CANONICAL)))
          .isEqualTo(bits(resampling.canonical(values).toArray()));
      PolarMap map = PolarMap.of(noise(PolarMap.SIZE));
      assertThat(bits(from.fromCanonical(map)))
          .as(from.toString())
          .isEqualTo(bits(cellByCell(map.toArray(), PolarGrid.CANONICAL, from)));
    }
  }

  @Test
  void theCanonicalGridIsAPlainCopyAndTheSizeIsChecked() {
    GridResampling identity = PolarGrid.CANONICAL.ontoCanonical();
    float[] values = noise(PolarMap.SIZE);
    assertThat(bits(identity.canonical(values).toArray())).isEqualTo(bits(values));
    PolarMap map = identity.canonical(values);
    values[0] = 77;

    assertThat(map.at(0, 0)).isNotEqualTo(77);
    assertThatThrownBy(() -> identity.canonical(new float[2159]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2159 values (expected 2160)");
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
