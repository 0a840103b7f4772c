package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.polarfold.study.SiteId;

/** Figures of R 4.2 with metafor 3.8.1 for the parts and mvtnorm for the probability. */
class AcceptanceTest {

  private static final double[] AREAS = {.83, .80, .76, .71, .84};
  private static final double[] AREA_ERRORS = {.02, .03, .04, .05, .025};
  private static final double[] SLOPES = {.80, 1.10, .75, .85, 1.20};
  private static final double[] SLOPE_ERRORS = {.10, .12, .08, .15, .09};
  private static final double ANY = 1e9;

  @Test
  void bothTogether() {
    Acceptance ours = Made.present(Acceptance.of(areas(), slopes(), Acceptance.USUAL));
    assertThat(ours.k()).isEqualTo(5);
    assertThat(ours.correlation()).isEqualTo(0.7137450570201, within(1e-7));
    assertThat(ours.probability()).isEqualTo(0.5761779046248, within(1e-7));
    assertThat(ours.leftOut()).isEmpty();
  }

  @Test
  void whereTheSlopeMayBeAnythingTheAreaAloneDecides() {
    Acceptance.Demands area = new Acceptance.Demands(0.7, -ANY, ANY);
    Acceptance.Demands slope = new Acceptance.Demands(1e-300, 0.8, 1.2);
    Acceptance.Demands other = new Acceptance.Demands(0.7, -ANY, 0.8);
    // tau2 and the larger standard error of the areas' and the slopes' meta-analyses.
    double apart = Math.sqrt(0.04869465458849 + Math.pow(0.13534452219665, 2));
    double byArea =
        new TDistribution(3).cumulativeProbability((1.37233688478633 - Math.log(.7 / .3)) / apart);
    double scale = Math.sqrt(0.03234946983682 + Math.pow(0.09375551700247, 2));
    TDistribution t = new TDistribution(3);
    double bySlope =
        t.cumulativeProbability((1.2 - 0.94000261545471) / scale)
            - t.cumulativeProbability((0.8 - 0.94000261545471) / scale);
    assertThat(probability(area)).isEqualTo(byArea, within(1e-6));
    assertThat(probability(slope)).isEqualTo(bySlope, within(1e-6));
    assertThat(
            probability(other)
                + probability(Acceptance.USUAL)
                + probability(new Acceptance.Demands(0.7, 1.2, ANY)))
        .isEqualTo(byArea, within(1e-6));
  }

  @Test
  void sitesThatLackEitherAreNamed() {
    Map<SiteId, Estimate<Pooling.Effect>> areas = areas();
    Map<SiteId, Estimate<Pooling.Effect>> slopes = slopes();
    areas.put(new SiteId("s0"), Estimate.none("the classes are wholly separated"));
    slopes.put(new SiteId("s1"), Estimate.none("separated"));
    areas.put(new SiteId("t"), Estimate.of(new Pooling.Effect(1, .1)));
    Acceptance ours = Made.present(Acceptance.of(areas, slopes, Acceptance.USUAL));
    assertThat(ours.k()).isEqualTo(3);
    assertThat(ours.leftOut())
        .containsExactly(
            new MetaAnalysis.LeftOut("s0", "the classes are wholly separated"),
            new MetaAnalysis.LeftOut("s1", "separated"),
            new MetaAnalysis.LeftOut("t", "no calibration slope"));
    slopes.remove(new SiteId("s4"));
    assertThat(Made.why(Acceptance.of(areas, slopes, Acceptance.USUAL)))
        .startsWith("fewer than 3 sites with a standard error, s0: ");
  }

  @Test
  void sitesThatDoNotDifferHaveNoCorrelation() {
    Map<SiteId, Estimate<Pooling.Effect>> same =
        effects(new double[] {1, 1, 1}, new double[] {.1, .1, .2});
    Acceptance ours = Made.present(Acceptance.of(same, same, Acceptance.USUAL));
    assertThat(ours.correlation()).isZero();
    assertThat(ours.probability()).isBetween(0.0, 1.0);
  }

  @Test
  void perfectCorrelationIsCut() {
    double[] values = {.2, 1.4, .7, 2.5, 1.9};
    double[] opposite = {-.2, -1.4, -.7, -2.5, -1.9};
    double[] errors = {.1, .1, .1, .1, .1};
    Acceptance ours =
        Made.present(
            Acceptance.of(effects(values, errors), effects(opposite, errors), Acceptance.USUAL));
    // Between sites it is -1; the errors within sites that the means carry are uncorrelated.
    double spread = StatUtils.variance(values);
    double tau2 = spread - 0.01;
    assertThat(ours.correlation())
        .isEqualTo(-tau2 * (1 + 1 / 5.0) / (tau2 + spread / 5), within(1e-9));
    assertThat(ours.probability()).isBetween(0.0, 1.0);
  }

  /** Of pmvt(algorithm = TVPACK(1e-13)), as the difference of two quadrants. */
  @Test
  void probabilitiesOfTheBivariateT() {
    assertThat(new BivariateT(3, .5).probability(-1, -.7, 1.2))
        .isEqualTo(0.5021259853326, within(1e-9));
    assertThat(new BivariateT(1, -.9).probability(.3, -2, 2))
        .isEqualTo(0.261867968233, within(1e-9));
    assertThat(new BivariateT(58, .999).probability(0, -.5, 1.5))
        .isEqualTo(0.4304807301962, within(1e-9));
    assertThat(new BivariateT(3, .99999).probability(.4, -1, 2))
        .isEqualTo(0.2883045926978, within(1e-6));
    assertThat(new BivariateT(6, 0).probability(1, 0, 3)).isEqualTo(0.08552750664236, within(1e-9));
  }

  @Test
  void beyondAllCorrelationOneVariableIsLeft() {
    for (double sign : new double[] {-1, 1}) {
      for (double a : new double[] {-3, -.4, .4, 3}) {
        assertThat(new BivariateT(4, sign).probability(a, -1, 2))
            .isEqualTo(new BivariateT(4, sign * (1 - 1e-11)).probability(a, -1, 2), within(1e-5));
      }
    }
    assertThat(new BivariateT(4, 1).probability(.4, -1, 2))
        .isEqualTo(
            new TDistribution(4).cumulativeProbability(2)
                - new TDistribution(4).cumulativeProbability(.4),
            within(1e-12));
  }

  private static double probability(Acceptance.Demands demands) {
    return Made.present(Acceptance.of(areas(), slopes(), demands)).probability();
  }

  private static Map<SiteId, Estimate<Pooling.Effect>> areas() {
    double[] logits = new double[AREAS.length];
    double[] errors = new double[AREAS.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.log(AREAS[i] / (1 - AREAS[i]));
      errors[i] = AREA_ERRORS[i] / (AREAS[i] * (1 - AREAS[i]));
    }
    return effects(logits, errors);
  }

  private static Map<SiteId, Estimate<Pooling.Effect>> slopes() {
    return effects(SLOPES, SLOPE_ERRORS);
  }

  private static Map<SiteId, Estimate<Pooling.Effect>> effects(double[] values, double[] errors) {
    Map<SiteId, Estimate<Pooling.Effect>> effects = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      effects.put(new SiteId("s" + i), Estimate.of(new Pooling.Effect(values[i], errors[i])));
    }
    return effects;
  }
}
