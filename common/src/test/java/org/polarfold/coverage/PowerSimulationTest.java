package org.polarfold.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.evaluate.DropPower;

/** A light version of {@code ./run check power}. */
class PowerSimulationTest {

  /** Far enough from the other plans, so that one taken for another would be seen. */
  @ParameterizedTest
  @CsvSource({
    "0.75, 0.05, 0.3, 8, 200, 0.4, 0",
    "0.75, 0.05, 0.3, 8, 200, 0.4, 0.05",
    "0.75, 0.05, 0.3, 8, 60, 0.8, 0",
    "0.85, 0.08, 0.2, 4, 150, 0.5, 0.02"
  })
  void thePlanIsWithinFourMonteCarloErrors(
      double auroc,
      double drop,
      double events,
      int sites,
      int patients,
      double correlation,
      double tau) {
    DropPower plan = new DropPower(auroc, drop, events, sites, patients, correlation, tau, 0.05);
    PowerSimulation.Found found = new PowerSimulation(plan, 400, 7).run();
    assertThat(plan.atOneSite())
        .isEqualTo(found.atOneSite(), within(4 * found.error(plan.atOneSite())));
    assertThat(plan.pooled()).isEqualTo(found.pooled(), within(4 * found.error(plan.pooled())));
  }

  @Test
  void theSameSeedFindsTheSame() {
    DropPower plan = new DropPower(0.75, 0.1, 0.3, 3, 60, 0.4, 0.05, 0.05);
    PowerSimulation.Found first = new PowerSimulation(plan, 50, 1).run();
    assertThat(new PowerSimulation(plan, 50, 1).run()).isEqualTo(first);
    assertThat(new PowerSimulation(plan, 50, 2).run()).isNotEqualTo(first);
  }

  @Test
  void theErrorIsThatOfAShare() {
    assertThat(new PowerSimulation.Found(400, 0.5, 0.8).error(0.5)).isEqualTo(0.025);
  }
}
