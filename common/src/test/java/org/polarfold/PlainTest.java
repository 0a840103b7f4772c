package org.polarfold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlainTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "-180, -180",
    "1000, 1000",
    "0.25, 0.25",
    "1e-8, 0.00000001",
    "1.5e-8, 0.000000015",
    "1e-300, 1e-300",
    "1e300, 1e300",
    "123456789.5, 123456789.5",
    "NaN, NaN",
    "-Infinity, -Infinity",
  })
  void numbersAreWrittenAsPeopleDo(double number, String written) {
    assertThat(Plain.number(number)).isEqualTo(written);
  }
}
