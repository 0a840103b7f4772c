package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polarfold.simulate.ShiftEffect.Expectation;

/** What is planted moves what it can move, and nothing else. */
class ShiftCheckTest {

  private static final ShiftCheck CHECK = new ShiftCheck(Path.of("../conf/simulated/presets"), 120);
  private static final String RESERVE = "AUROC, impaired reserve from reserve";

  private static List<ShiftEffect> effects;

  @BeforeAll
  static void simulate() {
    effects = CHECK.of(List.of("gain", "artefact", "no-shift"), 1, 3, () -> {});
  }

  @Test
  void theControlMovesNothing() {
    assertThat(effects)
        .filteredOn(one -> one.shift().equals("no-shift"))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.mean()).isIn(0.0, Double.NaN));
  }

  @Test
  void aGainMovesCalibrationAndNotTheArea() {
    Map<String, ShiftEffect> gain = of("gain");
    assertThat(gain.get("AUROC, impaired reserve from stress"))
        .matches(ShiftEffect::shown)
        .matches(one -> one.expectation() == Expectation.STAYS);
    assertThat(
            gain.get("distance of mean risk from the share of events, impaired reserve from rest"))
        .matches(one -> one.lower() > 0.02);
  }

  @Test
  void anArtefactOfStressMovesTheAreaAndNotThatOfRest() {
    Map<String, ShiftEffect> artefact = of("artefact");
    assertThat(artefact.get(RESERVE)).matches(one -> one.upper() < -0.03);
    assertThat(artefact.get("AUROC, impaired reserve from rest")).matches(one -> one.mean() == 0);
  }

  @Test
  void theSameSeedGivesTheSameMoves() {
    assertThat(CHECK.of(List.of("noise"), 5, 2, () -> {}))
        .isEqualTo(CHECK.of(List.of("noise"), 5, 2, () -> {}));
  }

  @Test
  void anExpectationCanFail() {
    double[] up = {0.02, 0.03, 0.025};
    assertThat(ShiftEffect.of("", "", Expectation.RISES, up).shown()).isTrue();
    assertThat(ShiftEffect.of("", "", Expectation.FALLS, up).shown()).isFalse();
    assertThat(ShiftEffect.of("", "", Expectation.STAYS, up).shown()).isFalse();
    assertThat(ShiftEffect.of("", "", Expectation.DOES_NOT_RISE, up).shown()).isFalse();
    assertThat(ShiftEffect.of("", "", Expectation.STAYS, new double[] {0.001, -0.001}).shown())
        .isFalse();
    assertThat(ShiftEffect.of("", "", Expectation.STAYS, new double[] {0.0001, -0.0001}).shown())
        .isTrue();
    assertThat(ShiftEffect.of("", "", Expectation.RISES, new double[] {Double.NaN, 1}).shown())
        .isFalse();
  }

  @Test
  void theLastStepOfAKnobIsItsPreset() {
    for (KnobSteps knob : KnobSteps.all()) {
      assertThat(knob.steps()).hasSize(3);
    }
    assertThat(lastStep("rotation")).isEqualTo(birch("rotation"));
    assertThat(lastStep("blur")).isEqualTo(birch("blur"));
    assertThat(lastStep("noise")).isEqualTo(birch("noise"));
    assertThat(lastStep("artefact")).isEqualTo(birch("artefact"));
    assertThat(lastStep("attenuation")).isEqualTo(birch("attenuation"));
  }

  private static AcquisitionKnobs lastStep(String name) {
    return KnobSteps.all().stream()
        .filter(knob -> knob.name().equals(name))
        .findFirst()
        .orElseThrow()
        .steps()
        .get(2)
        .knobs();
  }

  private static AcquisitionKnobs birch(String preset) {
    return ShiftCheck.sites(Path.of("../conf/simulated/presets"), preset).get(1).knobs();
  }

  private static Map<String, ShiftEffect> of(String shift) {
    return effects.stream()
        .filter(one -> one.shift().equals(shift))
        .collect(Collectors.toMap(ShiftEffect::figure, Function.identity()));
  }
}
