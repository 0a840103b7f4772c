package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.evaluate.Results.DropResult;
import org.polarfold.evaluate.Results.SitePerformance;

class EvaluationTest {

  @Test
  void anArmAgainstItselfLosesNothingForCertain() {
    Made made = new Made();
    for (int i = 0; i < 40; i++) {
      for (String arm : List.of("internal", "external")) {
        made.row("p" + i, i < 20 ? "oslo" : "rome", arm, i % 2, i % 7 / 10.0 + i % 2 * 0.1);
      }
    }
    DropResult drop = Made.present(made.only().drop());
    PairedDrop pooled = drop.pooled();
    assertThat(Made.present(pooled.drop())).isZero();
    assertThat(Made.present(pooled.se())).isZero();
    assertThat(Made.present(pooled.z())).isZero();
    assertThat(Made.present(pooled.p())).isEqualTo(1);
    assertThat(Made.why(drop.metaAnalysis()))
        .isEqualTo(
            "fewer than 2 sites with a standard error, oslo: the arms are identical; rome: the arms"
                + " are identical");
  }

  @Test
  void aDropWithoutVarianceIsNotCalledCertain() {
    int[] labels = {1, 1, 0, 0};
    Sample right = Made.sample(labels, .9, .8, .1, .2);
    PairedDrop turned = PairedDrop.of(right, Made.sample(labels, .1, .2, .9, .8));
    assertThat(Made.present(turned.drop())).isEqualTo(1);
    assertThat(Made.why(turned.se())).isEqualTo("no variance between patients");
    assertThat(Made.why(turned.p())).isEqualTo("no variance between patients");
    PairedDrop otherwiseRight = PairedDrop.of(right, Made.sample(labels, .8, .9, .1, .2));
    assertThat(Made.present(otherwiseRight.drop())).isZero();
    assertThat(Made.why(otherwiseRight.se())).isEqualTo("no variance between patients");
    assertThat(Made.present(PairedDrop.of(right, right).p())).isEqualTo(1);
  }

  @Test
  void oneNegativeLeavesTheDropWithoutAnError() {
    int[] labels = {1, 1, 1, 0};
    PairedDrop ours =
        PairedDrop.of(Made.sample(labels, .9, .8, .7, .1), Made.sample(labels, .9, .8, .1, .5));
    assertThat(Made.present(ours.drop())).isEqualTo(1 / 3.0, within(1e-15));
    assertThat(Made.why(ours.se())).isEqualTo("only one patient in a class");
  }

