package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WithinSitePairsTest {

  /** Areas 5/6 and 3/4 of 6 and 4 pairs, the second site's scores far above the first's. */
  private static final Sample LOW = site(0, new int[] {1, 1, 0, 0, 0}, .3, .2, .25, .1, .05);

  private static final Sample HIGH = site(5, new int[] {1, 0, 1, 0}, .9, .8, .7, .6);
  private static final Sample HEALTHY = site(9, new int[] {0, 0}, .5, .4);

  @Test
  void sitesWeighByTheirPairs() {
    WithinSitePairs ours = Made.present(WithinSitePairs.of(List.of(LOW, HEALTHY, HIGH)));
    assertThat(ours.area()).isEqualTo((5 + 3) / 10.0, within(1e-15));
    assertThat(ours.pairs()).isEqualTo(10);
    assertThat(ours.sites()).isEqualTo(2);
    double low = DeLong.of(LOW).variance();
    double high = DeLong.of(HIGH).variance();
    assertThat(Made.present(ours.se()))
        .isEqualTo(Math.sqrt(36 * low + 16 * high) / 10, within(1e-15));
  }

  @Test
  void oneSiteIsItsOwnArea() {
    WithinSitePairs ours = Made.present(WithinSitePairs.of(List.of(LOW)));
    Auroc area = Made.present(Auroc.of(LOW));
    assertThat(ours.area()).isEqualTo(area.value(), within(1e-15));
    assertThat(Made.present(ours.se())).isEqualTo(Made.present(area.se()), within(1e-15));
  }

  @Test
  void whatSitesLackIsSaid() {
    assertThat(Made.why(WithinSitePairs.of(List.of(HEALTHY))))
        .isEqualTo("no site has both classes");
    assertThat(Made.why(WithinSitePairs.of(List.of()))).isEqualTo("no site has both classes");
    Sample oneEvent = site(20, new int[] {1, 0, 0}, .5, .8, .2);
    WithinSitePairs ours = Made.present(WithinSitePairs.of(List.of(LOW, oneEvent)));
    assertThat(ours.area()).isEqualTo((5 + 1) / 8.0, within(1e-15));
    assertThat(Made.why(ours.se())).isEqualTo("a site with only one patient in a class");
    Sample separated = site(30, new int[] {1, 1, 0, 0}, .9, .8, .1, .2);
    assertThat(Made.why(Made.present(WithinSitePairs.of(List.of(separated))).se()))
        .isEqualTo("no variance between patients");
  }

  @Test
  void aGapNeedsBothGroups() {
    WithinSiteGap ours = WithinSiteGap.of(List.of(LOW), List.of(HEALTHY));
    assertThat(ours.pairs()).isEqualTo(6);
    assertThat(ours.referencePairs()).isZero();
    assertThat(Made.present(ours.area())).isEqualTo(5 / 6.0, within(1e-15));
    assertThat(Made.why(ours.gap())).isEqualTo("no site has both classes");
    assertThat(Made.why(ours.p())).isEqualTo("no site has both classes");
    WithinSiteGap itself = WithinSiteGap.of(List.of(LOW, HIGH), List.of(HIGH, LOW));
    assertThat(Made.present(itself.gap())).isEqualTo(0, within(1e-15));
    assertThat(Made.present(itself.p())).isEqualTo(1, within(1e-12));
  }

  /** Pairs between sites are 2 of 2 and 0 of 6 here: the pooled area knows sites, not patients. */
  @Test
  void shortcutFiguresStandSideBySide() {
    ShortcutFigures ours = ShortcutFigures.of(List.of(LOW, HIGH));
    Sample both = Sample.pool(List.of(LOW, HIGH));
    assertThat(ours.pooled()).isEqualTo(Auroc.of(both).map(Auroc::value));
    assertThat(Made.present(ours.withinSites())).isEqualTo(0.8, within(1e-15));
    // Prevalences .4 and .5: of 4 x 5 pairs 2 x 3 are in order, 2 x 2 are not, 6 + 4 are tied.
    assertThat(Made.present(ours.prevalenceAlone())).isEqualTo((6 + 5) / 20.0, within(1e-15));
  }

  @Test
  void equalPrevalencesTellNothing() {
    Sample third = site(40, new int[] {1, 0, 0}, .9, .8, .1);
    Sample sixth = site(50, new int[] {0, 0, 1, 1, 0, 0}, .1, .2, .3, .4, .5, .6);
    ShortcutFigures ours = ShortcutFigures.of(List.of(third, sixth, Sample.NOBODY));
    assertThat(Made.present(ours.prevalenceAlone())).isEqualTo(0.5);
    ShortcutFigures none = ShortcutFigures.of(List.of(HEALTHY));
    assertThat(Made.why(none.prevalenceAlone())).isEqualTo("no patient with label 1");
    assertThat(Made.why(none.withinSites())).isEqualTo("no site has both classes");
    assertThat(Made.why(ShortcutFigures.of(List.of()).pooled()))
        .isEqualTo("no patient with a score in every repeat");
  }

  @Test
  void sitesOfOneClassEachArePrevalenceAlone() {
    Sample ill = site(60, new int[] {1, 1}, .1, .2);
    ShortcutFigures ours = ShortcutFigures.of(List.of(HEALTHY, ill));
    assertThat(Made.present(ours.prevalenceAlone())).isEqualTo(1);
    assertThat(Made.present(ours.pooled())).isZero();
    assertThat(Made.why(ours.withinSites())).isEqualTo("no site has both classes");
  }

  private static Sample site(int firstPatient, int[] labels, double... scores) {
    Sample sample = Made.sample(labels, scores);
    int[] patients = sample.patients();
    for (int i = 0; i < patients.length; i++) {
      patients[i] += firstPatient;
    }
    return new Sample(sample.repeats(), patients, sample.labels(), sample.scores());
  }
}
