package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polarfold.study.SiteId;

/** Figures of metafor 3.8.1, and a search that cannot miss a maximum. */
class RandomEffectsTest {

  private static final Offset<Double> ITERATED = within(1e-6);
  private static final Offset<Double> PRINTED = within(1e-9);

  @Test
  void areasThatDifferBetweenSites() {
    double[] areas = {.83, .80, .76, .71, .84};
    double[] errors = {.02, .03, .04, .05, .025};
    Pooling pooling = new Pooling();
    for (int i = 0; i < areas.length; i++) {
      pooling.add(
          new SiteId("s" + i),
          Estimate.of(
              new Pooling.Effect(
                  Math.log(areas[i] / (1 - areas[i])), errors[i] / (areas[i] * (1 - areas[i])))));
    }
    MetaAnalysis ours = Made.present(pooling.pool("logit AUROC", Distributions::sigmoid));
    assertThat(ours.tau2()).isEqualTo(0.0486946546, PRINTED);
    assertThat(ours.estimate()).isEqualTo(0.7977574501, PRINTED);
    assertThat(ours.hartungKnappLower()).isEqualTo(0.7303817452, PRINTED);
    assertThat(ours.hartungKnappUpper()).isEqualTo(0.8517147038, PRINTED);
    assertThat(Made.present(ours.predictionLower())).isEqualTo(0.6337880748, PRINTED);
    assertThat(Made.present(ours.predictionUpper())).isEqualTo(0.8999051682, PRINTED);
    assertThat(ours.i2()).isEqualTo(57.5686911, ITERATED);
    assertThat(ours.q()).isEqualTo(9.1904845, within(1e-7));
    assertThat(ours.predictionFewSites()).isFalse();
    assertThat(ours.derSimonianLaird().tau2()).isEqualTo(0.0465724700, PRINTED);
    assertThat(ours.derSimonianLaird().pooled()).isEqualTo(1.3732230845, PRINTED);
    assertThat(ours.derSimonianLaird().se()).isEqualTo(0.12953822283213, PRINTED);
    assertThat(ours.derSimonianLaird().estimate())
        .isEqualTo(1 / (1 + Math.exp(-1.3732230845)), PRINTED);
  }

  @Test
  void dropsThatDifferBetweenSites() {
    RandomEffects ours =
        RandomEffects.of(
            new double[] {.02, .09, .05, .15, -.01}, squares(.01, .02, .015, .03, .02));
    assertThat(ours.tau2()).isEqualTo(0.0030574930, PRINTED);
    assertThat(ours.mean()).isEqualTo(0.0568728586, PRINTED);
    assertThat(ours.seHartungKnapp()).isEqualTo(0.0270375533, PRINTED);
    assertThat(ours.seWald()).isEqualTo(0.0262387446, PRINTED);
    assertThat(ours.mean() - ours.hartungKnapp()).isEqualTo(-0.0181954238, PRINTED);
    assertThat(ours.mean() + ours.hartungKnapp()).isEqualTo(0.1319411410, PRINTED);
    assertThat(ours.mean() - ours.prediction()).isEqualTo(-0.1390098081, PRINTED);
    assertThat(ours.mean() + ours.prediction()).isEqualTo(0.2527555252, PRINTED);
    assertThat(ours.i2()).isEqualTo(91.4881168, ITERATED);
    DerSimonianLaird moments =
        DerSimonianLaird.of(
            new double[] {.02, .09, .05, .15, -.01},
            squares(.01, .02, .015, .03, .02),
            DoubleUnaryOperator.identity());
    assertThat(moments.tau2()).isEqualTo(0.0018728243, PRINTED);
    assertThat(moments.pooled()).isEqualTo(0.055421358134182, PRINTED);
    assertThat(moments.se()).isEqualTo(0.021203877775613, PRINTED);
  }

  /** Log relative risks of Colditz et al., JAMA 1994;271:698. */
  @Test
  void trialsOfTheBcgVaccine() {
    int[][] trials = {
      {4, 119, 11, 128}, {6, 300, 29, 274}, {3, 228, 11, 209}, {62, 13536, 248, 12619},
      {33, 5036, 47, 5761}, {180, 1361, 372, 1079}, {8, 2537, 10, 619}, {505, 87886, 499, 87892},
      {29, 7470, 45, 7232}, {17, 1699, 65, 1600}, {186, 50448, 141, 27197}, {5, 2493, 3, 2338},
      {27, 16886, 29, 17825}
    };
    double[] effects = new double[trials.length];
    double[] variances = new double[trials.length];
    for (int i = 0; i < trials.length; i++) {
      double cases = trials[i][0];
      double controls = trials[i][2];
      double vaccinated = cases + trials[i][1];
      double others = controls + trials[i][3];
      effects[i] = Math.log(cases / vaccinated / (controls / others));
      variances[i] = 1 / cases - 1 / vaccinated + 1 / controls - 1 / others;
    }
    RandomEffects ours = RandomEffects.of(effects, variances);
    assertThat(ours.mean()).isEqualTo(-0.7145323422, PRINTED);
    assertThat(ours.tau2()).isEqualTo(0.3132432581, PRINTED);
    DerSimonianLaird moments =
        DerSimonianLaird.of(effects, variances, DoubleUnaryOperator.identity());
    assertThat(moments.pooled()).isEqualTo(-0.7141172221, PRINTED);
    assertThat(moments.tau2()).isEqualTo(0.3087602629, PRINTED);
  }

