package org.polarfold.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolarDiscTest {

  private static final PolarDisc STANDARD = new PolarDisc(128, 128, 120, 0, 90, false);

  @ParameterizedTest
  @CsvSource({
    "128, 128, 120, 0, 90, false",
    "100.25, 91.75, 60, 0, 90, false",
    "128, 128, 120, 0, 0, false",
    "128, 128, 120, 0, 215, false",
    "128, 128, 120, 0, 90, true",
    "128, 128, 120, 0, -30, true",
    "128, 128, 120, 40, 90, false",
    "500, 500, 480, 0, 90, false"
  })
  void everySegmentComesBackFromWhereItIsDrawn(
      double x, double y, double radius, double inner, double anterior, boolean mirrored) {
    PolarDisc disc = new PolarDisc(x, y, radius, inner, anterior, mirrored);
    double[] segments = new double[17];
    Arrays.setAll(segments, s -> s + 1);
    PolarMap map = Segment17.spread(segments);

    DiscReading reading = disc.toCanonical(drawn(disc, (r, phi) -> cell(map, r, phi)));

    assertThat(reading.absentShare()).isZero();
    double[] means = Segment17.means(map(reading));
    for (int s = 0; s < 17; s++) {
      // Neighbours mix into the cells beside a border: a pixel of 60 is a border's width of half a
      // ring.
      assertThat(means[s]).as("segment %d", s + 1).isCloseTo(s + 1, within(0.25));
    }
    for (int ring : new int[] {3, 10, 18, 26}) {
      for (int sector = 0; sector < 72; sector++) {
        // Cells in the middle of a level and 10 degrees from the next border are exact.
        if (Segment17.of(ring, Math.floorMod(sector - 2, 72)) == Segment17.of(ring, sector)
            && Segment17.of(ring, Math.floorMod(sector + 2, 72)) == Segment17.of(ring, sector)) {
          assertThat(map(reading).at(ring, sector)).isEqualTo(map.at(ring, sector));
        }
      }
    }
  }

  @Test
  void wallsLieWhereTheStandardDisplayHasThem() {
    // One quadrant of the picture each, by its pixels alone: right, top, left and bottom.
    DiscReading reading =
        STANDARD.toCanonical(
            (x, y) -> {
              double right = x + 0.5 - 128;
              double up = 128 - (y + 0.5);
              return Math.abs(right) > Math.abs(up) ? (right > 0 ? 1 : 3) : up > 0 ? 2 : 4;
            });

    PolarMap map = map(reading);
    assertThat(map.at(20, 0)).as("lateral").isEqualTo(1);
    assertThat(map.at(20, 18)).as("anterior").isEqualTo(2);
    assertThat(map.at(20, 36)).as("septal").isEqualTo(3);
    assertThat(map.at(20, 54)).as("inferior").isEqualTo(4);
  }

  @Test
  void theLateralWallOfAMirroredDiscLiesAtTheLeft() {
    PolarDisc mirrored = new PolarDisc(128, 128, 120, 0, 90, true);

    PolarMap map = map(mirrored.toCanonical((x, y) -> x < 128 ? 1 : y < 128 ? 2 : 3));

    assertThat(map.at(20, 0)).as("lateral").isEqualTo(1);
    assertThat(map.at(20, 36 - 6)).as("septal, towards anterior").isEqualTo(2);
    assertThat(map.at(20, 36 + 6)).as("septal, towards inferior").isEqualTo(3);
  }

  /** The worst error of a cell and the root of the mean square, in a map that spans 1.7 to 3.3. */
  @ParameterizedTest
  @CsvSource({"15, 0.07, 0.01", "30, 0.035, 0.003", "60, 0.009, 0.001", "240, 0.002, 0.0003"})
  void aSmoothMapComesBackClosely(double radius, double worst, double rms) {
    PolarDisc disc = new PolarDisc(250.3, 249.8, radius, 0, 90, false);

    PolarMap map = map(disc.toCanonical(drawn(disc, PolarDiscTest::pattern)));

    double largest = 0;
    double squares = 0;
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        double error = map.at(ring, sector) - pattern((ring + 0.5) / 30, sector * 5 + 2.5);
        largest = Math.max(largest, Math.abs(error));
        squares += error * error;
      }
    }
    assertThat(largest).isLessThan(worst);
    assertThat(Math.sqrt(squares / PolarMap.SIZE)).isLessThan(rms);
  }

  @Test
  void whatLiesBesideTheDiscDoesNotReachTheMap() {
    PolarDisc ring = new PolarDisc(128.4, 127.7, 100, 30, 90, false);

    DiscReading reading =
        ring.toCanonical(
            (x, y) -> {
              double distance = Math.hypot(x + 0.5 - 128.4, y + 0.5 - 127.7);
              return distance < 100.0 && distance > 30.0 ? 2 : 1e6;
            });

    assertThat(reading.filled()).containsOnly(2);
  }

  @Test
  void pixelsThatCannotBeUsedAreLeftOutAndTheirCellsFilledWithinTheRing() {
    // A wedge of 20 degrees about 3 o'clock is covered; around the ring values rise from 1 to 3.
    DiscReading reading =
        STANDARD.toCanonical(
            (x, y) -> {
              double degrees = Math.toDegrees(Math.atan2(128 - (y + 0.5), x + 0.5 - 128));
              return Math.abs(degrees) < 10 ? Double.NaN : degrees > 0 ? 1 : 3;
            });

    assertThat(reading.absentShare()).isBetween(3 / 72.0, 4 / 72.0);
    PolarMap map = map(reading);
    assertThat(map.at(25, 70)).isBetween(2.5f, 3f);
    assertThat(map.at(25, 71)).isBetween(2f, 2.5f);
    assertThat(map.at(25, 0)).isBetween(1.5f, 2f);
    assertThat(map.at(25, 1)).isBetween(1f, 1.5f);
  }

  @Test
  void aRingWithoutAnyPixelTakesTheNearestRing() {
    DiscReading reading =
        STANDARD.toCanonical(
            (x, y) -> {
              double distance = Math.hypot(x + 0.5 - 128, y + 0.5 - 128);
              return distance < 24 ? Double.NaN : distance < 80 ? 5 : 7;
            });

    assertThat(reading.absentShare()).isBetween(5 / 30.0, 6 / 30.0);
    assertThat(map(reading).at(0, 0)).isEqualTo(5);
  }

  @Test
  void aDiscWithoutAnyUsablePixelHasNoMap() {
    DiscReading reading = STANDARD.toCanonical((x, y) -> Double.NaN);

    assertThat(reading.absentShare()).isEqualTo(1);
    assertThatThrownBy(reading::filled).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void pixelsOutsideTheDiscAreNeverAskedFor() {
    PolarDisc corner = new PolarDisc(15, 15, 15, 0, 90, false);

    corner.toCanonical(
        (x, y) -> {
          assertThat(corner.holds(x, y)).isTrue();
          assertThat(x).isBetween(0, 29);
          assertThat(y).isBetween(0, 29);
          return 1;
        });
  }

  @Test
  void theBoxAroundADiscIsThatOfThePixelsItTouches() {
    PolarDisc disc = new PolarDisc(20.5, 30, 15, 0, 90, false);

    assertThat(disc.left()).isEqualTo(5);
    assertThat(disc.columns()).isEqualTo(31);
    assertThat(disc.top()).isEqualTo(15);
    assertThat(disc.rows()).isEqualTo(30);
    assertThat(disc.fits(36, 45)).isTrue();
    assertThat(disc.fits(35, 45)).isFalse();
    assertThat(disc.fits(36, 44)).isFalse();
    assertThat(new PolarDisc(14, 30, 15, 0, 90, false).fits(100, 100)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {14.9, 8193, Double.NaN})
  void aRadiusThatIsTooSmallOrLargeIsRefused(double radius) {
    assertThatThrownBy(() -> new PolarDisc(100, 100, radius, 0, 90, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid disc: a radius of %s pixels (expected 15 to 8192)", radius);
  }

  @ParameterizedTest
  @CsvSource({"NaN, 100, 0, 90", "100, Infinity, 0, 90", "100, 100, 11, 90", "100, 100, 0, NaN"})
  void whatIsNoDiscIsRefused(double x, double y, double inner, double anterior) {
    assertThatThrownBy(() -> new PolarDisc(x, y, 20, inner, anterior, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid disc: ");
  }

  /** Draws a function of radius (0 to 1) and standard angle, by the pixels' centres. */
  private static PixelSource drawn(PolarDisc disc, DoubleBinaryOperator value) {
    return (x, y) -> {
      double right = x + 0.5 - disc.centreX();
      double up = disc.centreY() - (y + 0.5);
      double radius =
          (Math.hypot(right, up) - disc.innerRadius()) / (disc.radius() - disc.innerRadius());
      double picture = Math.toDegrees(Math.atan2(up, right));
      double standard = 90 + (picture - disc.anteriorDegrees()) * (disc.mirrored() ? -1 : 1);
      return value.applyAsDouble(radius, standard);
    };
  }

  private static double cell(PolarMap map, double radius, double degrees) {
    return map.at((int) (radius * 30), Math.floorMod((int) Math.floor(degrees / 5), 72));
  }

  private static double pattern(double radius, double degrees) {
    return 2.5 + 0.8 * radius * Math.cos(Math.toRadians(degrees - 40));
  }

  private static PolarMap map(DiscReading reading) {
    double[] filled = reading.filled();
    float[] values = new float[filled.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) filled[i];
    }
    return PolarMap.of(values);
  }
}
