package org.polarfold.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolarMapTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 2159, 2161})
  void anotherNumberOfValuesIsRefused(int length) {
    assertThatThrownBy(() -> PolarMap.of(new float[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid polar map: " + length + " values (expected 2160)");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aValueThatIsNotFiniteIsRefused(float value) {
    float[] values = new float[PolarMap.SIZE];
    values[PolarMap.SIZE - 1] = value;

    assertThatThrownBy(() -> PolarMap.of(values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid polar map: a value is " + value);
  }

  @Test
  void ringsFollowOneAnotherFromTheApex() {
    float[] values = new float[PolarMap.SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    PolarMap map = PolarMap.of(values);

    assertThat(map.at(0, 0)).isZero();
    assertThat(map.at(0, 71)).isEqualTo(71);
    assertThat(map.at(1, 0)).isEqualTo(72);
    assertThat(map.at(29, 71)).isEqualTo(2159);
  }

  @Test
  void nobodyChangesAMapFromOutside() {
    float[] given = new float[PolarMap.SIZE];
    PolarMap map = PolarMap.of(given);

    given[0] = 1;
    map.toArray()[1] = 1;

    assertThat(map).isEqualTo(flat(0));
  }

  @Test
  void mapsAreEqualByTheirValues() {
    float[] values = new float[PolarMap.SIZE];
    values[2000] = 1;

    assertThat(PolarMap.of(values))
        .isEqualTo(PolarMap.of(values))
        .hasSameHashCodeAs(PolarMap.of(values))
        .isNotEqualTo(flat(0));
  }

  @Test
  void reserveIsStressOverRest() {
    float[] stress = new float[PolarMap.SIZE];
    Arrays.fill(stress, 3);
    stress[5] = 1;

    PolarMap reserve = PolarMap.of(stress).over(flat(0.5f));

    assertThat(reserve.at(0, 5)).isEqualTo(2);
    assertThat(reserve.at(0, 4)).isEqualTo(6);
    assertThat(reserve.at(29, 71)).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -0.0f, -1})
  void reserveNeedsFlowAtRest(float value) {
    float[] rest = flat(1).toArray();
    rest[77] = value;

    assertThatThrownBy(() -> flat(2).over(PolarMap.of(rest)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid polar map: a value to divide by is not positive");
  }

  @Test
  void aReserveThatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> flat(2).over(flat(Float.MIN_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid polar map: a value is Infinity");
  }

  @Test
  void aMapInAMessageShowsNoValues() {
    assertThat(flat(1.25f)).hasToString("PolarMap[30x72]");
  }

  private static PolarMap flat(float value) {
    float[] values = new float[PolarMap.SIZE];
    Arrays.fill(values, value);
    return PolarMap.of(values);
  }
}
