package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class PredictiveValuesTest {

  private static PredictiveValues at(double prevalence, OperatingPoint point) {
    return PredictiveValues.of(point).stream()
        .filter(one -> one.prevalence() == prevalence)
        .findFirst()
        .orElseThrow();
  }

  private static PredictiveValues.Value value(Estimate<PredictiveValues.Value> estimate) {
    return ((Estimate.Value<PredictiveValues.Value>) estimate).value();
  }

  /** By hand: of 1,000 patients 100 are ill, 80 of them and 90 of the 900 others are positive. */
  @Test
  void theyFollowFromBayesTheorem() {
    PredictiveValues values = at(0.1, OperatingPoint.of(80, 20, 180, 20));

    assertThat(value(values.positive()).value()).isCloseTo(80.0 / 170, within(1e-12));
    assertThat(value(values.negative()).value()).isCloseTo(810.0 / 830, within(1e-12));
    // Python: tp, fn, tn, fp = 80.5, 20.5, 180.5, 20.5; s = tp / (tp + fn),
    // c = tn / (tn + fp); expit(log(s * .1 / ((1 - c) * .9)) -+ 1.959964 * sqrt((1 - s) / tp + c /
    // fp))
    assertThat(value(values.positive()).lower()).isCloseTo(0.362839, within(1e-6));
    assertThat(value(values.positive()).upper()).isCloseTo(0.569705, within(1e-6));
    assertThat(value(values.negative()).lower()).isCloseTo(0.964260, within(1e-6));
    assertThat(value(values.negative()).upper()).isCloseTo(0.983269, within(1e-6));
  }

  @Test
  void aCellOfNobodyStillHasAnInterval() {
    PredictiveValues values = at(0.2, OperatingPoint.of(30, 0, 50, 0));

    assertThat(value(values.positive()).value()).isEqualTo(1);
    assertThat(value(values.positive()).upper()).isEqualTo(1);
    assertThat(value(values.positive()).lower()).isBetween(0.5, 0.99);
    assertThat(value(values.negative()).lower()).isBetween(0.8, 0.99);
  }

  @Test
  void whereNobodyIsCalledSoThereIsNoValue() {
    PredictiveValues values = at(0.2, OperatingPoint.of(0, 30, 50, 0));

    assertThat(values.positive()).isEqualTo(Estimate.none("nobody is positive"));
    assertThat(values.negative()).isInstanceOf(Estimate.Value.class);
    assertThat(at(0.2, OperatingPoint.of(0, 0, 50, 1)).negative())
        .isEqualTo(Estimate.none("no patient with label 1"));
  }

  /** Of 4,000 cohorts of a truth 94 to 97 in 100 intervals hold it. */
  @Test
  void intervalsHoldTheTruthAsOftenAsTheySay() {
    double sensitivity = 0.85;
    double specificity = 0.8;
    double positive = 0.1 * sensitivity / (0.1 * sensitivity + 0.9 * (1 - specificity));
    double negative = 0.9 * specificity / (0.9 * specificity + 0.1 * (1 - sensitivity));

    assertThat(held(positive, PredictiveValues::positive)).isBetween(0.94, 0.97);
    assertThat(held(negative, PredictiveValues::negative)).isBetween(0.94, 0.97);
  }

  private static double held(
      double truth, Function<PredictiveValues, Estimate<PredictiveValues.Value>> which) {
    Random random = new Random(20261129);
    int held = 0;
    for (int cohort = 0; cohort < 4000; cohort++) {
      int tp = drawn(random, 60, 0.85);
      int tn = drawn(random, 140, 0.8);
      PredictiveValues.Value told =
          value(which.apply(at(0.1, OperatingPoint.of(tp, 60 - tp, tn, 140 - tn))));
      held += told.lower() <= truth && truth <= told.upper() ? 1 : 0;
    }
    return held / 4000.0;
  }

  private static int drawn(Random random, int n, double share) {
    int some = 0;
    for (int i = 0; i < n; i++) {
      some += random.nextDouble() < share ? 1 : 0;
    }
    return some;
  }

  @Test
  void theyGoFromOnePercentToAHalf() {
    assertThat(PredictiveValues.of(OperatingPoint.of(80, 20, 180, 20)))
        .extracting(PredictiveValues::prevalence)
        .isEqualTo(List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5));
  }
}
