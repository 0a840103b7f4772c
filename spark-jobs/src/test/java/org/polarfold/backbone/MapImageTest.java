package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.polarfold.experiment.Network.Drawing;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

class MapImageTest {

  private static final int SIZE = 64;

  /** A map of flow reserve from a function of the disc's x (right) and y (up), both in [-1, 1]. */
  private static float[] map(DoubleBinaryOperator value) {
    float[] map = new float[PolarMap.SIZE];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        double radius = (ring + 0.5) / PolarMap.RINGS;
        double angle = Math.toRadians(5 * sector + 2.5);
        map[PolarMap.index(ring, sector)] =
            (float) value.applyAsDouble(radius * Math.cos(angle), radius * Math.sin(angle));
      }
    }
    return map;
  }

  /** The picture in the unit of the map, row by row; NaN outside of the disc. */
  private static double[][] drawn(float[] map) {
    float[] pixels = new float[SIZE * SIZE];
    MapImage.of(Drawing.DISC, SIZE).draw(map, MapKind.RESERVE, pixels, 0);
    double[][] picture = new double[SIZE][SIZE];
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        double radius = Math.hypot(column + 0.5 - SIZE / 2.0, row + 0.5 - SIZE / 2.0);
        float pixel = pixels[row * SIZE + column];
        if (radius < SIZE / 2.0) {
          picture[row][column] = 2.3 + 0.8 * pixel;
        } else {
          assertThat(pixel).isZero();
          picture[row][column] = Double.NaN;
        }
      }
    }
    return picture;
  }

  @ParameterizedTest
  @CsvSource({
    "7, 13, 32", // mid anterior: above the middle
    "1, 3, 32", // basal anterior: at the upper rim
    "10, 51, 32", // mid inferior: below
    "14, 32, 20", // apical septum: left
    "16, 32, 44", // apical lateral wall: right
    "2, 18, 6", // basal anteroseptal: upper left
    "6, 18, 58", // basal anterolateral: upper right
    "17, 32, 32", // apex: in the middle
  })
  void everySegmentLiesWhereAReaderExpectsIt(int segment, int row, int column) {
    double[] values = new double[Segment17.COUNT];
    values[segment - 1] = 1;

    double[][] picture = drawn(Segment17.spread(values).toArray());

    assertThat(picture[row][column]).isCloseTo(1, Offset.offset(1e-5));
  }

  @Test
  void everyPixelShowsItsOwnPlace() {
    double[][] picture = drawn(map((x, y) -> 2 + 0.7 * x - 0.4 * y));

    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        double x = (column + 0.5) / (SIZE / 2.0) - 1;
        double y = 1 - (row + 0.5) / (SIZE / 2.0);
        if (Math.hypot(x, y) < 1) {
          // Near the apex and the rim the nearest ring holds: half a ring of 1/30.
          assertThat(picture[row][column])
              .isCloseTo(2 + 0.7 * x - 0.4 * y, Offset.offset(0.5 / 30));
        }
      }
    }
  }

  @Test
  void theSeamBetweenTheLastSectorAndTheFirstIsNone() {
    double[][] picture = drawn(map((x, y) -> y));

    // Just above and below 3 o'clock
    assertThat(picture[31][60]).isCloseTo(0.5 / 32, Offset.offset(0.005));
    assertThat(picture[32][60]).isCloseTo(-0.5 / 32, Offset.offset(0.005));
  }

  @ParameterizedTest
  @EnumSource(MapKind.class)
  void aTypicalValueIsDrawnAsZeroAndScaledAsTheTargetsAre(MapKind kind) {
    float[] map = new float[PolarMap.SIZE];
    double[] values = {1.9};
    Arrays.fill(map, 1.9f);
    float[] pixels = new float[SIZE * SIZE];

    MapImage.of(Drawing.DISC, SIZE).draw(map, kind, pixels, 0);

    assertThat(pixels[SIZE * SIZE / 2 + SIZE / 2])
        .isCloseTo(MapImage.scaled(values, kind)[0], Offset.offset(1e-5f));
    assertThat(Math.abs(pixels[SIZE * SIZE / 2 + SIZE / 2])).isBetween(0.3f, 3.1f);
    assertThat(pixels[0]).isZero();
  }

  @Test
  void aPictureIsDrawnAtItsOffsetAndNowhereElse() {
    MapImage image = MapImage.of(Drawing.DISC, 8);
    float[] pixels = new float[3 * image.length()];
    Arrays.fill(pixels, 9);
    float[] alone = new float[image.length()];
    float[] map = map((x, y) -> 2 + x);

    image.draw(map, MapKind.REST, pixels, image.length());
    image.draw(map, MapKind.REST, alone, 0);

    assertThat(Arrays.copyOfRange(pixels, 64, 128)).isEqualTo(alone);
    assertThat(Arrays.copyOfRange(pixels, 0, 64)).containsOnly(9);
    assertThat(Arrays.copyOfRange(pixels, 128, 192)).containsOnly(9);
  }

  @Test
  void theDigestIsThatOfTheDrawing() {
    assertThat(MapImage.of(Drawing.DISC, SIZE).digest())
        .hasSize(8)
        .isEqualTo(MapImage.of(Drawing.DISC, SIZE).digest())
        .isNotEqualTo(MapImage.of(Drawing.DISC, 32).digest())
        .isNotEqualTo(MapImage.of(Drawing.POLAR, SIZE).digest());
  }

  /** Rings are rows from the apex, sectors columns; every value of the map is met. */
  @Test
  void polarIsTheGridItself() {
    float[] map = new float[PolarMap.SIZE];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        map[PolarMap.index(ring, sector)] =
            (float) (ring + Math.sin(Math.toRadians(5 * sector + 2.5)));
      }
    }
    float[] pixels = new float[SIZE * SIZE];
    MapImage.of(Drawing.POLAR, SIZE).draw(map, MapKind.RESERVE, pixels, 0);

    for (int row = 2; row < SIZE - 2; row++) {
      for (int column = 0; column < SIZE; column++) {
        double ring = (row + 0.5) / SIZE * PolarMap.RINGS - 0.5;
        double angle = 2 * Math.PI * (column + 0.5) / SIZE;
        assertThat(2.3 + 0.8 * pixels[row * SIZE + column])
            .isCloseTo(ring + Math.sin(angle), Offset.offset(5e-3));
      }
    }
  }

  /** = <x, P'(y)>: what comes back is the transpose of what is drawn. */
  @ParameterizedTest
  @EnumSource(Drawing.class)
  void gradientsComeBackThroughTheDrawing(Drawing drawing) {
    MapImage image = MapImage.of(drawing, SIZE);
    float[] map = new float[PolarMap.SIZE];
    float[] gradient = new float[SIZE * SIZE];
    for (int i = 0; i < map.length; i++) {
      map[i] = (float) Math.sin(i);
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (float) Math.cos(3 * i);
    }
    float[] pixels = new float[SIZE * SIZE];
    float[] ofZero = new float[SIZE * SIZE];
    image.draw(map, MapKind.STRESS, pixels, 0);
    image.draw(new float[PolarMap.SIZE], MapKind.STRESS, ofZero, 0);
    float[] back = image.pulledBack(gradient, MapKind.STRESS);
    double there = 0;
    double here = 0;
    for (int i = 0; i < gradient.length; i++) {
      there += (pixels[i] - ofZero[i]) * gradient[i];
    }
    for (int i = 0; i < map.length; i++) {
      here += map[i] * back[i];
    }

    assertThat(here).isCloseTo(there, Offset.offset(1e-3 * Math.abs(there) + 1e-3));
  }
}
