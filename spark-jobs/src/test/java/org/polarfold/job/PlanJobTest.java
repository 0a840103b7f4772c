package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.evaluate.DropPower;

/** The planner through the real main. */
final class PlanJobTest {

  private static final String USUAL =
      "--auroc 0.75 --drop 0.05 --events 0.3 --sites 8 --patients 400 --correlation 0.4";

  @Test
  void tellsPowerAndSampleSize() {
    Told told = plan(USUAL);

    assertThat(told.status()).isZero();
    assertThat(told.err()).isEmpty();
    assertThat(told.out())
        .contains("from 0.75 to 0.700, at 8 sites of 400 patients")
        .containsPattern("one site +0\\.\\d{3} +\\d+ patients +\\d+ patients\n")
        .containsPattern("all 8 sites +0\\.\\d{3} +\\d+ patients a site +\\d+ patients a site\n")
        .containsPattern("sites of 400 patients +\\d+ sites +\\d+ sites\n");
  }

  @Test
  void saysWhereNoNumberOfPatientsIsEnough() {
    assertThat(plan(USUAL + " --tau 0.1").out())
        .containsPattern("all 8 sites +0\\.\\d{3} +cannot be reached +cannot be reached\n")
        .contains("Pooled, 90 % cannot be reached: 8 sites whose drops differ by tau = 0.1");
  }

  @Test
  void itsHelpSaysWhatIsCorrelated() {
    Told told = plan("--help");

    assertThat(told.err()).isEmpty();
    assertThat(told.out().replaceAll("\\s+", " "))
        .contains("Correlation of the two paired AUROC estimates of one site")
        .contains("for 80 and 90 %.");
  }

  @Test
  void tellsTheSameInOneLineOfJson() {
    Told told = plan(USUAL + " --tau 0.1 --alpha 0.01 --json");
    JsonNode json = told.json().path("result");
    DropPower plan = new DropPower(0.75, 0.05, 0.3, 8, 400, 0.4, 0.1, 0.01);

    assertThat(told.out()).contains("one site").hasLineCount(12);
    assertThat(json.path("plan").path("tau").doubleValue()).isEqualTo(0.1);
    assertThat(json.path("powerPooled").doubleValue()).isEqualTo(plan.pooled(), within(1e-12));
    assertThat(json.path("powerAtOneSite").doubleValue())
        .isEqualTo(plan.atOneSite(), within(1e-12));
    assertThat(json.path("patientsAtOneSite").path("0.8").isInt()).isTrue();
    assertThat(json.path("patientsPerSite").path("0.9").path("notEstimable").textValue())
        .startsWith("cannot be reached");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--auroc 1.2       | Invalid value of --auroc: 1.2 (expected above 0.5 and below 1)",
        "--auroc NaN       | Invalid value of --auroc: NaN (expected above 0.5 and below 1)",
        "--drop 0          | Invalid value of --drop: 0 (expected above 0 and below --auroc)",
        "--events 30       | Invalid value of --events: 30 (expected a share above 0 and below 1)",
        "--sites 1         | Invalid value of --sites: 1 (expected 2 to 10000)",
        "--patients 6      | Invalid value of --patients: 6 (expected patients per site, 7 to",
        "--correlation 1   | Invalid value of --correlation: 1 (expected above -1 and below 1)",
        "--tau -0.1        | Invalid value of --tau: -0.1 (expected 0 to 0.5)",
        "--alpha 0         | Invalid value of --alpha: 0 (expected above 0 and below 0.5)",
        "--sites many      | Invalid command: ",
      })
  void aMistakeIsOneLine(String mistake, String expected) {
    String[] wrong = mistake.strip().split(" ", -1);
    List<String> arguments = new ArrayList<>(List.of(USUAL.split(" ", -1)));
    int at = arguments.indexOf(wrong[0]);
    if (at < 0) {
      arguments.addAll(List.of(wrong));
    } else {
      arguments.set(at + 1, wrong[1]);
    }
    Told told = plan(String.join(" ", arguments));

    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err()).hasLineCount(1).startsWith(expected.strip());
    assertThat(told.out()).isEmpty();
  }

  private static Told plan(String arguments) {
    return Told.by(("plan " + arguments).split(" ", -1));
  }
}
