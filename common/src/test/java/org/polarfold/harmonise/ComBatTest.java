package org.polarfold.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.harmonise.ComBat.Moments;

/** ComBat against R's, and what R's does not do: studies that were not learnt from. */
class ComBatTest {

  private static final int[] SITES = sites();

  /**
   * Of the resource: {@code sva::ComBat(x, batch)} of sva 3.46.0 (Debian's r-bioc-sva, R 4.2.2),
   * with {@code mod = cbind(age, male)} for covariates and reference, {@code ref.batch = 2}, {@code
   * mean.only = TRUE}, and {@code ref.batch = 1, mean.only = TRUE}; x by the formula of {@link
   * #values}, printed with 12 digits.
   */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "covariates", "reference", "mean-only", "reference-mean-only"})
  void itIsThatOfSva(String variant) throws IOException {
    Studies studies = studies(!variant.equals("plain") && !variant.equals("reference-mean-only"));
    Reference reference =
        switch (variant) {
          case "reference" -> Reference.site(1);
          case "reference-mean-only" -> Reference.site(0);
          default -> Reference.POOLED;
        };
    ComBat learnt =
        new ComBat(
            studies,
            reference,
            variant.endsWith("mean-only") ? Moments.MEAN : Moments.MEAN_AND_VARIANCE);

    List<double[]> expected = expected(variant);
    assertThat(expected).hasSize(24);
    for (int i = 0; i < 24; i++) {
      double[] alike = learnt.at(SITES[i]).of(studies.values().get(i), studies.covariates().get(i));
      assertThat(alike).containsExactly(expected.get(i), within(1e-6));
    }
    assertThat(learnt.untouched()).isEqualTo(1);
  }

  private static List<double[]> expected(String variant) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ComBatTest.class.getResourceAsStream("combat-sva-3.46.0.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(",", -1))
          .filter(cells -> cells[0].equals(variant))
          .map(cells -> Arrays.stream(cells).skip(2).mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }

  private static int[] sites() {
    int[] sites = new int[24];
    Arrays.fill(sites, 10, 18, 1);
    Arrays.fill(sites, 18, 24, 2);
    return sites;
  }

  private static double[] covariates(int i) {
    double golden = 0.6180339887498949 * i;
    return new double[] {40 + 30 * (golden - Math.floor(golden)), i % 2};
  }

  /** The 12th value does not vary at the second site. */
  private static double[] values(int i, int site) {
    double[] scale = {1, 1.6, 0.7};
    double[] shift = {0, 0.8, -0.5};
    double[] covariates = covariates(i);
    double[] values = new double[12];
    for (int j = 1; j <= 12; j++) {
      values[j - 1] =
          Math.sin(1.3 * i * j) * scale[site]
              + 0.4 * j
              + shift[site] * Math.cos(j)
              + 0.02 * j * (covariates[0] - 55) / 5
              + 0.3 * covariates[1];
    }
    if (site == 1) {
      values[11] = 3;
    }
    return values;
  }

  private static Studies studies(boolean withCovariates) {
    List<double[]> values = new ArrayList<>();
    List<double[]> covariates = new ArrayList<>();
    for (int i = 1; i <= 24; i++) {
      values.add(values(i, SITES[i - 1]));
      covariates.add(withCovariates ? covariates(i) : new double[0]);
    }
    return new Studies(values, covariates, Arrays.stream(SITES).boxed().toList());
  }

  @Test
  void aNewSiteAdaptedToBecomesLikeTheOthers() {
    Random random = new Random(1);
    Studies studies = normal(random, 3, 60);
    ComBat learnt = new ComBat(studies, Reference.POOLED, Moments.MEAN_AND_VARIANCE);
    List<double[]> far = new ArrayList<>();
    List<double[]> none = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      far.add(study(random, 5, 3));
      none.add(new double[0]);
    }
    SiteChange change = learnt.adaptedTo(far.subList(0, 40), none.subList(0, 40));
    double[] first = new double[20];
    for (int i = 0; i < 20; i++) {
      first[i] = change.of(far.get(40 + i), new double[0])[0];
    }
    assertThat(StatUtils.mean(first)).isCloseTo(1, within(0.9));
    assertThat(Math.sqrt(StatUtils.variance(first))).isCloseTo(1.5, within(0.6));
    SiteChange ofOne = learnt.adaptedTo(far.subList(0, 1), none.subList(0, 1));
    assertThat(Arrays.stream(ofOne.of(far.get(0), none.get(0)))).allMatch(Double::isFinite);
  }

  /** What a site does to patients is gone, what sex does to them stays. */
  @Test
  void whatCovariatesExplainIsKept() {
    Random random = new Random(4);
    List<double[]> values = new ArrayList<>();
    List<double[]> covariates = new ArrayList<>();
    List<Integer> sites = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int site = i % 2;
      // Three quarters of one site are men, one quarter of the other.
      double male = i / 2 % 4 < (site == 0 ? 3 : 1) ? 1 : 0;
      double[] study = random.doubles(8).map(u -> random.nextGaussian()).toArray();
      for (int j = 0; j < 8; j++) {
        study[j] += 2 * male + (site == 0 ? 0 : 1 + 0.1 * j);
      }
      values.add(study);
      covariates.add(new double[] {male});
      sites.add(site);
    }
    ComBat learnt =
        new ComBat(
            new Studies(values, covariates, sites), Reference.POOLED, Moments.MEAN_AND_VARIANCE);
    double[][] sums = new double[2][2];
    double[][] counts = new double[2][2];
    for (int i = 0; i < 400; i++) {
      int male = (int) covariates.get(i)[0];
      sums[sites.get(i)][male] += learnt.at(sites.get(i)).of(values.get(i), covariates.get(i))[3];
      counts[sites.get(i)][male]++;
    }
    for (int site = 0; site < 2; site++) {
      double women = sums[site][0] / counts[site][0];
      double men = sums[site][1] / counts[site][1];
      assertThat(men - women).isCloseTo(2, within(0.4));
    }
    assertThat(sums[0][1] / counts[0][1]).isCloseTo(sums[1][1] / counts[1][1], within(0.4));
  }

  @Test
  void aSiteOfOneStudyHasItsMeanTakenAwayAlone() {
    Random random = new Random(2);
    List<double[]> values = new ArrayList<>(normal(random, 2, 20).values());
    List<Integer> sites = new ArrayList<>(normal(random, 2, 20).sites());
    values.add(study(random, 4, 1));
    sites.add(2);
    List<double[]> none = values.stream().map(any -> new double[0]).toList();
    Studies studies = new Studies(values, none, sites);
    SiteChange asked = new ComBat(studies, Reference.POOLED, Moments.MEAN_AND_VARIANCE).at(0);
    SiteChange means = new ComBat(studies, Reference.POOLED, Moments.MEAN).at(0);
    assertThat(asked.of(values.get(0), none.get(0)))
        .containsExactly(means.of(values.get(0), none.get(0)), within(1e-12));
  }

  @Test
  void whatCannotBeToldApartIsRefused() {
    Studies studies = normal(new Random(1), 2, 20);
    List<double[]> site = studies.sites().stream().map(one -> new double[] {3.0 * one}).toList();
    assertThatThrownBy(
            () ->
                new ComBat(
                    new Studies(studies.values(), site, studies.sites()),
                    Reference.POOLED,
                    Moments.MEAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid covariates: they cannot be told from sites or from one another");
    List<double[]> flat = studies.values().stream().map(any -> new double[] {1, 2}).toList();
    assertThatThrownBy(
            () ->
                new ComBat(
                    new Studies(flat, studies.covariates(), studies.sites()),
                    Reference.POOLED,
                    Moments.MEAN))
        .hasMessage("Invalid values: 0 that vary at every site (expected 2 or more)");
    assertThatThrownBy(() -> new Studies(flat, List.of(), studies.sites()))
        .hasMessage("Invalid studies: 40 with 0 covariates at 2 sites");
  }

  static Studies normal(Random random, int sites, int size) {
    List<double[]> values = new ArrayList<>();
    List<double[]> none = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < sites * size; i++) {
      int site = i % sites;
      values.add(study(random, site, 1 + 0.5 * site));
      none.add(new double[0]);
      places.add(site);
    }
    return new Studies(values, none, places);
  }

  /** Ten values. */
  static double[] study(Random random, double mean, double scale) {
    return random.doubles(10).map(u -> mean + scale * random.nextGaussian()).toArray();
  }
}
