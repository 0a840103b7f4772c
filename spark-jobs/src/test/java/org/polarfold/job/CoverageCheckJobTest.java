package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** {@code ./run check coverage} through the real main. */
final class CoverageCheckJobTest {

  @Test
  void printsTheTableAndSaysHowFarItIs() {
    Told told = Told.by("check", "coverage", "--consortia", "2", "--scenario", "new-sites");

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.out())
        .startsWith("Scenario `new-sites`")
        .contains("| pooled drop, plain mean of sites | headline | all | 2 | 0 |");
    assertThat(told.err()).contains("100 %  Simulating new-sites");
  }

  @Test
  void printsEveryDigitAsJson() throws JsonProcessingException {
    Told told =
        Told.by("check", "coverage", "--consortia", "2", "--scenario", "no-shift", "--json");

    JsonNode rows = new ObjectMapper().readTree(told.out());
    assertThat(rows).hasSizeGreaterThan(20);
    assertThat(rows.get(0).path("quantity").asText()).isEqualTo("external AUROC");
    assertThat(rows.get(0).path("veryModels").asDouble(-1)).isBetween(0.0, 1.0);
    assertThat(told.out()).doesNotContain("NaN");
  }

  @Test
  void theSameSeedGivesTheSameTable() {
    String[] command = {"check", "coverage", "--consortia", "2", "--scenario", "new-sites"};

    assertThat(Told.by(command).out()).isEqualTo(Told.by(command).out());
  }

  @Test
  void mistakesAreOneLine() {
    assertOneLine(Told.by("check"), "no simulation named (expected one of coverage");
    assertOneLine(
        Told.by("check", "coverage", "--scenario", "drift"),
        "Invalid scenario: \"drift\" (expected no-shift, shift, new-sites or all)");
    assertOneLine(
        Told.by("check", "coverage", "--consortia", "1"),
        "Invalid number of consortia: 1 (expected 2 to 1000000)");
  }

  private static void assertOneLine(Told told, String part) {
    assertThat(told.err()).contains(part);
    assertThat(told.err().lines()).hasSize(1);
    assertThat(told.out()).isEmpty();
    assertThat(told.status()).isEqualTo(2);
  }
}
