package org.polarfold.evaluate;

import java.util.Arrays;

/** A number that some sites give, any of which may have been drawn more than once. */
@FunctionalInterface
interface SiteStatistic {

  /**
   * The number under these draws.
   *
   * @param sites the sites drawn, by position; a site drawn twice counts as two
   * @param counts for each of them, how often each of its patients was drawn; not to be kept or
   *     changed
   * @return NaN where these draws leave it undefined
   */
  double value(int[] sites, int[][] counts);

  /**
   * A statistic of all patients together, which does not ask for the site.
   *
   * @param members for each site, its patients by position among all
   */
  static SiteStatistic pooled(Statistic statistic, int[][] members) {
    int[] all = new int[Arrays.stream(members).mapToInt(site -> site.length).sum()];
    return (sites, counts) -> {
      Arrays.fill(all, 0);
      for (int i = 0; i < sites.length; i++) {
        int[] site = members[sites[i]];
        for (int j = 0; j < site.length; j++) {
          all[site[j]] += counts[i][j];
        }
      }
      return statistic.value(all);
    };
  }
}
