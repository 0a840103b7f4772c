package org.polarfold.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.polarfold.UserException;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

class MapChangeTest {

  private static final InputMaps BOTH = InputMaps.of(MapKind.REST, MapKind.STRESS);
  private static final Seeds SEEDS = new Seeds(3);
  private static final PolarMap REST = map(1);
  private static final PolarMap STRESS = map(3);

  /** A map with a defect on one wall, which no mirror image has, and another value everywhere. */
  private static PolarMap map(double level) {
    float[] values = new float[PolarMap.SIZE];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        boolean defect = ring > 10 && ring < 20 && sector > 10 && sector < 22;
        values[PolarMap.index(ring, sector)] =
            (float) (level * (defect ? 0.5 : 1) + 0.01 * ring + 0.001 * (sector % 7));
      }
    }
    return PolarMap.of(values);
  }

  private static List<PolarMap> changed(Kind kind, double grade) {
    return new MapChange(kind, grade).of("p", List.of(REST, STRESS), BOTH, SEEDS);
  }

  private static double mean(PolarMap map) {
    double sum = 0;
    for (float value : map.toArray()) {
      sum += value;
    }
    return sum / PolarMap.SIZE;
  }

  private static double sd(PolarMap map) {
    double mean = mean(map);
    double squares = 0;
    for (float value : map.toArray()) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / PolarMap.SIZE);
  }

  private static double[] difference(PolarMap changed, PolarMap before) {
    float[] now = changed.toArray();
    float[] then = before.toArray();
    double[] difference = new double[now.length];
    Arrays.setAll(difference, i -> now[i] - then[i]);
    return difference;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void atGrade0NothingIsChanged(Kind kind) {
    assertThat(changed(kind, 0)).containsExactly(REST, STRESS);
  }

  @ParameterizedTest
  @CsvSource({"5, 1", "40, 8", "-10, -2"})
  void rotationMovesColumns(double degrees, int sectors) {
    List<PolarMap> turned = changed(Kind.ROTATION, degrees);

    for (int kind = 0; kind < 2; kind++) {
      PolarMap before = List.of(REST, STRESS).get(kind);
      float[] expected = new float[PolarMap.SIZE];
      for (int ring = 0; ring < PolarMap.RINGS; ring++) {
        for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
          int to = Math.floorMod(sector + sectors, PolarMap.SECTORS);
          expected[PolarMap.index(ring, to)] = before.at(ring, sector);
        }
      }
      assertThat(turned.get(kind).toArray()).containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void gainMultiplies() {
    PolarMap gained = changed(Kind.GAIN, -0.3).get(1);

    float[] expected = STRESS.toArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= 0.7f;
    }
    assertThat(gained.toArray()).containsExactly(expected, within(1e-6f));
  }

  /** Around the axis nothing is lost; along it the outermost rings hold, which costs a little. */
  @Test
  void blurKeepsTheMeanAndSmooths() {
    for (double width : new double[] {2, 4, 8}) {
      PolarMap blurred = changed(Kind.BLUR, width).get(1);
      assertThat(mean(blurred)).isCloseTo(mean(STRESS), within(0.003 * mean(STRESS)));
      assertThat(sd(blurred)).isLessThan(sd(STRESS));
    }
    float[] flat = new float[PolarMap.SIZE];
    Arrays.fill(flat, 2);
    PolarMap level = PolarMap.of(flat);
    PolarMap blurred =
        new MapChange(Kind.BLUR, 6)
            .of("p", List.of(level), InputMaps.of(MapKind.RESERVE), SEEDS)
            .get(0);
    assertThat(blurred.toArray()).containsExactly(flat, within(1e-5f));
  }

  /** Half as high at half the width from the middle of a line along a ring. */
  @Test
  void blurHasItsWidth() {
    float[] line = new float[PolarMap.SIZE];
    for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
      line[PolarMap.index(15, sector)] = 1;
    }
    PolarMap blurred =
        new MapChange(Kind.BLUR, 8)
            .of("p", List.of(PolarMap.of(line)), InputMaps.of(MapKind.REST), SEEDS)
            .get(0);

    assertThat(blurred.at(19, 3) / blurred.at(15, 3)).isCloseTo(0.5f, within(0.005f));
    assertThat(blurred.at(11, 60) / blurred.at(15, 60)).isCloseTo(0.5f, within(0.005f));
  }

  @Test
  void noiseHasItsSpread() {
    for (double grade : new double[] {0.05, 0.4}) {
      List<PolarMap> noisy = changed(Kind.NOISE, grade);
      double[] ofRest = difference(noisy.get(0), REST);
      double[] ofStress = difference(noisy.get(1), STRESS);
      double squares = 0;
      double products = 0;
      for (int i = 0; i < PolarMap.SIZE; i++) {
        squares += ofStress[i] * ofStress[i];
        products += ofRest[i] * ofStress[i];
      }
      double sd = Math.sqrt(squares / PolarMap.SIZE);
      assertThat(sd).isCloseTo(grade * mean(STRESS), within(0.05 * grade * mean(STRESS)));
      // Rest and stress are measured one after the other.
      assertThat(products / PolarMap.SIZE / (grade * grade * mean(REST) * mean(STRESS)))
          .isCloseTo(0, within(0.08));
    }
  }

  @Test
  void noiseIsThePatientsWhateverTheGrade() {
    List<PolarMap> study = List.of(REST, STRESS);
    MapChange noise = new MapChange(Kind.NOISE, 0.1);

    assertThat(noise.of("p", study, BOTH, SEEDS)).isEqualTo(noise.of("p", study, BOTH, SEEDS));
    assertThat(noise.of("q", study, BOTH, SEEDS)).isNotEqualTo(noise.of("p", study, BOTH, SEEDS));
    assertThat(noise.of("p", study, BOTH, new Seeds(4)))
        .isNotEqualTo(noise.of("p", study, BOTH, SEEDS));
    // A map alone has the noise that it has beside another.
    assertThat(noise.of("p", List.of(STRESS), InputMaps.of(MapKind.STRESS), SEEDS))
        .containsExactly(noise.of("p", study, BOTH, SEEDS).get(1));
    PolarMap more = changed(Kind.NOISE, 0.2).get(0);
    PolarMap less = changed(Kind.NOISE, 0.1).get(0);
    double[] twice = Arrays.stream(difference(less, REST)).map(one -> 2 * one).toArray();
    assertThat(difference(more, REST)).containsExactly(twice, within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({"ATTENUATION_ANTERIOR, 90", "ATTENUATION_INFERIOR, 270"})
  void attenuationIsOfItsWall(Kind kind, double wall) {
    PolarMap attenuated = changed(kind, 0.4).get(1);
    List<String> wrong = new ArrayList<>();

    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        double apart = Math.abs(5 * sector + 2.5 - wall);
        apart = Math.min(apart, 360 - apart);
        double left = attenuated.at(ring, sector) / STRESS.at(ring, sector);
        boolean inside = apart < 10 && ring > 18;
        boolean beyond = apart > 110;
        if (left < 0.6 || left > 1 || (beyond && left < 0.997) || (inside && left > 0.62)) {
          wrong.add(ring + "/" + sector + ": " + left);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void againstANetworkOnlyTheSignCounts() {
    float[][] gradient = new float[2][PolarMap.SIZE];
    for (int i = 0; i < PolarMap.SIZE; i++) {
      gradient[1][i] = i % 3 - 1; // -1, 0, 1
      gradient[0][i] = 1e-9f * gradient[1][i];
    }
    List<PolarMap> moved = new MapChange(Kind.FGSM, 0.1).against(List.of(REST, STRESS), gradient);

    double[] signs = new double[PolarMap.SIZE];
    Arrays.setAll(signs, i -> i % 3 - 1);
    double ofRest = 0.1 * sd(REST);
    double ofStress = 0.1 * sd(STRESS);
    assertThat(difference(moved.get(0), REST))
        .containsExactly(Arrays.stream(signs).map(s -> s * ofRest).toArray(), within(1e-5));
    assertThat(difference(moved.get(1), STRESS))
        .containsExactly(Arrays.stream(signs).map(s -> s * ofStress).toArray(), within(1e-5));
    assertThatThrownBy(() -> changed(Kind.FGSM, 0.1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void gradesAreReadAndHoldZero() {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("gain", "0.5, -0.5,0.5");
    named.put("blur", "");
    Grades grades = Grades.of(named);

    assertThat(grades.changes().keySet()).containsExactly(Kind.BLUR, Kind.GAIN);
    assertThat(grades.changes().get(Kind.GAIN))
        .extracting(MapChange::grade)
        .containsExactly(-0.5, 0.0, 0.5);
    assertThat(grades.changes().get(Kind.BLUR)).hasSize(4);
    assertThat(grades.shared()).hasSize(1 + 3 + 2).first().matches(MapChange::isNone);
    assertThat(grades.adversarial()).isEmpty();
    assertThat(Grades.of(Map.of()).changes()).containsOnlyKeys(Kind.values());
    assertThat(Grades.usual().adversarial()).hasSize(4);
  }

  @Test
  void whatIsNoGradeIsOneLine() {
    assertThatThrownBy(() -> Grades.of(Map.of("spin", "5")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid kind of --grades: spin (expected rotation, blur, noise, gain,"
                + " attenuation-anterior, attenuation-inferior, fgsm)");
    for (String wrong : new String[] {"400", "x", "5,,6", "NaN"}) {
      assertThatThrownBy(() -> Grades.of(Map.of("rotation", wrong)))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Invalid value of --grades rotation: ")
          .hasMessageEndingWith(
              " (expected numbers from -180 to 180 between commas: degrees counter-clockwise)");
    }
    assertThatThrownBy(() -> Grades.of(Map.of("rotation", "1,".repeat(30) + "1")))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid value of --grades rotation: 31 numbers (expected at most 20)");
  }
}
