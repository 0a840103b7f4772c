package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.LocalUpdating.Row;
import org.polarfold.evaluate.LocalUpdating.SiteUpdating;
import org.polarfold.study.SiteId;

class LocalUpdatingTest {

  private static final Resampling SEEDED = new Resampling(100, 5);
  private static final Cell CELL = new Cell("impaired_mfr", "dl", "reserve");

  @Test
  void scoresTooLowByFarNeedFewPatients() {
    SiteUpdating ours = updating(drawn(400, logit -> logit - 2));
    assertThat(ours.n()).isEqualTo(400);
    assertThat(ours.judged()).isEqualTo(200);
    assertThat(ours.rows().stream().map(Row::patients).distinct())
        .containsExactly(10, 20, 30, 50, 100, 200);
    assertThat(Made.present(ours.neededIntercept())).isEqualTo(10);
    Row most = ours.rows().get(ours.rows().size() - 2);
    assertThat(most.updating()).isEqualTo("intercept");
    assertThat(most.errorInTheLarge()).isLessThan(most.errorInTheLargeWithout() / 4);
    assertThat(most.brier()).isLessThan(most.brierWithout());
    assertThat(most.gain()).isEqualTo(most.logLossWithout() - most.logLoss(), within(1e-12));
    assertThat(most.estimableShare()).isEqualTo(1);
  }

  @Test
  void scoresTooExtremeNeedASlope() {
    SiteUpdating ours = updating(drawn(1500, logit -> 3 * logit));
    Row intercept = ours.rows().get(ours.rows().size() - 2);
    Row both = ours.rows().get(ours.rows().size() - 1);
    assertThat(both.updating()).isEqualTo("interceptAndSlope");
    assertThat(both.patients()).isEqualTo(500);
    assertThat(both.gain()).isGreaterThan(intercept.gain() + 0.1);
    assertThat(Made.present(ours.neededInterceptAndSlope())).isBetween(10, 100);
  }

  /** Two parameters fitted on m patients cost 1/m of log loss where nothing was to be mended. */
  @Test
  void rightScoresNeedNone() {
    SiteUpdating ours = updating(drawn(6000, DoubleUnaryOperator.identity()));
    assertThat(ours.judged()).isEqualTo(2000);
    Row intercept = row(ours, 200, "intercept");
    Row both = row(ours, 200, "interceptAndSlope");
    assertThat(intercept.gain()).isBetween(-1.6 / 400, -0.5 / 400);
    assertThat(both.gain()).isBetween(-3.0 / 400, -1.2 / 400);
    assertThat(Made.why(ours.neededIntercept()))
        .isEqualTo("updating did not do better with up to 500 patients");
    assertThat(Made.why(ours.neededInterceptAndSlope()))
        .isEqualTo("updating did not do better with up to 500 patients");
  }

  /** A slope cannot be fitted to equal scores: they stay, and their losses follow from labels. */
  @Test
  void whatIsJudgedAreTheScoresThemselves() {
    int[] labels = new int[40];
    double[] scores = new double[40];
    for (int i = 0; i < 40; i++) {
      labels[i] = i % 2;
      scores[i] = 0.25;
    }
    Row row = row(updating(Made.sample(labels, scores)), 10, "interceptAndSlope");
    assertThat(row.estimableShare()).isZero();
    assertThat(row.brier()).isEqualTo(row.brierWithout());
    double events = (row.brier() - 0.0625) / 0.5;
    assertThat(events).isEqualTo(0.5, within(0.1));
    assertThat(row.logLoss())
        .isEqualTo(-events * Math.log(0.25) - (1 - events) * Math.log(0.75), within(1e-12));
    assertThat(row.errorInTheLarge()).isEqualTo(events - 0.25, within(0.02));
  }

  @Test
  void aSeedGivesTheSameDrawsAndAnotherOthers() {
    Sample sample = drawn(60, logit -> logit - 1);
    assertThat(updating(sample)).isEqualTo(updating(sample));
    assertThat(updating(sample, new Resampling(100, 6)).rows())
        .isNotEqualTo(updating(sample).rows());
  }

  @Test
  void rareEventsCannotAlwaysBeUpdatedOn() {
    int[] labels = new int[60];
    labels[7] = 1;
    labels[30] = 1;
    double[] scores = new double[60];
    for (int i = 0; i < 60; i++) {
      scores[i] = 0.1 + 0.01 * i;
    }
    SiteUpdating ours = updating(Made.sample(labels, scores));
    // Both in the other 50: 49/60 of 50/59 have none.
    assertThat(row(ours, 10, "intercept").estimableShare()).isEqualTo(0.308, within(0.12));
    assertThat(row(ours, 10, "intercept").estimableShare())
        .isGreaterThan(row(ours, 10, "interceptAndSlope").estimableShare());
  }

  @Test
  void repeatsTakeTurns() {
    Sample one = drawn(80, logit -> logit - 1);
    double[] other = one.scores()[0].clone();
    int[] labels = new int[80];
    for (int i = 0; i < 80; i++) {
      labels[i] = one.labels()[i];
      other[i] = other[i] / 2;
    }
    double first = updating(one).rows().get(0).logLossWithout();
    double second = updating(Made.sample(labels, other)).rows().get(0).logLossWithout();
    double both =
        updating(Made.sample(labels, one.scores()[0], other)).rows().get(0).logLossWithout();
    assertThat(both).isEqualTo((first + second) / 2, within(0.02));
    assertThat(Math.abs(first - second)).isGreaterThan(0.1);
  }

  @Test
  void oddSitesAreSaidToBeSo() {
    SiteUpdating few = updating(drawn(19, DoubleUnaryOperator.identity()));
    assertThat(Made.why(few.neededIntercept())).isEqualTo("fewer than 20 patients");
    assertThat(few.rows()).isEmpty();
    SiteUpdating oneClass = updating(Made.sample(new int[30], new double[30]));
    assertThat(Made.why(oneClass.neededIntercept())).isEqualTo("no patient with label 1");
    int[] labels = new int[30];
    labels[3] = 1;
    SiteUpdating ends = updating(Made.sample(labels, new double[30]));
    assertThat(Made.why(ends.neededInterceptAndSlope()))
        .isEqualTo("scores of exactly 0 or 1, which have no logit: 30");
    SiteUpdating notDrawn = updating(drawn(100, DoubleUnaryOperator.identity()), Resampling.NONE);
    assertThat(Made.why(notDrawn.neededIntercept())).isEqualTo("no resampling was asked for");
  }

  private static Row row(SiteUpdating site, int patients, String updating) {
    List<Row> rows =
        site.rows().stream()
            .filter(row -> row.patients() == patients && row.updating().equals(updating))
            .toList();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static SiteUpdating updating(Sample sample) {
    return updating(sample, SEEDED);
  }

  private static SiteUpdating updating(Sample sample, Resampling resampling) {
    SortedMap<SiteId, Sample> external = new TreeMap<>();
    external.put(new SiteId("somewhere"), sample);
    return LocalUpdating.of(external, resampling, CELL).sites().get(0);
  }

  /** Labels as likely as their true logits say; the scores' logits are changed from those. */
  private static Sample drawn(int n, DoubleUnaryOperator change) {
    SplittableRandom random = new SplittableRandom(31);
    int[] labels = new int[n];
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      double logit = 4 * random.nextDouble() - 2.5;
      labels[i] = random.nextDouble() < Distributions.sigmoid(logit) ? 1 : 0;
      scores[i] = Distributions.sigmoid(change.applyAsDouble(logit));
    }
    return Made.sample(labels, scores);
  }
}
