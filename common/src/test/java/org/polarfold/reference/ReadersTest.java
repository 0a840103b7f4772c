package org.polarfold.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Estimate;

/**
 * Four readers of 240 patients, by formula; figures of a script of its own with NumPy and SciPy,
 * which found the maximum of the likelihood by {@code minimize}, not by EM.
 */
class ReadersTest {

  private static final Offset<Double> CLOSED = within(1e-9);
  private static final Offset<Double> ITERATED = within(1e-6);

  private static final double[] SENSITIVE = {0.9, 0.8, 0.75, 0.95};
  private static final double[] SPECIFIC = {0.85, 0.9, 0.7, 0.95};
  private static final double[] STEPS = {
    0.7548776662466927, 0.5698402909980532, 0.4142135623730950, 0.7320508075688772
  };

  private static double[][] readings() {
    double[][] readings = new double[4][240];
    for (int r = 0; r < 4; r++) {
      for (int i = 1; i <= 240; i++) {
        boolean event = fraction(0.6180339887498949 * i) < 0.35;
        double drawn = fraction(STEPS[r] * i);
        readings[r][i - 1] = (event ? drawn < SENSITIVE[r] : drawn >= SPECIFIC[r]) ? 1 : 0;
      }
    }
    return readings;
  }

  private static double fraction(double value) {
    return value - Math.floor(value);
  }

  private static List<Integer> positives(double[][] readings) {
    List<Integer> positives = new ArrayList<>();
    for (int i = 0; i < readings[0].length; i++) {
      int sum = 0;
      for (double[] reader : readings) {
        sum += (int) reader[i];
      }
      positives.add(sum);
    }
    return positives;
  }

  private static <T> T present(Estimate<T> estimate) {
    if (estimate instanceof Estimate.Value<T> value) {
      return value.value();
    }
    throw new AssertionError(estimate);
  }

  @Test
  void fleiss() {
    FleissKappa kappa = present(FleissKappa.of(positives(readings()), 4));
    assertThat(kappa.value()).isEqualTo(0.45985049433325303, CLOSED);
    assertThat(kappa.se()).isEqualTo(0.03708943487865486, CLOSED);
    assertThat(kappa.seIfChance()).isEqualTo(Math.sqrt(2.0 / (240 * 12)), CLOSED);
    assertThat(FleissKappa.of(List.of(4, 4, 4), 4))
        .isEqualTo(Estimate.none("all readers say the same of all patients, or of all but one"));
  }

  @Test
  void dawidAndSkene() {
    DawidSkene model = present(DawidSkene.of(readings()));
    assertThat(model.prevalence()).isEqualTo(0.37208643403561387, ITERATED);
    assertThat(model.sensitivities().get(0)).isEqualTo(0.8699023332516747, ITERATED);
    assertThat(model.sensitivities().get(3)).isEqualTo(0.9309376045946465, ITERATED);
    assertThat(model.specificities().get(1)).isEqualTo(0.9098491199825962, ITERATED);
    assertThat(model.specificities().get(2)).isEqualTo(0.715772029825703, ITERATED);
    assertThat(present(DawidSkene.of(readings()))).isEqualTo(model);
  }

  /** Their likeliest labels are nearer to the truth than any reader is but the best. */
  @Test
  void posteriorsAreNearerToTheTruthThanTheMajority() {
    DawidSkene model = present(DawidSkene.of(readings()));
    List<Integer> votes = positives(readings());
    int wrong = 0;
    int wrongMajority = 0;
    for (int i = 1; i <= 240; i++) {
      boolean event = fraction(0.6180339887498949 * i) < 0.35;
      wrong += model.posteriors().get(i - 1) > 0.5 == event ? 0 : 1;
      wrongMajority += votes.get(i - 1) > 2 == event ? 0 : 1;
    }
    assertThat(wrong).isLessThan(wrongMajority);
  }

  @Test
  void twoReadersDoNotTellWhoErrs() {
    double[][] two = {{1, 0}, {0, 1}};
    assertThat(DawidSkene.of(two))
        .isEqualTo(Estimate.none("fewer than 3 readers, which do not tell who errs"));
  }
}
