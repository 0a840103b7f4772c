package org.polarfold.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ShareTest {

  @Test
  void withOneIntervalAConsortiumTheErrorIsTheBinomialOne() {
    Share share = new Share();
    for (int i = 0; i < 20; i++) {
      share.add(i != 7);
      share.endOfConsortium();
    }

    assertThat(share.count()).isEqualTo(20);
    assertThat(share.value()).isEqualTo(0.95);
    assertThat(share.se()).isCloseTo(Math.sqrt(0.95 * 0.05 / 20), within(1e-15));
  }

  @Test
  void intervalsThatMissTogetherCountAsOneDraw() {
    Share together = new Share();
    for (int i = 0; i < 20; i++) {
      together.add(i < 10);
      together.add(i < 10);
      together.endOfConsortium();
    }
    together.endOfConsortium();

    assertThat(together.se()).isCloseTo(Math.sqrt(0.25 / 20), within(1e-15));
  }
}
