package org.polarfold.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Distances of sites beside what is lost there. */
class RankRelationTest {

  /** By hand: 6 sum(d^2) = 24, 5 (25 - 1) = 120; 16 of 120 orders have 0.8 or more either way. */
  @Test
  void itIsSpearmansWithAShareOfOrders() {
    RankRelation relation =
        RankRelation.of(new double[] {0.5, 0.6, 0.7, 0.8, 0.9}, new double[] {1, 3, 2, 5, 4}, 1)
            .orElseThrow();
    assertThat(relation.k()).isEqualTo(5);
    assertThat(relation.spearman()).isCloseTo(0.8, within(1e-12));
    assertThat(relation.p()).isCloseTo(16 / 120.0, within(0.012));
  }

  @Test
  void ofFewSitesOrEqualDropsThereIsNone() {
    assertThat(RankRelation.of(new double[] {1, 2, 3}, new double[] {1, 2, 3}, 1)).isEmpty();
    assertThat(RankRelation.of(new double[] {1, 2, 3, 4}, new double[] {0, 0, 0, 0}, 1)).isEmpty();
  }
}
