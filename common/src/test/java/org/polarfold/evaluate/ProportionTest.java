package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProportionTest {

  /** The pooled threshold of the golden consortium: tp 250, fn 149, tn 471, fp 361. */
  @Test
  void agreesWithTheGoldenConsortium() {
    Proportion sensitivity = Made.present(Proportion.of(250, 399));
    assertThat(sensitivity.value()).isEqualTo(0.62656641604, within(1e-9));
    assertThat(sensitivity.lower()).isEqualTo(0.578108276125, within(1e-9));
    assertThat(sensitivity.upper()).isEqualTo(0.672610704726, within(1e-9));
    Proportion specificity = Made.present(Proportion.of(471, 832));
    assertThat(specificity.lower()).isEqualTo(0.532201539254, within(1e-9));
    assertThat(specificity.upper()).isEqualTo(0.599402365816, within(1e-9));
  }

  @Test
  void theEndsHoldNoRounding() {
    double z2 = 1.959963984540054 * 1.959963984540054;
    for (int n : new int[] {1, 2, 7, 36, 1000, 10_000_000}) {
      Proportion none = Made.present(Proportion.of(0, n));
      assertThat(none.lower()).isZero();
      assertThat(none.upper()).isEqualTo(z2 / (n + z2), within(1e-12));
      Proportion all = Made.present(Proportion.of(n, n));
      assertThat(all.upper()).isEqualTo(1);
      assertThat(all.lower()).isEqualTo(n / (n + z2), within(1e-12));
    }
  }

  @Test
  void nobodyIsNoProportion() {
    assertThat(Made.why(Proportion.of(0, 0))).isEqualTo("no patient to count among");
  }
}
