package org.polarfold.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Segment17Test {

  /** Borders as the American Heart Association draws them, in degrees from 3 o'clock. */
  @ParameterizedTest
  @CsvSource({
    "1, 22, 29, 60, 120",
    "2, 22, 29, 120, 180",
    "3, 22, 29, 180, 240",
    "4, 22, 29, 240, 300",
    "5, 22, 29, 300, 360",
    "6, 22, 29, 0, 60",
    "7, 14, 21, 60, 120",
    "8, 14, 21, 120, 180",
    "9, 14, 21, 180, 240",
    "10, 14, 21, 240, 300",
    "11, 14, 21, 300, 360",
    "12, 14, 21, 0, 60",
    "13, 6, 13, 45, 135",
    "14, 6, 13, 135, 225",
    "15, 6, 13, 225, 315",
    "16, 6, 13, 315, 405",
    "17, 0, 5, 0, 360",
  })
  void aSegmentIsExactlyItsRingsAndAngles(
      int segment, int firstRing, int lastRing, int fromDegrees, int toDegrees) {
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        int degrees = sector * 5;
        boolean plainly = degrees >= fromDegrees && degrees < toDegrees;
        boolean beyondZero = degrees + 360 >= fromDegrees && degrees + 360 < toDegrees;
        boolean expected = ring >= firstRing && ring <= lastRing && (plainly || beyondZero);
        assertThat(Segment17.of(ring, sector) == segment)
            .as("ring %s, sector %s in segment %s", ring, sector, segment)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void segmentsHaveTheirShareOfTheGrid() {
    int[] counts = new int[Segment17.COUNT];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        counts[Segment17.of(ring, sector) - 1]++;
      }
    }

    int[] expected = new int[Segment17.COUNT];
    Arrays.fill(expected, 0, 12, 96);
    Arrays.fill(expected, 12, 16, 144);
    expected[16] = 432;
    assertThat(counts).containsExactly(expected);
  }

  @Test
  void meansOfASpreadAreItsValues() {
    double[] values = IntStream.rangeClosed(1, 17).mapToDouble(s -> s + 0.5).toArray();

    assertThat(Segment17.means(Segment17.spread(values))).containsExactly(values);
  }

  @Test
  void everyValueOfASegmentWeighsAlikeAndNoOther() {
    float[] map = new float[PolarMap.SIZE];
    map[PolarMap.index(25, 18)] = 96;
    map[PolarMap.index(3, 40)] = 432;

    double[] expected = new double[Segment17.COUNT];
    expected[0] = 1;
    expected[16] = 1;
    assertThat(Segment17.means(PolarMap.of(map))).containsExactly(expected);
  }

  @Test
  void meansWeighedByTheirSharesAreTheMeanOfTheMap() {
    Random random = new Random(3);
    float[] map = new float[PolarMap.SIZE];
    for (int i = 0; i < map.length; i++) {
      map[i] = random.nextFloat();
    }
    double all = IntStream.range(0, map.length).mapToDouble(i -> map[i]).average().orElseThrow();

    double[] means = Segment17.means(PolarMap.of(map));
    double weighed = 0;
    for (int s = 0; s < means.length; s++) {
      weighed += means[s] * (s < 12 ? 96 : s < 16 ? 144 : 432);
    }

    assertThat(weighed / PolarMap.SIZE).isCloseTo(all, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 18})
  void spreadRefusesAnotherNumberOfValues(int length) {
    assertThatThrownBy(() -> Segment17.spread(new double[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid segment values: " + length + " (expected 17)");
  }

  @Test
  void spreadRefusesWhatAFloatCannotHold() {
    double[] values = new double[Segment17.COUNT];
    values[4] = 1e300;

    assertThatThrownBy(() -> Segment17.spread(values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid polar map: a value is Infinity");
  }
}
