package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.polarfold.study.SiteId;

/**
 * The patients of one sample drawn again: among themselves at a site, by sites and then by patients
 * where the sample pools several.
 */
@FunctionalInterface
interface Redrawing {

  /** An interval for each statistic of the sample's counts of patients, in their order. */
  List<Estimate<BootstrapInterval>> intervals(List<Statistic> statistics);

  /** Patients of one site. */
  static Redrawing ofPatients(int patients, Resampling resampling, Object... names) {
    return statistics -> Bootstrap.ofPatients(patients, resampling, names).intervals(statistics);
  }

  /**
   * Sites, then patients.
   *
   * @param all codes of the patients of all sites together, ascending
   * @param sites codes of each site's patients, ascending
   */
  static Redrawing ofSites(
      int[] all, SortedMap<SiteId, int[]> sites, Resampling resampling, Object... names) {
    int[][] members =
        sites.values().stream()
            .map(of -> Codes.positions(all, Codes.common(all, of)))
            .filter(of -> of.length > 0)
            .toArray(int[][]::new);
    int[] sizes = Arrays.stream(members).mapToInt(of -> of.length).toArray();
    return statistics ->
        SiteBootstrap.of(sizes, resampling, names)
            .intervals(statistics.stream().map(one -> SiteStatistic.pooled(one, members)).toList());
  }

  /** No interval for any of so many statistics. */
  static List<Estimate<BootstrapInterval>> none(int statistics, String why) {
    return new ArrayList<>(
        IntStream.range(0, statistics)
            .mapToObj(s -> Estimate.<BootstrapInterval>none(why))
            .toList());
  }
}
