package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures of scores whose truth is known. */
class ScoredTest {

  @Test
  void theAreaCountsPairsAndHalvesTies() {
    assertThat(Scored.auroc(List.of(at(0, 0), at(1, 1), at(1, 0), at(2, 1))))
        .isEqualTo((1 + 0.5 + 1 + 1) / 4);
  }

  @Test
  void risksThatAreTrueAreCalibrated() {
    List<Scored> patients = calibrated(0, 1);
    assertThat(Scored.inTheLarge(patients)).isCloseTo(0, within(0.05));
    assertThat(Scored.slope(patients)).isCloseTo(1, within(0.06));
    assertThat(Scored.meanExcess(patients)).isCloseTo(0, within(0.01));
  }

  @Test
  void whatIsWrongWithRisksIsFound() {
    assertThat(Scored.inTheLarge(calibrated(0.7, 1))).isCloseTo(0.7, within(0.06));
    assertThat(Scored.meanExcess(calibrated(0.7, 1))).isLessThan(-0.08);
    assertThat(Scored.slope(calibrated(0.3, 0.5))).isCloseTo(0.5, within(0.05));
  }

  @Test
  void oneClassHasNoFigures() {
    List<Scored> patients = List.of(at(0, 1), at(1, 1));
    assertThat(Scored.auroc(patients)).isNaN();
    assertThat(Scored.inTheLarge(patients)).isNaN();
    assertThat(Scored.slope(patients)).isNaN();
  }

  /** Scores whose patients have the label as often as intercept and slope say. */
  private static List<Scored> calibrated(double intercept, double slope) {
    Draws draws = new Draws(3);
    List<Scored> patients = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      double logit = draws.normal(0, 1.5);
      double risk = 1 / (1 + Math.exp(-(intercept + slope * logit)));
      patients.add(at(logit, draws.chance(risk) ? 1 : 0));
    }
    return patients;
  }

  private static Scored at(double logit, int label) {
    return new Scored(logit, label);
  }
}
