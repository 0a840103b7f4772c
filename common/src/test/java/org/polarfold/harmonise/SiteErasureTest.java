package org.polarfold.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class SiteErasureTest {

  private static final int SITES = 3;
  private static final int LENGTH = 5;
  private static final int STUDIES = 300;

  /** Of the formula in NumPy, with numpy.linalg.pinv and inv. */
  private static final double[][] EXPECTED = {
    {0.96551724137931, 0.42068965517241},
    {2.41379310344828, 1.95172413793103},
    {2.41379310344828, 1.95172413793103},
  };

  /** Two values tell the site, one of them by its correlation with a third. */
  private static float[][] studies() {
    Random random = new Random(4);
    float[][] studies = new float[STUDIES][LENGTH];
    for (int i = 0; i < STUDIES; i++) {
      int site = i % SITES;
      double shared = random.nextGaussian();
      studies[i][0] = (float) (site + random.nextGaussian());
      studies[i][1] = (float) ((site == 1 ? 2 : 0) + shared + 0.5 * random.nextGaussian());
      studies[i][2] = (float) shared;
      studies[i][3] = (float) random.nextGaussian();
      studies[i][4] = 7;
    }
    return studies;
  }

  private static SiteErasure.Sums sums(float[][] studies, int from, int to) {
    SiteErasure.Sums sums = new SiteErasure.Sums(SITES, LENGTH);
    for (int i = from; i < to; i++) {
      sums.add(i % SITES, studies[i]);
    }
    return sums;
  }

  private static double mean(double[][] values, int site, int column) {
    double sum = 0;
    for (int i = site; i < values.length; i += SITES) {
      sum += values[i][column];
    }
    return sum * SITES / values.length;
  }

  private static double[][] erased(SiteErasure erasure, float[][] studies) {
    double[][] erased = new double[studies.length][];
    for (int i = 0; i < erased.length; i++) {
      erased[i] = erasure.erased(studies[i]);
    }
    return erased;
  }

  /** With equal means of all sites, the best linear answer is the same for everybody. */
  @Test
  void afterwardsAllSitesHaveTheSameMean() {
    float[][] studies = studies();
    double[][] erased = erased(SiteErasure.fit(sums(studies, 0, STUDIES)), studies);

    for (int column = 0; column < LENGTH; column++) {
      for (int site = 1; site < SITES; site++) {
        assertThat(mean(erased, site, column)).isCloseTo(mean(erased, 0, column), within(1e-7));
      }
    }
    assertThat(mean(erased, 0, 4)).isCloseTo(7, within(1e-6));
  }

  /** On four studies; the second and third differ in what tells the site alone. */
  @Test
  void itIsTheFormulaOfItsAuthors() {
    SiteErasure.Sums sums = new SiteErasure.Sums(2, 2);
    sums.add(0, new float[] {0, 1});
    sums.add(0, new float[] {1, 3});
    sums.add(1, new float[] {2, 0});
    sums.add(1, new float[] {4, 1});

    SiteErasure erasure = SiteErasure.fit(sums);

    assertThat(erasure.erased(new float[] {0, 1})).containsExactly(EXPECTED[0], within(1e-6));
    assertThat(erasure.erased(new float[] {4, 1})).containsExactly(EXPECTED[1], within(1e-6));
    assertThat(erasure.erased(new float[] {9, -2})).containsExactly(EXPECTED[2], within(1e-6));
  }

  /** Only as much goes as must: what has nothing to do with the sites hardly changes. */
  @Test
  void whatTellsNoSiteStays() {
    float[][] studies = studies();
    double[][] erased = erased(SiteErasure.fit(sums(studies, 0, STUDIES)), studies);

    double changed = 0;
    double varied = 0;
    for (int i = 0; i < STUDIES; i++) {
      changed += Math.pow(erased[i][3] - studies[i][3], 2);
      varied += Math.pow(studies[i][3], 2);
    }
    assertThat(changed / varied).isLessThan(0.02);
  }

  @Test
  void partsAddUp() {
    float[][] studies = studies();
    SiteErasure.Sums parts = sums(studies, 0, 101);
    parts.add(sums(studies, 101, STUDIES));

    assertThat(SiteErasure.fit(parts).erased(studies[5]))
        .containsExactly(
            SiteErasure.fit(sums(studies, 0, STUDIES)).erased(studies[5]), within(1e-9));
  }

  @Test
  void ofOneSiteNothingGoes() {
    SiteErasure.Sums one = new SiteErasure.Sums(1, LENGTH);
    for (float[] study : studies()) {
      one.add(0, study);
    }

    assertThat(SiteErasure.fit(one).erased(new float[] {1, 2, 3, 4, 7}))
        .containsExactly(new double[] {1, 2, 3, 4, 7}, within(1e-9));
    assertThatThrownBy(() -> new SiteErasure.Sums(2, 4096))
        .hasMessage("4096 values (expected at most 2048)");
  }
}
