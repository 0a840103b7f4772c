package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SplineTest {

  private static final Spline SPLINE = new Spline(new double[] {-1.5, -.4, .6, 1.8});

  /** statistics.md; {@code Hmisc::rcspline.eval} gives the same. */
  @Test
  void theTermsAreHarrells() {
    double[][] columns = SPLINE.columns(new double[] {.3});
    assertThat(columns[0][0]).isEqualTo(1);
    assertThat(columns[1][0]).isEqualTo(.3);
    assertThat(columns[2][0]).isEqualTo(.5355371900826, within(1e-13));
    assertThat(columns[3][0]).isEqualTo(.0314967860422, within(1e-13));
  }

  @Test
  void itIsStraightBeyondItsOuterKnots() {
    assertThat(SPLINE.curved(0, -7)).isZero();
    assertThat(SPLINE.curved(1, -1.5)).isZero();
    for (int term = 0; term < 2; term++) {
      double step = SPLINE.curved(term, 3) - SPLINE.curved(term, 2);
      assertThat(SPLINE.curved(term, 9) - SPLINE.curved(term, 8)).isEqualTo(step, within(1e-10));
      assertThat(step).isPositive();
    }
  }

  @Test
  void quantilesAreOfTypeSeven() {
    // h = 4 q: 5 % lies a fifth of the way from the first to the second.
    double[] values = {5, 1, 2, 9, 3};
    assertThat(Spline.quantiles(values, 0, 5, 50, 90, 100))
        .containsExactly(new double[] {1, 1.2, 3, 7.4, 9}, within(1e-12));
    assertThat(values).containsExactly(5, 1, 2, 9, 3);
    assertThat(Spline.quantiles(new double[] {4}, 5, 95)).containsExactly(4, 4);
  }

  @Test
  void coincidingKnotsAreNoSpline() {
    assertThat(Made.why(Spline.through(new double[] {1, 1, 1, 1, 1, 1, 2, 3, 4})))
        .isEqualTo("the spline's knots coincide: too few scores differ");
    assertThat(Made.why(Spline.through(new double[] {1}))).contains("knots coincide");
  }
}
