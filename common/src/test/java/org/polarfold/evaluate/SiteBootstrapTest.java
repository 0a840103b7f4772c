package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SiteBootstrapTest {

  private static final Resampling RESAMPLING = new Resampling(2000, 11);

  @Test
  void asManySitesAreDrawnAndPatientsWithinThem() {
    int[] sizes = {3, 1, 20, 0};
    List<int[]> drawn = new ArrayList<>();
    SiteStatistic spy =
        (sites, counts) -> {
          drawn.add(sites.clone());
          for (int i = 0; i < sites.length; i++) {
            assertThat(counts[i]).hasSize(sizes[sites[i]]);
            assertThat(Arrays.stream(counts[i]).sum()).isEqualTo(sizes[sites[i]]);
          }
          return sites.length;
        };
    intervals(sizes, spy);
    assertThat(drawn).filteredOn(sites -> sites.length == 4).hasSizeGreaterThanOrEqualTo(2000);
    assertThat(drawn).anySatisfy(sites -> assertThat(sites).containsOnly(2));
    assertThat(drawn).anySatisfy(sites -> assertThat(sites).containsExactly(0, 1, 2, 3));
  }

  /** A site drawn twice is two draws of its patients, not one draw counted twice. */
  @Test
  void aSiteDrawnTwiceIsTwoIndependentDraws() {
    List<Boolean> alike = new ArrayList<>();
    SiteStatistic spy =
        (sites, counts) -> {
          if (sites.length == 2 && sites[0] == sites[1]) {
            alike.add(Arrays.equals(counts[0], counts[1]));
          }
          return 0;
        };
    intervals(new int[] {30, 30}, spy);
    assertThat(alike).hasSizeBetween(850, 1150).containsOnly(false);
  }

  /** Variance of a mean over sites: between sites over k, plus within over k n. */
  @Test
  void intervalOfAMeanOverSitesHoldsBothLevels() {
    int k = 20;
    int n = 50;
    SiteStatistic mean =
        (sites, counts) -> {
          double sum = 0;
          for (int i = 0; i < sites.length; i++) {
            for (int j = 0; j < n; j++) {
              sum += counts[i][j] * (sites[i] + j);
            }
          }
          return sum / sites.length / n;
        };
    int[] sizes = IntStream.generate(() -> n).limit(k).toArray();
    BootstrapInterval ours = Made.present(intervals(sizes, mean));
    double se = Math.sqrt((k * k - 1) / 12.0 / k + (n * n - 1) / 12.0 / k / n);
    double middle = (k - 1) / 2.0 + (n - 1) / 2.0;
    assertThat(ours.percentileLower()).isEqualTo(middle - 1.96 * se, within(0.15 * se));
    assertThat(ours.percentileUpper()).isEqualTo(middle + 1.96 * se, within(0.15 * se));
    assertThat(Made.present(ours.upper())).isEqualTo(middle + 1.96 * se, within(0.2 * se));
    assertThat(ours.unit()).isEqualTo("sites, then patients");
    assertThat(ours.units()).isEqualTo(k);
    assertThat(ours.fewSites()).isFalse();
  }

  @Test
  void pooledStatisticsSeeThePatientsOfAllSitesDrawn() {
    int[][] members = {{0, 3}, {1, 2}};
    List<int[]> seen = new ArrayList<>();
    Statistic spy =
        counts -> {
          seen.add(counts.clone());
          return 0;
        };
    SiteStatistic pooled = SiteStatistic.pooled(spy, members);
    pooled.value(new int[] {1, 1}, new int[][] {{2, 0}, {1, 1}});
    pooled.value(new int[] {0}, new int[][] {{1, 4}});
    assertThat(seen.get(0)).containsExactly(0, 3, 1, 0);
    assertThat(seen.get(1)).containsExactly(1, 0, 0, 4);
  }

  @Test
  void theFormulaForEachPatientIsNotTakenForSites() {
    Sample sample =
        Made.sample(
            IntStream.range(0, 90).map(i -> i % 3 == 0 ? 1 : 0).toArray(),
            IntStream.range(0, 90).mapToDouble(i -> i * 37 % 90 / 90.0).toArray());
    int[][] members =
        IntStream.range(0, 3)
            .mapToObj(s -> IntStream.range(30 * s, 30 * s + 30).toArray())
            .toArray(int[][]::new);
    Statistic area = Curves.of(sample).area();
    Estimate<BootstrapInterval> ours =
        intervals(new int[] {30, 30, 30}, SiteStatistic.pooled(area, members));
    assertThat(ours)
        .isEqualTo(
            intervals(
                new int[] {30, 30, 30},
                SiteStatistic.pooled(counts -> area.value(counts), members)));
    assertThat(Made.present(ours).fewSites()).isTrue();
    assertThat(Made.present(ours).undefinedResamples()).isZero();
  }

  @Test
  void oneSiteHasNoAccelerationAndNoneNoInterval() {
    SiteStatistic mean =
        (sites, counts) -> sites.length == 0 ? Double.NaN : counts[0][0] + 2.0 * counts[0][1];
    BootstrapInterval one = Made.present(intervals(new int[] {3}, mean));
    assertThat(Made.why(one.lower())).isEqualTo("not defined without every one of the units drawn");
    assertThat(Made.why(intervals(new int[0], mean)))
        .isEqualTo("not defined without resampling either");
    assertThat(
            Made.why(
                SiteBootstrap.of(new int[] {3}, Resampling.NONE, "x")
                    .intervals(List.of(mean))
                    .get(0)))
        .isEqualTo("no resamples were asked for");
  }

  private static Estimate<BootstrapInterval> intervals(int[] sizes, SiteStatistic statistic) {
    return SiteBootstrap.of(sizes, RESAMPLING, "x").intervals(List.of(statistic)).get(0);
  }
}
