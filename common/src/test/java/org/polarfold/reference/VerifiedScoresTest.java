package org.polarfold.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Distributions;

/** 200 simulated cohorts of 1,000 patients of whom some are verified, and what is known of each. */
class VerifiedScoresTest {

  private static final int SEEDS = 200;
  private static final int PATIENTS = 1000;

  /** The area among all patients, and the estimates from those who were verified. */
  private record Cohort(double truth, VerifiedScores scores) {

    /**
     * Men have the disease and are verified more often, and so are high scores.
     *
     * @param ofLabel log odds ratio of verification for the label itself, 0 where it is ignorable
     */
    static Cohort of(long seed, double ofLabel) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] columns = new double[3][PATIENTS];
      double[] scores = new double[PATIENTS];
      byte[] verified = new byte[PATIENTS];
      byte[] labels = new byte[PATIENTS];
      double[] cases = new double[PATIENTS];
      double[] others = new double[PATIENTS];
      for (int i = 0; i < PATIENTS; i++) {
        int male = random.nextInt(2);
        // Logistic noise would not do: the label's regression on the score would not be logistic.
        double logit = -1 + 0.5 * male + normal(random);
        int label = random.nextDouble() < Distributions.sigmoid(-1 + 1.5 * logit + male) ? 1 : 0;
        double referral = -0.6 + 1.2 * (logit + 1) + 0.9 * male - 0.45 + ofLabel * label;
        columns[0][i] = 1;
        columns[1][i] = logit;
        columns[2][i] = male;
        scores[i] = Distributions.sigmoid(logit);
        verified[i] = (byte) (random.nextDouble() < Distributions.sigmoid(referral) ? 1 : 0);
        labels[i] = (byte) (verified[i] * label);
        cases[i] = label;
        others[i] = 1 - label;
      }
      int[] once = new int[PATIENTS];
      Arrays.fill(once, 1);
      return new Cohort(
          new WeightedPairs(scores).area(cases, others, once),
          new VerifiedScores(scores, columns, verified, labels));
    }

    private static double normal(SplittableRandom random) {
      return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
          * Math.cos(2 * Math.PI * random.nextDouble());
    }
  }

  @Test
  void whereAssumptionsHoldTheCorrectedBiasIsSmallerThanTheNaiveOne() {
    double[] bias = new double[4];
    for (int seed = 0; seed < SEEDS; seed++) {
      Cohort cohort = Cohort.of(seed, 0);
      double[] areas = cohort.scores().areas();
      for (int e = 0; e < bias.length; e++) {
        bias[e] += (areas[e] - cohort.truth()) / SEEDS;
      }
    }
    assertThat(Math.abs(bias[VerifiedScores.NAIVE])).isGreaterThan(0.01);
    for (int e = 1; e < bias.length; e++) {
      assertThat(Math.abs(bias[e])).as(Verification.ESTIMATORS.get(e)).isLessThan(0.003);
    }
  }

  /** Verification three times as likely, in odds, for patients with the disease: on average. */
  @Test
  void whereTheyDoNotTheSensitivityAnalysisBracketsTheTruth() {
    double assumed = 0;
    double told = 0;
    double least = 0;
    double most = 0;
    int bracketed = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Cohort cohort = Cohort.of(seed, Math.log(3));
      assumed += (cohort.scores().areas()[VerifiedScores.MEAN_SCORE] - cohort.truth()) / SEEDS;
      told += (cohort.scores().tilted(1 / 3.0) - cohort.truth()) / SEEDS;
      double[] grid =
          Verification.ODDS_RATIOS.stream()
              .mapToDouble(ratio -> cohort.scores().tilted(ratio) - cohort.truth())
              .toArray();
      double lower = Arrays.stream(grid).min().orElseThrow();
      double upper = Arrays.stream(grid).max().orElseThrow();
      least += lower / SEEDS;
      most += upper / SEEDS;
      bracketed += lower <= 0 && upper >= 0 ? 1 : 0;
    }
    assertThat(Math.abs(assumed)).isGreaterThan(2 * Math.abs(told));
    assertThat(Math.abs(told)).isLessThan(0.003);
    assertThat(least).isLessThan(-Math.abs(told));
    assertThat(most).isGreaterThan(Math.abs(told));
    // The grid is of what is assumed; that patients might have been others is not in it.
    assertThat(bracketed / (double) SEEDS).isGreaterThan(0.65);
  }

  @Test
  void whoeverAreAllVerifiedNeedNoCorrection() {
    double[] scores = {0.1, 0.4, 0.4, 0.7, 0.9};
    byte[] labels = {0, 0, 1, 1, 0};
    double[] cases = {0, 0, 1, 1, 0};
    double[] others = {1, 1, 0, 0, 1};
    int[] once = {1, 1, 1, 1, 1};
    // Pairs won: .4 over .1, half over .4; .7 over .1 and .4: 3.5 of 6.
    assertThat(new WeightedPairs(scores).area(cases, others, once)).isEqualTo(3.5 / 6);
    // One patient twice is another pair with each of the others.
    assertThat(new WeightedPairs(scores).area(cases, others, new int[] {1, 1, 2, 1, 1}))
        .isEqualTo(5.0 / 9);
    assertThat(
            new VerifiedScores(
                    scores, new double[][] {{1, 1, 1, 1, 1}}, new byte[] {1, 1, 1, 1, 1}, labels)
                .areas()[VerifiedScores.NAIVE])
        .isEqualTo(3.5 / 6);
  }

  /**
   * A patient is half a case: pairs of a patient with itself do not count. By hand: cases .5 .5,
   * others .5 .5, of two pairs of two patients each .25, one won.
   */
  @Test
  void nobodyIsComparedWithThemselves() {
    double[] half = {0.5, 0.5};
    assertThat(new WeightedPairs(new double[] {0.2, 0.8}).area(half, half, new int[] {1, 1}))
        .isEqualTo(0.5, within(1e-12));
  }

  /**
   * Liver scans of Drum and Christacopoulos as Begg and Greenes have them, Biometrics 1983;39:207:
   * positive 231 with, 32 without disease, 166 unverified; negative 27, 54 and 140.
   */
  @Test
  void beggAndGreenes() {
    BeggGreenes rates =
        BeggGreenes.of(new double[] {221, 429}, new double[][] {{54, 27}, {32, 231}});
    assertThat(rates.naiveSensitivity()).isEqualTo(0.895, within(5e-4));
    assertThat(rates.naiveSpecificity()).isEqualTo(0.628, within(5e-4));
    assertThat(rates.sensitivity()).isEqualTo(0.836, within(5e-4));
    assertThat(rates.specificity()).isEqualTo(0.738, within(5e-4));
  }

  @Test
  void aResultThatNobodyWasVerifiedOfHasNoRates() {
    assertThat(BeggGreenes.of(new double[] {5, 5}, new double[][] {{0, 0}, {2, 3}}).sensitivity())
        .isNaN();
  }
}
