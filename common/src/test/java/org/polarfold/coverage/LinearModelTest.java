package org.polarfold.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.polarfold.provenance.Seeds;

final class LinearModelTest {

  private static final double RIDGE = 10;
  private static final Seeds SEEDS = new Seeds(1);

  private final List<SiteTruth> sites = SiteTruth.consortium(Scenario.SHIFT, SEEDS, 0);
  private final Cohort cohort = Cohort.draw(sites, 7);
  private final int[] all = IntStream.range(0, cohort.size()).toArray();
  private final LinearModel model = fit(all, LinearModel.blank(1 + SiteTruth.FEATURES));

  @Test
  void theGradientOfThePenalisedLikelihoodIsZero() {
    for (int j = 0; j <= SiteTruth.FEATURES; j++) {
      double slope = j == 0 ? 0 : -RIDGE * model.weights()[j];
      for (int i : all) {
        double residual = cohort.labels()[i] - model.score(cohort.rows()[i]);
        slope += residual * cohort.rows()[i][j];
      }
      assertThat(slope).isCloseTo(0, within(1e-7));
    }
  }

  @Test
  void whereTheSearchBeginsMakesNoDifference() {
    int[] half = IntStream.range(0, cohort.size()).filter(i -> i % 2 == 0).toArray();
    LinearModel cold = fit(half, LinearModel.blank(1 + SiteTruth.FEATURES));
    LinearModel warm = fit(half, model);

    assertThat(warm.weights()).containsExactly(cold.weights(), within(1e-9));
    assertThat(warm.weights()).isNotEqualTo(model.weights());
  }

  @Test
  void areaAndSlopeInClosedFormAgreeWithManyPatients() {
    Population population = new Population(sites);
    for (int site : new int[] {0, 5}) {
      Cohort many = many(site, 20_000);
      double[] logits = new double[many.size()];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = model.logit(many.rows()[i]);
      }
      int[] everyone = IntStream.range(0, many.size()).toArray();

      // Four standard errors: about 0.0035 for the area of this many.
      assertThat(Mends.area(many, logits, everyone))
          .isCloseTo(population.area(model, site), within(0.014));
      assertThat(slope(logits, many.labels()))
          .isCloseTo(population.slope(model, site), within(0.12));
    }
  }

  @Test
  void theAreaOfOneCurveInClosedFormAgreesWithManyPatients() {
    List<SiteTruth> larger =
        sites.stream()
            .map(
                site ->
                    new SiteTruth(
                        site.name(),
                        20 * site.patients(),
                        site.prevalence(),
                        site.difference(),
                        site.artefact()))
            .toList();
    Cohort many = Cohort.draw(larger, 11);
    List<LinearModel> models =
        IntStream.range(0, sites.size()).mapToObj(s -> fit(without(s), model)).toList();
    double[] logits = new double[many.size()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = models.get(many.site()[i]).logit(many.rows()[i]);
    }
    int[] everyone = IntStream.range(0, many.size()).toArray();

    assertThat(Mends.area(many, logits, everyone))
        .isCloseTo(new Population(larger).pooledArea(models), within(0.014));
  }

  private int[] without(int site) {
    return IntStream.range(0, cohort.size()).filter(i -> cohort.site()[i] != site).toArray();
  }

  private LinearModel fit(int[] training, LinearModel start) {
    return LinearModel.fit(cohort.rows(), cohort.labels(), training, RIDGE, start);
  }

  private Cohort many(int site, int n) {
    Well19937c random = new Well19937c(3);
    SiteTruth truth = sites.get(site);
    byte[] labels = new byte[n];
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      labels[i] = (byte) (random.nextDouble() < truth.prevalence() ? 1 : 0);
      rows[i] = Cohort.row(truth, labels[i], random);
    }
    return new Cohort(List.of(truth), new int[n], labels, rows);
  }

  /** Logistic regression of the labels on the logits, by way of a fit without a penalty. */
  private static double slope(double[] logits, byte[] labels) {
    double[][] rows =
        Arrays.stream(logits).mapToObj(x -> new double[] {1, x}).toArray(double[][]::new);
    int[] everyone = IntStream.range(0, rows.length).toArray();
    return LinearModel.fit(rows, labels, everyone, 0, LinearModel.blank(2)).weights()[1];
  }
}
