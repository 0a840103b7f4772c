package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Results.RegressionArm;
import org.polarfold.evaluate.Results.RegressionResult;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

class RegressionEvaluationTest {

  private static final Resampling SOME = new Resampling(200, 5);

  @Test
  void segmentsOfPatientsBySiteAndArm() {
    List<Prediction> rows = rows();
    RegressionResult ours = evaluated(rows);
    assertThat(ours.kind()).isEqualTo("regression");
    assertThat(ours.counts().rows()).isEqualTo(rows.size());
    assertThat(ours.counts().used()).isEqualTo(rows.size());
    RegressionArm external = Objects.requireNonNull(ours.arms().get("external"));
    RegressionPerformance pooled = external.pooled();
    assertThat(pooled.n()).isEqualTo(60);
    assertThat(pooled.measurements()).isEqualTo(60 * 17);
    assertThat(pooled.segments()).hasSize(17);
    // Scores are the labels, in the external arm a quarter above, less or more of a fifth.
    assertThat(Made.present(pooled.bias()).value()).isEqualTo(0.25, within(0.02));
    BootstrapInterval mae = Made.present(pooled.intervals().mae());
    assertThat(mae.unit()).isEqualTo("sites, then patients");
    assertThat(mae.fewSites()).isTrue();
    BootstrapInterval atSite = Made.present(external.sites().get(0).performance().intervals().r2());
    assertThat(atSite.unit()).isEqualTo("patients");
    assertThat(atSite.percentileLower())
        .isLessThan(Made.present(external.sites().get(0).performance().r2()));
    assertThat(Made.present(external.maeOverSites()).k()).isEqualTo(3);
    assertThat(Made.present(external.biasOverSites()).estimate()).isEqualTo(0.25, within(0.02));
    Results.RegressionDropResult drop = Made.present(ours.drop());
    assertThat(Made.present(drop.metaAnalysis()).lower()).isPositive();
    assertThat(drop.sites()).extracting("site").containsExactly("s0", "s1", "s2");
  }

  @Test
  void orderOfRowsMakesNoDifferenceToAnyDraw() {
    List<Prediction> rows = rows();
    RegressionResult straight = evaluated(rows);
    Collections.shuffle(rows, new Random(3));
    assertThat(evaluated(rows)).isEqualTo(straight);
  }

  /** A segment that one repeat lacks is not averaged over the other, and is counted. */
  @Test
  void aMeasurementThatARepeatLacksIsLeftOut() {
    List<Prediction> rows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (int repeat = 0; repeat < 2; repeat++) {
        for (int segment = 1; segment <= 2; segment++) {
          if (i != 3 || repeat == 0 || segment == 2) {
            rows.add(row(i, "s0", "internal", repeat, segment, 1.5 + i, 1.75 + i));
          }
        }
      }
    }
    RegressionResult ours = evaluated(rows);
    assertThat(ours.counts()).isEqualTo(new Counts(19, 18, new Counts.Excluded(0, 0, 1)));
    RegressionPerformance pooled = Objects.requireNonNull(ours.arms().get("internal")).pooled();
    assertThat(pooled.measurements()).isEqualTo(9);
    assertThat(pooled.repeats()).isEqualTo(2);
    assertThat(Made.present(pooled.mae()).value()).isEqualTo(0.25, within(1e-15));
    assertThat(Made.why(ours.drop())).isEqualTo("no external arm");
  }

  private static List<Prediction> rows() {
    SplittableRandom random = new SplittableRandom(11);
    List<Prediction> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      for (int segment = 1; segment <= 17; segment++) {
        double label = 1.5 + 2 * random.nextDouble();
        double off = 0.4 * (random.nextDouble() - 0.5);
        rows.add(row(i, "s" + i % 3, "internal", 0, segment, label, label + off));
        rows.add(row(i, "s" + i % 3, "external", 0, segment, label, label + 0.25 + off));
      }
    }
    return rows;
  }

  private static Prediction row(
      int patient, String site, String arm, int repeat, int segment, double label, double score) {
    return new Prediction(
        new PatientId("p" + patient),
        new SiteId(site),
        new Arm(arm),
        "segment_mfr",
        "dl",
        "reserve",
        repeat,
        0,
        Optional.empty(),
        segment,
        OptionalDouble.empty(),
        OptionalDouble.of(label),
        OptionalDouble.of(score));
  }

  private static RegressionResult evaluated(List<Prediction> rows) {
    PredictionsBuilder builder = Predictions.from("made");
    for (int i = 0; i < rows.size(); i++) {
      builder.add(i + 1, rows.get(i));
    }
    return (RegressionResult) Evaluation.of(builder.build(), SOME).targets().get(0);
  }
}
