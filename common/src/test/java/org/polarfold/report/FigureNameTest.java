package org.polarfold.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureNameTest {

  @Test
  void saysWhatItShows() {
    assertThat(FigureName.of("auroc-by-site", "impaired_mfr", "reserve", "dl"))
        .isEqualTo("auroc-by-site-impaired-mfr-reserve-dl");
  }

  @Test
  void foreignWordsGiveHarmlessNamesThatStayApart() {
    String shouted = FigureName.of("mean-map", "rest", "SITE<script>");
    String spoken = FigureName.of("mean-map", "rest", "site script");
    String empty = FigureName.of("mean-map", "rest", "\u202e");
    assertThat(shouted).matches("mean-map-rest-site-script-[0-9a-f]{8}").isNotEqualTo(spoken);
    assertThat(empty).matches("mean-map-rest-[0-9a-f]{8}");
    String longest = FigureName.of("mean-map", "rest", "a".repeat(300));
    assertThat(longest)
        .hasSizeLessThanOrEqualTo(80)
        .isNotEqualTo(FigureName.of("mean-map", "rest", "a".repeat(301)));
  }
}
