package org.polarfold.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;

/** A light version of {@code ./run check coverage}. */
final class CoverageSimulationTest {

  private static final int CONSORTIA = 120;

  /** Monte-Carlo standard errors that a share may lie outside of what is promised. */
  private static final double MOST_ERRORS = 3;

  @Test
  void whatIsPromisedHolds() {
    AtomicInteger finished = new AtomicInteger();
    List<CoverageRow> rows =
        new CoverageSimulation(CONSORTIA, 1).of(Scenario.NO_SHIFT, finished::incrementAndGet);

    assertThat(finished).hasValue(CONSORTIA);
    promised(row(rows, "external AUROC", "Wald", "30 of each class"));
    promised(row(rows, "external AUROC", "logit", "30 of each class"));
    atLeast(row(rows, "pooled drop, plain mean of sites", "headline", "all"));
    atLeast(row(rows, "pooled novelty against 0", "headline", "all"));
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.veryModels()).isBetween(0.0, 1.0);
              assertThat(row.width()).isPositive().isFinite();
              assertThat(row.intervals()).isPositive();
            });
    String table = CoverageTable.markdown(rows);
    assertThat(table).contains("Scenario `no-shift`", "| pooled novelty | headline | all | 120 |");
    assertThat(table.lines()).hasSize(rows.size() + 4);
  }

  @Test
  void thePlantedShiftIsThere() {
    List<CoverageRow> rows = new CoverageSimulation(10, 1).of(Scenario.SHIFT, () -> {});
    List<CoverageRow> none = new CoverageSimulation(10, 1).of(Scenario.NO_SHIFT, () -> {});

    assertThat(row(rows, "pooled novelty", "headline", "all").truth()).isGreaterThan(0.01);
    assertThat(Math.abs(row(none, "pooled novelty", "headline", "all").truth())).isLessThan(0.002);
  }

  @Test
  void theNumberOfThreadsMakesNoDifference() {
    CoverageSimulation simulation = new CoverageSimulation(6, 3);

    assertThat(with(1, simulation)).isEqualTo(with(3, simulation)).isNotEmpty();
    assertThat(new CoverageSimulation(6, 4).of(Scenario.NEW_SITES, () -> {}))
        .isNotEqualTo(with(2, simulation));
  }

  @Test
  void oneConsortiumIsRefused() {
    assertThatThrownBy(() -> new CoverageSimulation(1, 1))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid number of consortia: 1 (expected 2 to 1000000)");
  }

  private static List<CoverageRow> with(int threads, CoverageSimulation simulation) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> simulation.of(Scenario.NEW_SITES, () -> {})).join();
    } finally {
      pool.shutdown();
    }
  }

  private static void promised(CoverageRow row) {
    atLeast(row);
    assertThat(row.veryModels())
        .as(row.toString())
        .isLessThanOrEqualTo(0.97 + MOST_ERRORS * row.veryModelsSe());
  }

  /** Wider than it need be breaks no promise of cover. */
  private static void atLeast(CoverageRow row) {
    assertThat(row.veryModels())
        .as(row.toString())
        .isGreaterThanOrEqualTo(0.93 - MOST_ERRORS * row.veryModelsSe());
  }

  private static CoverageRow row(
      List<CoverageRow> rows, String quantity, String interval, String sites) {
    return rows.stream()
        .filter(row -> row.quantity().equals(quantity))
        .filter(row -> row.interval().equals(interval))
        .filter(row -> row.sites().equals(sites))
        .findFirst()
        .orElseThrow();
  }
}