  @Test
  void patientsOfOneArmOnlyAreLeftOutOfTheDropAndCounted() {
    Made both = new Made();
    Made more = new Made();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 60; i++) {
      String site = i % 2 == 0 ? "oslo" : "rome";
      double internal = random.nextDouble();
      double external = random.nextDouble();
      both.row("p" + i, site, "internal", i % 3 % 2, internal);
      more.row("p" + i, site, "internal", i % 3 % 2, internal);
      both.row("p" + i, site, "external", i % 3 % 2, external);
      more.row("p" + i, site, "external", i % 3 % 2, external);
    }
    more.row("extra", "oslo", "internal", 1, 0.01);
    more.row("other", "rome", "external", 0, 0.99).row("third", "rome", "external", 1, 0.2);
    more.row("far", "bern", "external", 1, 0.2);
    DropResult expected = Made.present(both.only().drop());
    DropResult ours = Made.present(more.only().drop());
    assertThat(ours.metaAnalysis()).isNotEqualTo(expected.metaAnalysis());
    assertThat(Made.present(ours.metaAnalysis()).estimate())
        .isEqualTo(Made.present(expected.metaAnalysis()).estimate());
    assertThat(ours.pooled().drop()).isEqualTo(expected.pooled().drop());
    assertThat(ours.pooled().se()).isEqualTo(expected.pooled().se());
    assertThat(ours.pooled().n()).isEqualTo(60);
    assertThat(ours.pooled().internalOnly()).isEqualTo(1);
    assertThat(ours.pooled().externalOnly()).isEqualTo(3);
    assertThat(ours.sites()).extracting("site").containsExactly("bern", "oslo", "rome");
    assertThat(Made.why(ours.sites().get(0).paired().drop()))
        .isEqualTo("no patient is in both arms");
    assertThat(ours.sites().get(1).paired().internalOnly()).isEqualTo(1);
    assertThat(ours.sites().get(2).paired().externalOnly()).isEqualTo(2);
    assertThat(Made.present(ours.metaAnalysis()).leftOut())
        .containsExactly(new MetaAnalysis.LeftOut("bern", "no patient is in both arms"));
  }

  @Test
  void orderOfRowsMakesNoDifference() {
    List<Consumer<Made>> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300; i++) {
      int patient = i;
      double internal = random.nextDouble();
      double external = random.nextDouble();
      String site = "s" + i % 5;
      rows.add(made -> made.row("p" + patient, site, "internal", patient % 2, internal));
      rows.add(made -> made.row("p" + patient, site, "external", patient % 2, external));
    }
    Results straight = evaluated(rows);
    Collections.shuffle(rows, new Random(11));
    assertThat(evaluated(rows)).isEqualTo(straight);
  }

  /** Areas 0.75 and 1 at 4 patients, by hand. */
  @Test
  void repeatsAreAveragedAsAreasNotAsScores() {
    int[] labels = {1, 1, 0, 0};
    Sample sample =
        Made.sample(labels, new double[] {.9, .3, .5, .1}, new double[] {.3, .35, .1, .2});
    Auroc ours = Made.present(Auroc.of(sample));
    assertThat(ours.value()).isEqualTo(0.875);
    // Components (1 + 1)/2 and (.5 + 1)/2 in either class: variance .03125, over 2 patients, twice.
    double ofPatients = 2 * 0.03125 / 2;
    double betweenRepeats = 2 * 0.125 * 0.125 / 2;
    double se = Made.present(ours.se());
    assertThat(se * se).isEqualTo(ofPatients + betweenRepeats, within(1e-15));
    assertThat(Made.present(Performance.of(sample).losses().brier()))
        .isEqualTo(
            ((.01 + .49 + .25 + .01) / 4 + (.49 + .4225 + .01 + .04) / 4) / 2, within(1e-15));
  }

  @Test
  void theSameRepeatsAreComparedInPairs() {
    int[] labels = {1, 1, 0, 0};
    double[] good = {.9, .6, .5, .1};
    double[] poor = {.9, .3, .5, .1};
    Sample varying = Made.sample(labels, good, poor);
    assertThat(Made.present(PairedDrop.of(varying, varying).se())).isZero();
    // Drops 0 and .25 in the pairs, though the means of the areas differ by .125.
    PairedDrop ours = PairedDrop.of(Made.sample(labels, good, good), varying);
    assertThat(Made.present(ours.drop())).isEqualTo(0.125);
    double se = Made.present(ours.se());
    // Components differ by 0 and .25 in either class.
    assertThat(se * se).isEqualTo(2 * 0.03125 / 2 + 2 * 0.125 * 0.125 / 2, within(1e-15));
    // Three repeats against two cannot be paired: each arm adds its own variance.
    PairedDrop unequal = PairedDrop.of(Made.sample(labels, good, good, good), varying);
    assertThat(Made.present(unequal.se())).isEqualTo(se, within(1e-15));
    PairedDrop itself = PairedDrop.of(Made.sample(labels, good, poor, good, poor), varying);
    assertThat(Made.present(itself.drop())).isZero();
    assertThat(Made.present(itself.se())).isGreaterThan(0.1);
  }

  @Test
  void aPatientWhomARepeatLacksIsLeftOutAndCounted() {
    Made made = new Made();
    OptionalDouble none = OptionalDouble.empty();
    for (int i = 0; i < 10; i++) {
      OptionalDouble label = OptionalDouble.of(i % 2);
      made.row("p" + i, "oslo", "internal", 0, label, OptionalDouble.of(i / 10.0));
      made.row("p" + i, "oslo", "internal", 1, label, i == 3 ? none : OptionalDouble.of(0.5));
      made.row("q" + i, "rome", "internal", 0, i == 4 ? none : label, OptionalDouble.of(0.25));
    }
    BinaryResult ours = made.only();
    List<SitePerformance> sites = Made.arm(ours, "internal").sites();
    assertThat(sites.get(0).performance().n()).isEqualTo(9);
    assertThat(sites.get(0).performance().repeats()).isEqualTo(2);
    assertThat(sites.get(1).performance().n()).isEqualTo(9);
    assertThat(sites.get(1).performance().repeats()).isEqualTo(1);
    // Only repeat 0 has both sites.
    assertThat(Made.arm(ours, "internal").pooled().repeats()).isEqualTo(1);
    assertThat(Made.arm(ours, "internal").pooled().n()).isEqualTo(18);
    assertThat(ours.counts()).isEqualTo(new Counts(30, 27, new Counts.Excluded(1, 1, 1)));
    assertThat(Made.why(ours.drop())).isEqualTo("no external arm");
  }

  @Test
  void aSeparatedSiteIsLeftOutOfThePoolingByName() {
    Made made = new Made();
    for (int i = 0; i < 20; i++) {
      made.row("a" + i, "oslo", "internal", i % 2, i * 7 % 20 / 20.0);
      made.row("b" + i, "rome", "internal", i % 2, i * 3 % 20 / 20.0);
      made.row("c" + i, "bern", "internal", i % 2, 0.1 + 0.5 * (i % 2));
    }
    MetaAnalysis ours = Made.present(Made.arm(made.only(), "internal").metaAnalysis());
    assertThat(ours.k()).isEqualTo(2);
    assertThat(ours.leftOut())
        .containsExactly(new MetaAnalysis.LeftOut("bern", "the classes are wholly separated"));
    assertThat(Made.why(ours.predictionUpper())).isEqualTo("fewer than 3 sites");
    assertThat(ours.predictionFewSites()).isTrue();
  }

  @Test
  void armsComeInTheOrderOfTheEstimand() {
    Made made = new Made();
    for (String arm :
        List.of(
            "temporal",
            "single-site:rome",
            "matched-external",
            "external",
            "external-adapted",
            "matched-internal",
            "internal")) {
      made.row("p", "oslo", arm, 1, 0.5);
    }
    assertThat(made.only().arms().keySet())
        .containsExactly(
            "internal",
            "external",
            "matched-internal",
            "matched-external",
            "external-adapted",
            "single-site:rome",
            "temporal");
  }

  @Test
  void sixtySitesAreAllPooled() {
    List<Consumer<Made>> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 60 * 30; i++) {
      int patient = i;
      double score = random.nextDouble() * 0.8 + i % 2 * 0.2;
      rows.add(made -> made.row("p" + patient, "s" + patient / 30, "internal", patient % 2, score));
    }
    MetaAnalysis ours =
        Made.present(Made.arm(evaluated(rows).binary().get(0), "internal").metaAnalysis());
    assertThat(ours.k()).isEqualTo(60);
    // P(U + .25 > U') for uniform U: 1 - .75^2 / 2.
    assertThat(ours.lower()).isLessThan(0.71875);
    assertThat(ours.upper()).isGreaterThan(0.71875).isLessThan(ours.lower() + 0.08);
  }

  /** Patients whom one of four arms lacks are in no part, so that the parts add up. */
  @Test
  void theThreePartsAddUpToTheDropOfThoseInAllFourArms() {
    List<String> arms = List.of("internal", "external", "matched-internal", "matched-external");
    Made some = new Made();
    Made common = new Made();
    SplittableRandom random = new SplittableRandom(21);
    for (int i = 0; i < 160; i++) {
      String site = i % 2 == 0 ? "oslo" : "rome";
      for (String arm : arms) {
        double score = Math.min(1, random.nextDouble() * 0.8 + i % 3 % 2 * 0.2);
        if (i % 8 != 7 || arm.equals("internal")) {
          some.row("p" + i, site, arm, i % 3 % 2, score);
        }
        if (i % 8 != 7) {
          common.row("p" + i, site, arm, i % 3 % 2, score);
        }
      }
    }
    DropResult drop = Made.present(common.only().drop());
    Results.DropParts parts = Made.present(some.only().drop()).parts();
    double sum = 0;
    for (Estimate<PairedDifference> part :
        List.of(parts.internalSize(), parts.novelty(), parts.externalSize())) {
      assertThat(Made.present(part).pooled().n()).isEqualTo(140);
      sum += Made.present(Made.present(part).pooled().difference());
    }
    assertThat(sum).isEqualTo(Made.present(drop.pooled().drop()), within(1e-14));
    PairedDifference novelty = Made.present(parts.novelty());
    assertThat(novelty.first()).isEqualTo("matched-internal");
    assertThat(novelty.second()).isEqualTo("matched-external");
    assertThat(novelty.sites()).extracting("site").containsExactly("oslo", "rome");
    assertThat(Made.present(novelty.metaAnalysis()).k()).isEqualTo(2);
  }

  @Test
  void noveltyNeedsTheMatchedArmsAlone() {
    Made made = new Made();
    SplittableRandom random = new SplittableRandom(22);
    for (int i = 0; i < 40; i++) {
      made.row("p" + i, "oslo", "matched-internal", i % 2, random.nextDouble());
      made.row("p" + i, "oslo", "matched-external", i % 2, random.nextDouble());
    }
    DropResult drop = Made.present(made.only().drop());
    assertThat(Made.why(drop.metaAnalysis())).isEqualTo("no internal arm");
    assertThat(Made.why(drop.parts().internalSize())).isEqualTo("no internal arm");
    assertThat(Made.present(drop.parts().novelty()).sites()).hasSize(1);
  }

  @Test
  void modelsOfOneSiteMakeAMatrix() {
    Made made = new Made();
    for (int i = 0; i < 8; i++) {
      made.row("p" + i, i < 4 ? "oslo" : "rome", "single-site:rome", i % 2, (i + 1) / 10.0);
    }
    List<Results.SiteMatrixEntry> matrix = Made.present(made.only().siteMatrix());
    assertThat(matrix).extracting("train").containsExactly("rome", "rome");
    assertThat(matrix).extracting("test").containsExactly("oslo", "rome");
    assertThat(Made.present(matrix.get(1).auroc()).value()).isEqualTo(0.75);
  }

  private static Results evaluated(List<Consumer<Made>> rows) {
    Made made = new Made();
    rows.forEach(row -> row.accept(made));
    return Evaluation.of(made.predictions(), Resampling.NONE);
  }
}
