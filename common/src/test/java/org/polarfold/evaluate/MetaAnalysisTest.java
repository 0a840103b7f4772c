package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polarfold.study.SiteId;

/** Influence against metafor 3.8.1, and sites as odd as they come. */
class MetaAnalysisTest {

  private static final Offset<Double> PRINTED = within(1e-9);
  private static final double[] DROPS = {.02, .09, .05, .15, -.01};
  private static final double[] ERRORS = {.01, .02, .015, .03, .02};

  @Test
  void theHeadlineWithoutEachSite() {
    MetaAnalysis ours = pool(effects(DROPS, ERRORS));
    // Of rma(method = "REML"), the interval with the larger of its two standard errors.
    double[][] published = {
      {0.06759696870485, -0.03761675734510, 0.17281069475479, 0.00376103647621},
      {0.049262069089179, -0.057301322825878, 0.155825461004236, 0.003794364358845},
      {0.059703329457617, -0.052604783135736, 0.172011442050970, 0.004390344136886},
      {0.036982263666287, -0.028914213074744, 0.102878740407319, 0.001347486828732},
      {0.072742115476038, -0.014245467029125, 0.159729697981200, 0.002480198124123}
    };
    List<Influence> influence = Made.present(ours.influence());
    assertThat(influence).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(influence.get(i).site()).isEqualTo("s" + i);
      assertThat(influence.get(i).estimate()).isEqualTo(published[i][0], PRINTED);
      assertThat(influence.get(i).lower()).isEqualTo(published[i][1], PRINTED);
      assertThat(influence.get(i).upper()).isEqualTo(published[i][2], PRINTED);
      assertThat(influence.get(i).tau2()).isEqualTo(published[i][3], PRINTED);
    }
  }

  @Test
  void withoutASiteIsAsIfItHadNeverBeen() {
    Map<SiteId, Estimate<Pooling.Effect>> sites = effects(DROPS, ERRORS);
    Influence withoutLast = Made.present(pool(sites).influence()).get(4);
    sites.remove(new SiteId("s4"));
    MetaAnalysis others = pool(sites);
    assertThat(withoutLast)
        .isEqualTo(
            new Influence("s4", others.estimate(), others.lower(), others.upper(), others.tau2()));
  }

  @Test
  void twoSitesArePooledButNotForeseen() {
    MetaAnalysis ours = pool(effects(new double[] {.1, .3}, new double[] {.05, .05}));
    assertThat(ours.estimate()).isEqualTo(.2, PRINTED);
    assertThat(ours.tau2()).isEqualTo(.02 - .0025, PRINTED);
    assertThat(Made.why(ours.influence())).isEqualTo("fewer than 3 sites");
    assertThat(Made.why(ours.predictionLower())).isEqualTo("fewer than 3 sites");
  }

  @Test
  void identicalEffectsDoNotVary() {
    MetaAnalysis ours = pool(effects(new double[] {.1, .1, .1}, new double[] {.05, .01, .02}));
    assertThat(ours.estimate()).isEqualTo(.1, within(1e-15));
    assertThat(ours.tau2()).isZero();
    assertThat(ours.derSimonianLaird().tau2()).isZero();
    assertThat(ours.seHartungKnapp()).isLessThan(1e-15);
    assertThat(ours.hkNarrower()).isTrue();
    assertThat(ours.upper()).isGreaterThan(ours.waldUpper());
    assertThat(ours.i2()).isZero();
    assertThat(ours.qP()).isEqualTo(1);
  }

  @Test
  void aSiteThatCannotWeighInIsNamed() {
    Map<SiteId, Estimate<Pooling.Effect>> sites = effects(DROPS, ERRORS);
    sites.put(new SiteId("exact"), Estimate.of(new Pooling.Effect(.3, 0)));
    sites.put(new SiteId("none"), Estimate.none("no patient with label 1"));
    sites.put(new SiteId("rounded"), Estimate.of(new Pooling.Effect(.3, 1e-17)));
    sites.put(new SiteId("wild"), Estimate.of(new Pooling.Effect(.3, 1e200)));
    MetaAnalysis ours = pool(sites);
    assertThat(ours.k()).isEqualTo(5);
    assertThat(ours.estimate()).isEqualTo(pool(effects(DROPS, ERRORS)).estimate());
    assertThat(ours.leftOut())
        .containsExactly(
            new MetaAnalysis.LeftOut("exact", "its standard error is 0"),
            new MetaAnalysis.LeftOut("none", "no patient with label 1"),
            new MetaAnalysis.LeftOut("rounded", "its standard error is 0"),
            new MetaAnalysis.LeftOut("wild", "its effect or standard error is beyond all measure"));
    assertThat(Made.present(ours.influence())).extracting(Influence::site).doesNotContain("exact");
  }

  @Test
  void theScaleIsLeftAgain() {
    Map<SiteId, Estimate<Pooling.Effect>> sites = effects(DROPS, ERRORS);
    MetaAnalysis logs = pool(sites);
    MetaAnalysis ours = Made.present(MetaAnalysis.of(sites, "log O:E", Math::exp));
    assertThat(ours.scale()).isEqualTo("log O:E");
    assertThat(ours.pooled()).isEqualTo(logs.estimate());
    assertThat(ours.estimate()).isEqualTo(Math.exp(logs.estimate()));
    assertThat(ours.lower()).isEqualTo(Math.exp(logs.lower()));
    assertThat(Made.present(ours.predictionUpper()))
        .isEqualTo(Math.exp(Made.present(logs.predictionUpper())));
    assertThat(Made.present(ours.influence()).get(2).upper())
        .isEqualTo(Math.exp(Made.present(logs.influence()).get(2).upper()));
    assertThat(ours.derSimonianLaird().estimate())
        .isEqualTo(Math.exp(logs.derSimonianLaird().pooled()));
  }

  /** Twelve standard errors of 100 on the scale of logarithms. */
  @Test
  void anIntervalBeyondAllNumbersIsNotGiven() {
    Map<SiteId, Estimate<Pooling.Effect>> sites =
        effects(new double[] {0, 1}, new double[] {100, 100});
    assertThat(Made.why(MetaAnalysis.of(sites, "log O:E", Math::exp)))
        .isEqualTo("the interval is wider than any number");
  }

  /** Variances over twelve powers of ten, tau2 from nothing to far above them. */
  @Test
  void sixtySitesOfAllKindsGiveNumbersWhateverTheirOrder() {
    SplittableRandom random = new SplittableRandom(60);
    for (int trial = 0; trial < 50; trial++) {
      double[] values = new double[60];
      double[] errors = new double[60];
      for (int i = 0; i < 60; i++) {
        errors[i] = Math.pow(10, 3 - 6 * random.nextDouble());
        values[i] = errors[i] * random.nextGaussian() + trial * random.nextGaussian();
      }
      MetaAnalysis ours = pool(effects(values, errors));
      assertThat(ours.lower()).isFinite().isLessThan(ours.estimate());
      assertThat(ours.upper()).isFinite().isGreaterThan(ours.estimate());
      assertThat(Made.present(ours.influence())).hasSize(60);
      RandomEffects backwards = RandomEffects.of(reversed(values), reversed(errors, 2));
      double size = Math.abs(ours.upper() - ours.lower());
      assertThat(backwards.mean()).isEqualTo(ours.pooled(), within(1e-9 * size));
      assertThat(backwards.tau2()).isEqualTo(ours.tau2(), within(1e-9 * (1 + ours.tau2())));
    }
  }

  private static MetaAnalysis pool(Map<SiteId, Estimate<Pooling.Effect>> sites) {
    return Made.present(MetaAnalysis.of(sites, "any", DoubleUnaryOperator.identity()));
  }

  private static Map<SiteId, Estimate<Pooling.Effect>> effects(double[] values, double[] errors) {
    Map<SiteId, Estimate<Pooling.Effect>> effects = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      effects.put(new SiteId("s" + i), Estimate.of(new Pooling.Effect(values[i], errors[i])));
    }
    return effects;
  }

  private static double[] reversed(double[] values) {
    return reversed(values, 1);
  }

  private static double[] reversed(double[] values, int power) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.pow(values[values.length - 1 - i], power))
        .toArray();
  }
}
