package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code ./run check coverage} through the real main. */
final class CoverageCheckJobTest {

  @Test
  void printsTheTableAndSaysHowFarItIsWhereItIsAskedTo() {
    String[] command = {"check", "coverage", "--consortia", "2", "--scenario", "new-sites"};
    Told told = Told.by(command);

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.out())
        .startsWith("Scenario `new-sites`")
        .contains("| pooled drop, plain mean of sites | headline | all | 2 | 0 |");
    assertThat(told.err()).isEmpty();
    String[] verbose = Arrays.copyOf(command, command.length + 1);
    verbose[command.length] = "--verbose";
    assertThat(Told.by(verbose).err())
        .containsPattern(" 50 %  Simulating new-sites; [0-9.]+ consortia/(s|min|h), about ")
        .contains("100 %  Simulating new-sites");
  }

  @Test
  void printsEveryDigitAsJson() {
    Told told =
        Told.by("check", "coverage", "--consortia", "2", "--scenario", "no-shift", "--json");

    assertThat(told.out()).startsWith("Scenario `no-shift`");
    JsonNode last = told.json();
    assertThat(last.path("command").asText()).isEqualTo("check coverage");
    JsonNode rows = last.path("result");
    assertThat(rows).hasSizeGreaterThan(20);
    assertThat(rows.get(0).path("quantity").asText()).isEqualTo("external AUROC");
    assertThat(rows.get(0).path("veryModels").asDouble(-1)).isBetween(0.0, 1.0);
    assertThat(last.toString()).doesNotContain("NaN");
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