  @Test
  void noValueOfTau2IsLikelier() {
    SplittableRandom random = new SplittableRandom(20261);
    for (int trial = 0; trial < 300; trial++) {
      int k = 2 + random.nextInt(5);
      double[] effects = new double[k];
      double[] variances = new double[k];
      for (int i = 0; i < k; i++) {
        effects[i] = 4 * random.nextDouble() - 2;
        variances[i] = Math.pow(10, -5 * random.nextDouble());
      }
      double tau2 = Reml.tau2(effects, variances);
      double best = logLikelihood(effects, variances, tau2);
      assertThat(logLikelihood(effects, variances, 0)).isLessThanOrEqualTo(best + 1e-10);
      for (double other = 1e-7; other < 100; other *= 1.02) {
        assertThat(logLikelihood(effects, variances, other)).isLessThanOrEqualTo(best + 1e-10);
      }
    }
  }

  /** Likelihoods of two maxima each, found by a search over tau2 in another program. */
  @Test
  void theHigherOfTwoMaximaIsFound() {
    // -2.479 at 0, where the derivative is negative, and -2.273.
    assertThat(Reml.tau2(new double[] {1.4, -1.2, 1.6}, new double[] {.01, 1, .1}))
        .isEqualTo(1.2907645, ITERATED);
    // -2.885, and -3.295 at 1.12.
    assertThat(Reml.tau2(new double[] {-1.1, -1.2, -1.5, 1.9}, new double[] {1e-4, 1e-4, 1, 1}))
        .isEqualTo(0.0051751, ITERATED);
    assertThat(Reml.tau2(new double[] {.3, .3, .3}, new double[] {.01, 1, .1})).isZero();
  }

  /** As one variance goes to 0 the others' sum of squares about that site decides. */
  @Test
  void oneSiteThatOutweighsAllOthersByFar() {
    double[] effects = {.1, .3, .2};
    double[] variances = {1e-24, 1e-3, 1e-3};
    RandomEffects ours = RandomEffects.of(effects, variances);
    double best = logLikelihood(effects, variances, ours.tau2());
    for (double other = 1e-7; other < 10; other *= 1.02) {
      assertThat(logLikelihood(effects, variances, other)).isLessThanOrEqualTo(best + 1e-9);
    }
    assertThat(ours.q()).isEqualTo(50, within(1e-9));
    // With w1 far above the others I^2's typical variance is (k-1)/(2 (w2 + w3)) = 5e-4.
    assertThat(ours.i2()).isEqualTo(100 * ours.tau2() / (ours.tau2() + 5e-4), within(1e-9));
    DerSimonianLaird moments =
        DerSimonianLaird.of(effects, variances, DoubleUnaryOperator.identity());
    assertThat(moments.tau2()).isEqualTo((50 - 2) / (2 * 2000.0), within(1e-12));
  }

  @Test
  void sixtySitesOfEqualVarianceHaveAClosedForm() {
    double[] effects = new double[60];
    double[] variances = new double[60];
    Arrays.fill(variances, 0.01);
    double squares = 0;
    for (int i = 0; i < 60; i++) {
      effects[i] = i / 60.0;
      squares += Math.pow(i / 60.0 - 59 / 120.0, 2);
    }
    RandomEffects ours = RandomEffects.of(effects, variances);
    assertThat(ours.tau2()).isEqualTo(squares / 59 - 0.01, within(1e-12));
    assertThat(ours.seHartungKnapp()).isEqualTo(Math.sqrt(squares / 59 / 60), within(1e-12));
    assertThat(ours.seWald()).isEqualTo(ours.seHartungKnapp(), within(1e-12));
  }

  private static double[] squares(double... errors) {
    return Arrays.stream(errors).map(error -> error * error).toArray();
  }

  /** Written out, apart from the code under test. */
  private static double logLikelihood(double[] effects, double[] variances, double tau2) {
    double w = 0;
    double wy = 0;
    double logs = 0;
    for (int i = 0; i < effects.length; i++) {
      w += 1 / (variances[i] + tau2);
      wy += effects[i] / (variances[i] + tau2);
      logs += Math.log(variances[i] + tau2);
    }
    double squares = 0;
    for (int i = 0; i < effects.length; i++) {
      squares += Math.pow(effects[i] - wy / w, 2) / (variances[i] + tau2);
    }
    return -0.5 * (logs + Math.log(w) + squares);
  }

  /** Sites that agree by chance: the usual prediction interval is inside that of the mean. */
  @Test
  void theWiderPredictionIntervalHoldsTheHeadline() {
    double[] effects = {0.05, 0.051, 0.049, 0.05, 0.0505, 0.0495};
    double[] variances = {0.001, 0.002, 0.001, 0.003, 0.002, 0.001};
    RandomEffects ours = RandomEffects.of(effects, variances);
    assertThat(ours.prediction()).isLessThan(ours.headline());
    assertThat(ours.widerPrediction()).isGreaterThan(ours.headline());
    assertThat(ours.widerPrediction())
        .isEqualTo(
            Distributions.t(4) * Math.sqrt(ours.tau2() + ours.seWald() * ours.seWald()),
            within(1e-15));
  }
}
