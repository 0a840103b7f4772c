package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTest {

  @ParameterizedTest
  @CsvSource({
    "impaired_mfr, reserve, true",
    "impaired_mfr, rest-stress, true",
    "impaired_mfr, stress, false",
    "sex, reserve, false",
    "death, polar map of ours, false",
  })
  void isCircularWhereTheMapDefinesTheTarget(String target, String map, boolean circular) {
    assertThat(new Cell(target, "dl", map).circular()).isEqualTo(circular);
  }
}
