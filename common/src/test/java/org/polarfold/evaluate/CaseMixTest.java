package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CaseMixTest {

  /** statistics.md, golden values, 3. */
  @Test
  void theFormulaFixture() {
    CaseMix ours = CaseMix.of(Formula.first());
    assertThat(Made.present(ours.mbc())).isEqualTo(0.762192876883, within(1e-9));
    assertThat(Made.present(ours.calibratedMbc())).isEqualTo(0.683545588504, within(1e-6));
  }

  @Test
  void agreesWithEveryPair() {
    double[] scores =
        Arrays.stream(Formula.firstScores()).map(p -> Math.round(p * 16) / 16.0).toArray();
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (i != j) {
          double weight = scores[i] * (1 - scores[j]);
          pairs += weight;
          won += scores[i] > scores[j] ? weight : scores[i] == scores[j] ? weight / 2 : 0;
        }
      }
    }
    assertThat(Made.present(CaseMix.of(Made.sample(Formula.labels(), scores)).mbc()))
        .isEqualTo(won / pairs, within(1e-13));
  }

  @Test
  void patientsAllAlikeAreToldApartByChance() {
    CaseMix alike = CaseMix.of(Made.sample(new int[] {1, 0, 0, 1}, .3, .3, .3, .3));
    assertThat(Made.present(alike.mbc())).isEqualTo(0.5, within(1e-15));
    assertThat(Made.why(alike.calibratedMbc())).isEqualTo(LogisticFit.NO_MAXIMUM);
  }

  /** Labels are not looked at but for recalibration. */
  @Test
  void oneClassLeavesTheUncalibrated() {
    CaseMix ours = CaseMix.of(Made.sample(new int[] {0, 0, 0}, .2, .4, .6));
    // Won .36 + .48 + .32 of these and .12 + .08 + .16 more.
    assertThat(Made.present(ours.mbc())).isEqualTo(1.16 / 1.52, within(1e-15));
    assertThat(Made.why(ours.calibratedMbc())).isEqualTo("no patient with label 1");
    CaseMix sure = CaseMix.of(Made.sample(new int[] {0, 1, 0, 1}, 0, 1, 0, .5));
    assertThat(Made.present(sure.mbc())).isEqualTo(1, within(1e-15));
    assertThat(Made.why(sure.calibratedMbc())).startsWith("no finite logit: 3 scores");
  }

  @Test
  void scoresThatExpectNoPairs() {
    String why = "the scores expect no pair of an event and a non-event";
    assertThat(Made.why(CaseMix.of(Made.sample(new int[] {0, 1}, 0, 0)).mbc())).isEqualTo(why);
    assertThat(Made.why(CaseMix.of(Made.sample(new int[] {0, 1}, 1, 1)).mbc())).isEqualTo(why);
    assertThat(Made.why(CaseMix.of(Made.sample(new int[] {0}, .5)).mbc())).isEqualTo(why);
    assertThat(Made.why(CaseMix.of(Sample.NOBODY).mbc()))
        .isEqualTo("no patient with a score in every repeat");
  }

  @Test
  void repeatsAreAveraged() {
    double both =
        Made.present(
            CaseMix.of(Made.sample(Formula.labels(), Formula.firstScores(), Formula.secondScores()))
                .calibratedMbc());
    assertThat(both)
        .isEqualTo(
            (Made.present(CaseMix.of(Formula.first()).calibratedMbc())
                    + Made.present(CaseMix.of(Formula.second()).calibratedMbc()))
                / 2,
            within(1e-12));
  }

  /** The slope of the fixture, 0.65, is below 1: its recalibrated concordance is taken. */
  @Test
  void splitsWithTheRecalibratedConcordanceWhereTheSlopeIsOff() {
    Sample development = Made.sample(new int[] {0, 1, 0, 1, 1}, .2, .3, .4, .7, .6);
    CaseMixSplit ours = Made.present(CaseMixSplit.of(development, Formula.first()));
    assertThat(ours.newConcordance()).isEqualTo("c-mbc");
    assertThat(ours.areaNew()).isEqualTo(0.68359472242967, within(1e-9));
    assertThat(ours.mbcNew()).isEqualTo(0.762192876883, within(1e-9));
    assertThat(ours.newFit()).isEqualTo(0.683545588504 - 0.68359472242967, within(1e-6));
    assertThat(ours.caseMix()).isEqualTo(ours.mbcDevelopment() - 0.683545588504, within(1e-6));
    assertThat(ours.developmentFit())
        .isEqualTo(ours.areaDevelopment() - ours.mbcDevelopment(), within(1e-15));
    assertThat(ours.developmentFit() + ours.caseMix() + ours.newFit())
        .isEqualTo(ours.difference(), within(1e-14));
  }

  @Test
  void splitsWithTheScoresAsTheyAreWhereTheSlopeMayBeOne() {
    CaseMixSplit ours =
        Made.present(
            CaseMixSplit.of(
                Formula.first(), Made.sample(new int[] {0, 1, 0, 1, 1}, .2, .3, .4, .7, .6)));
    assertThat(ours.newConcordance()).isEqualTo("mbc");
    assertThat(ours.newFit()).isEqualTo(ours.mbcNew() - ours.areaNew(), within(1e-15));
    CaseMixSplit sure =
        Made.present(CaseMixSplit.of(Formula.first(), Made.sample(new int[] {0, 1, 0}, 0, .6, .7)));
    assertThat(sure.newConcordance()).isEqualTo("mbc");
    assertThat(Made.why(sure.calibratedMbcNew())).startsWith("no finite logit");
    assertThat(Made.why(CaseMixSplit.of(Formula.first(), Made.sample(new int[] {0, 0}, .1, .6))))
        .isEqualTo("no patient with label 1");
  }
}
