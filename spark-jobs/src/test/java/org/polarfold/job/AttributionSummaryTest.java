package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polarfold.report.AttributionFacts;
import org.polarfold.store.AttributionStore.Attribution;
import org.polarfold.study.PolarMap;

class AttributionSummaryTest {

  /** Six rings of 72 places are the apex: a gradient of 0.001 in each is 0.432 in all. */
  @Test
  void aSegmentIsWhatItContributes() {
    double[] occlusion = new double[PolarMap.SIZE];
    double[] gradient = new double[PolarMap.SIZE];
    Arrays.fill(occlusion, 0, 6 * PolarMap.SECTORS, 0.4);
    Arrays.fill(gradient, 0, 6 * PolarMap.SECTORS, 0.001);

    AttributionFacts facts =
        AttributionSummary.of(
            Map.of("run", "demo-1"),
            List.of(attribution("occlusion", occlusion), attribution("gradient", gradient)));

    assertThat(facts.provenance()).containsEntry("run", "demo-1");
    assertThat(facts.attributions().get(0).segments()).containsOnly(0.0, 0.4);
    assertThat(facts.attributions().get(0).segments().get(16)).isEqualTo(0.4);
    assertThat(facts.attributions().get(0).places()).isEmpty();
    assertThat(facts.attributions().get(1).segments().get(16))
        .isCloseTo(0.432, Offset.offset(1e-12));
    assertThat(facts.attributions().get(1).segments().get(0)).isZero();
    assertThat(facts.attributions().get(1).places()).hasSize(PolarMap.SIZE).contains(0.001f);
  }

  private static Attribution attribution(String method, double[] places) {
    return new Attribution("sex", "reserve", "reserve", method, 12, places, places);
  }
}
