package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LossesTest {

  private static final Offset<Double> CLOSED = within(1e-9);

  /** R 4.2.2: mean and sd/sqrt(n) of the losses of patients. */
  @Test
  void agreesWithR() {
    Losses ours = Losses.of(Formula.first());
    assertThat(Made.present(ours.brier())).isEqualTo(0.185711067912, CLOSED);
    assertThat(Made.present(ours.brierSe())).isEqualTo(0.009724819394, CLOSED);
    assertThat(Made.present(ours.logLoss())).isEqualTo(0.548581506101, CLOSED);
    assertThat(Made.present(ours.logLossSe())).isEqualTo(0.023554470533, CLOSED);
    assertThat(Made.present(ours.logLossLower()))
        .isEqualTo(0.548581506101 - 1.959963984540054 * 0.023554470533, CLOSED);
    assertThat(Made.present(ours.brierUpper()))
        .isEqualTo(0.185711067912 + 1.959963984540054 * 0.009724819394, CLOSED);
  }

  @Test
  void intervalsStayWhereLossesAre() {
    Losses small = Losses.of(Made.sample(new int[] {1, 0, 0}, .9, .0, .6));
    assertThat(Made.present(small.brierLower())).isZero();
    assertThat(Made.present(small.logLossLower())).isZero();
    Losses large = Losses.of(Made.sample(new int[] {0, 0, 1}, 1, 1, .9));
    assertThat(Made.present(large.brierUpper())).isEqualTo(1);
  }

  /** A patient's losses over repeats are averaged first: they are not independent. */
  @Test
  void repeatsOfOnePatientAreOnePatient() {
    Losses once = Losses.of(Formula.first());
    Losses same =
        Losses.of(Made.sample(Formula.labels(), Formula.firstScores(), Formula.firstScores()));
    assertThat(Made.present(same.brierSe())).isEqualTo(Made.present(once.brierSe()), within(1e-14));
    Losses two =
        Losses.of(Made.sample(new int[] {1, 0}, new double[] {.5, .5}, new double[] {.75, 0}));
    // Losses of patients: (.25 + .0625)/2 and (.25 + 0)/2; of repeats: .25 and .03125.
    assertThat(Made.present(two.brier())).isEqualTo(0.140625, within(1e-15));
    double spread = Math.pow(.15625 - .125, 2) / 2 / 2;
    double between = Math.pow(.25 - .03125, 2) / 2 / 2;
    assertThat(Made.present(two.brierSe())).isEqualTo(Math.sqrt(spread + between), within(1e-15));
  }

  @Test
  void sureAndRightCostsNothingSureAndWrongEverything() {
    Losses right = Losses.of(Made.sample(new int[] {1, 0, 1}, 1, 0, .5));
    assertThat(Made.present(right.logLoss())).isEqualTo(Math.log(2) / 3, within(1e-15));
    Losses wrong = Losses.of(Made.sample(new int[] {1, 0, 1}, 0, 1, .5));
    assertThat(Made.why(wrong.logLoss()))
        .isEqualTo("infinite: 2 scores rule out what the label says");
    assertThat(Made.why(wrong.logLossUpper())).startsWith("infinite: 2 scores");
    assertThat(Made.present(wrong.brier())).isEqualTo(0.75, within(1e-15));
    assertThat(Made.why(Losses.of(Made.sample(new int[] {1, 0}, 0, .5)).logLoss()))
        .isEqualTo("infinite: 1 score rules out what the label says");
  }

  @Test
  void whatHasNoSpreadHasNoInterval() {
    Losses one = Losses.of(Made.sample(new int[] {1}, .25));
    assertThat(Made.present(one.brier())).isEqualTo(.5625);
    assertThat(Made.why(one.brierSe())).isEqualTo("only one patient");
    Losses same = Losses.of(Made.sample(new int[] {1, 1, 1}, .1, .1, .1));
    assertThat(Made.present(same.logLoss())).isEqualTo(-Math.log(.1), within(1e-15));
    assertThat(Made.why(same.logLossLower())).isEqualTo("no variance between patients");
    assertThat(Made.why(Losses.of(Sample.NOBODY).brier()))
        .isEqualTo("no patient with a score in every repeat");
  }
}
