package org.polarfold.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolarGridTest {

  /** A site's layout that differs from the canonical one in every respect. */
  private static final PolarGrid FOREIGN = new PolarGrid(24, 60, false, 90, false);

  @Test
  void theCanonicalGridGivesBackItsOwnValues() {
    float[] values = noise(PolarMap.SIZE);

    assertThat(PolarGrid.CANONICAL.toCanonical(values).toArray()).containsExactly(values);
    assertThat(PolarGrid.CANONICAL.fromCanonical(PolarMap.of(values))).containsExactly(values);
  }

  @Test
  void aKnownPatternComesBackFromAForeignLayout() {
    // Written out anew here, so that a turned or mirrored grid cannot agree with itself.
    float[] exported = new float[24 * 60];
    for (int row = 0; row < 24; row++) {
      for (int column = 0; column < 60; column++) {
        double radius = (23 - row + 0.5) / 24;
        double degrees = 90 - (column + 0.5) * 6;
        exported[row * 60 + column] = (float) pattern(radius, degrees);
      }
    }

    PolarMap map = FOREIGN.toCanonical(exported);

    double worst = 0;
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        double expected = pattern((ring + 0.5) / 30, sector * 5 + 2.5);
        worst = Math.max(worst, Math.abs(map.at(ring, sector) - expected));
      }
    }
    // Linear interpolation of a cosine at a spacing of 6 degrees errs by at most (pi/30)^2 / 8.
    assertThat(worst).isLessThan(0.002);
  }

  /**
   * The column at the middle of each wall, counted clockwise from 12 o'clock in steps of 6 degrees,
   * and the basal, mid and apical segments of that wall.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 7, 13",
    "50, 2, 8, 14",
    "40, 3, 9, 14",
    "30, 4, 10, 15",
    "20, 5, 11, 16",
    "10, 6, 12, 16"
  })
  void aDefectOfAWallLiesInTheSegmentsOfThatWall(int middle, int basal, int mid, int apical) {
    float[] exported = new float[FOREIGN.size()];
    for (int row = 0; row < 24; row++) {
      for (int column = 0; column < 60; column++) {
        int away = Math.floorMod(column - middle + 2, 60);
        // The columns on either side of the middle; rows 0 to 17 leave the apex alone.
        exported[row * 60 + column] = row < 18 && away < 4 ? 1 : 3;
      }
    }

    double[] means = Segment17.means(FOREIGN.toCanonical(exported));

    assertThat(means[16]).as("apex").isGreaterThan(2.9);
    assertThat(lowestOf(means, 1, 6)).isEqualTo(basal);
    assertThat(lowestOf(means, 7, 12)).isEqualTo(mid);
    assertThat(lowestOf(means, 13, 16)).isEqualTo(apical);
  }

  @Test
  void theFirstRingOfABaseFirstLayoutIsTheBase() {
    float[] exported = new float[FOREIGN.size()];
    Arrays.fill(exported, 0, 6 * 60, 1);

    PolarMap map = FOREIGN.toCanonical(exported);

    assertThat(map.at(29, 10)).isEqualTo(1);
    assertThat(map.at(0, 10)).isZero();
  }

  @Test
  void aSmoothMapSurvivesTheWayThereAndBack() {
    float[] values = new float[PolarMap.SIZE];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        values[PolarMap.index(ring, sector)] = (float) pattern((ring + 0.5) / 30, sector * 5 + 2.5);
      }
    }
    PolarMap map = PolarMap.of(values);

    float[] back = FOREIGN.toCanonical(FOREIGN.fromCanonical(map)).toArray();

    for (int i = 0; i < values.length; i++) {
      assertThat((double) back[i]).isCloseTo(values[i], within(0.02));
    }
  }

  @Test
  void nothingIsInventedBeyondTheValuesThatWereSent() {
    PolarGrid coarse = new PolarGrid(3, 4, true, -725.5, true);
    float[] values = noise(12);

    float[] map = coarse.toCanonical(values).toArray();

    assertThat(map).hasSize(PolarMap.SIZE);
    assertThat(over(map).getMin()).isGreaterThanOrEqualTo(over(values).getMin());
    assertThat(over(map).getMax()).isLessThanOrEqualTo(over(values).getMax());
  }

  @ParameterizedTest
  @CsvSource({"2, 60", "201, 60", "24, 3", "24, 721", "-1, -1"})
  void aGridOfAnImpossibleSizeIsRefused(int rings, int sectors) {
    assertThatThrownBy(() -> new PolarGrid(rings, sectors, true, 0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid polar grid: %s rings x %s sectors (expected 3 to 200 x 4 to 720)",
            rings, sectors);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aFirstSectorThatIsNoAngleIsRefused(double degrees) {
    assertThatThrownBy(() -> new PolarGrid(24, 60, true, degrees, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid first sector: " + degrees);
  }

  @Test
  void anotherNumberOfValuesIsRefused() {
    assertThatThrownBy(() -> FOREIGN.toCanonical(new float[1439]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid polar map: 1439 values (expected 1440)");
  }

  private static double pattern(double radius, double degrees) {
    double bounded = Math.min(Math.max(radius, 0.5 / 24), 1 - 0.5 / 24);
    return 2 + 0.5 * bounded + Math.cos(Math.toRadians(degrees - 40)) + bounded * sine(degrees);
  }

  private static double sine(double degrees) {
    return 0.3 * Math.sin(Math.toRadians(degrees));
  }

  private static int lowestOf(double[] means, int first, int last) {
    int lowest = first;
    for (int segment = first; segment <= last; segment++) {
      if (means[segment - 1] < means[lowest - 1]) {
        lowest = segment;
      }
    }
    return lowest;
  }

  private static float[] noise(int size) {
    Random random = new Random(11);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = 4 * random.nextFloat();
    }
    return values;
  }

  private static DoubleSummaryStatistics over(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).summaryStatistics();
  }
}
