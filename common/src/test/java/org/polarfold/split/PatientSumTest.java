package org.polarfold.split;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatientSumTest {

  private static final PatientSum ANNA = PatientSum.of("anna");
  private static final PatientSum BERTA = PatientSum.of("berta");

  @Test
  void doesNotDependOnTheOrderAndTellsWhoIsMissing() {
    PatientSum both = ANNA.plus(BERTA);

    assertThat(both).isEqualTo(BERTA.plus(ANNA)).isNotEqualTo(ANNA.plus(ANNA));
    assertThat(both.count()).isEqualTo(2);
    assertThat(both.minus(BERTA)).isEqualTo(ANNA);
    assertThat(both.minus(BERTA).minus(ANNA)).isEqualTo(PatientSum.NOBODY);
    assertThat(PatientSum.NOBODY.minus(ANNA).plus(ANNA)).isEqualTo(PatientSum.NOBODY);
  }

  @Test
  void isReadAsItIsWritten() {
    PatientSum both = ANNA.plus(BERTA);

    assertThat(both.hex()).matches("[0-9a-f]{64}").doesNotContain("anna");
    assertThat(PatientSum.of(2, both.hex())).contains(both);
    assertThat(PatientSum.of(0, PatientSum.NOBODY.hex())).contains(PatientSum.NOBODY);
    assertThat(PatientSum.of(2, "")).isEmpty();
    assertThat(PatientSum.of(2, both.hex() + "0")).isEmpty();
  }
}
