package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polarfold.simulate.MarginalFigure.Bounds;
import org.polarfold.simulate.MarginalFigure.Verdict;

/** The table passes for the simulator as it is, and not for another one. */
class MarginalsTest {

  private static final int PATIENTS = 1000;

  private static List<MarginalFigure> figures;

  @BeforeAll
  static void simulate() {
    figures = Marginals.of(1, PATIENTS, () -> {});
  }

  @Test
  void nothingIsOutsideButWhatTheTableNames() {
    assertThat(figures).hasSizeGreaterThan(60);
    assertThat(figures).filteredOn(one -> one.verdict().fails()).isEmpty();
    assertThat(figures)
        .filteredOn(one -> one.verdict() == Verdict.KNOWN_OUTSIDE)
        .hasSize(3)
        .allMatch(one -> one.what().endsWith("Rb-82 less O-15 water, SD"));
    assertThat(figures).filteredOn(one -> one.verdict() == Verdict.WITHIN).hasSizeGreaterThan(35);
  }

  @Test
  void figuresAreThoseOfTheirNames() {
    assertThat(figure("rest, mean", "no narrowed artery")).isCloseTo(1.02, within(0.03));
    assertThat(figure("reserve, SD", "no narrowed artery")).isCloseTo(0.61, within(0.06));
    assertThat(figure("stress, mean", "O-15 water, no narrowed artery"))
        .isEqualTo(figure("stress, mean", "no narrowed artery"));
    assertThat(figure("stress, mean", "Rb-82, roll-off left, no narrowed artery"))
        .isLessThan(figure("stress, mean", "N-13 ammonia, roll-off left, no narrowed artery"));
    assertThat(figure("rest, % more by TOF-OSEM than RAMLA (log), mean", "everybody"))
        .isCloseTo(100 * Math.log(1.142), within(1e-3));
  }

  @Test
  void anotherSimulatorFails() {
    FlowModel usual = FlowModel.N13_AMMONIA;
    FlowModel wide =
        new FlowModel(
            usual.rest(),
            usual.stress() * 1.2,
            0.4,
            usual.stressSd(),
            usual.correlation(),
            -usual.womenRest(),
            usual.womenStress(),
            usual.stressPerYear(),
            usual.regional(),
            usual.texture(),
            usual.sharedTexture(),
            usual.sexPattern(),
            usual.sexPatternSd());
    PatientModel reference = PatientModel.REFERENCE;
    PatientModel other =
        new PatientModel(
            wide, reference.traits(), reference.obstructive(), reference.microvascular());
    assertThat(Marginals.of(other, 1, 300, () -> {}))
        .filteredOn(one -> one.verdict() == Verdict.OUTSIDE)
        .extracting(MarginalFigure::what)
        .contains("stress, mean", "rest, SD", "rest, difference of means");
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    assertThat(Marginals.of(1, 300, () -> {})).isEqualTo(Marginals.of(1, 300, () -> {}));
    assertThat(Marginals.of(2, 300, () -> {})).isNotEqualTo(Marginals.of(1, 300, () -> {}));
  }

  @Test
  void aRowThatSaysOutsideAndIsWithinFails() {
    Bounds bounds = new Bounds(1, 2, "");
    assertThat(judged(bounds, 2, "reason")).isEqualTo(Verdict.NO_LONGER_OUTSIDE);
    assertThat(Verdict.NO_LONGER_OUTSIDE.fails()).isTrue();
    assertThat(judged(bounds, 2.01, "reason")).isEqualTo(Verdict.KNOWN_OUTSIDE);
    assertThat(judged(bounds, 2.01, null)).isEqualTo(Verdict.OUTSIDE);
    assertThat(judged(bounds, Double.NaN, null)).isEqualTo(Verdict.OUTSIDE);
    assertThat(judged(bounds, 1, null)).isEqualTo(Verdict.WITHIN);
    assertThat(judged(null, 1, null)).isEqualTo(Verdict.NOT_JUDGED);
  }

  @Test
  void theAreaCountsPairs() {
    BinnedArea area = new BinnedArea();
    area.add(0.1, true);
    area.add(0.5, true);
    area.add(0.5, false);
    area.add(0.3, false);
    assertThat(area.value()).isEqualTo((1 + 1 + 0.5 + 0) / 4);
  }

  private static Verdict judged(
      @Nullable Bounds bounds, double figure, @Nullable String departure) {
    return new MarginalFigure(
            "", "", "", "", Optional.ofNullable(bounds), figure, Optional.ofNullable(departure))
        .verdict();
  }

  private static double figure(String what, String whom) {
    return figures.stream()
        .filter(one -> one.what().equals(what) && one.whom().equals(whom))
        .findFirst()
        .orElseThrow()
        .simulated();
  }
}
