package org.polarfold.audit;

import java.util.Optional;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Whether sites that lie farther lose more: Spearman's rank correlation over sites.
 *
 * @param k sites
 * @param spearman -1 to 1
 * @param p two-sided: share of shuffles of the sites, this order among them, that correlate as much
 *     or more either way
 */
public record RankRelation(int k, double spearman, double p) {

  /** With fewer sites no order is rarer than one in six. */
  public static final int FEWEST = 4;

  private static final int SHUFFLES = 9_999;

  /**
   * Relates.
   *
   * @param distances of the sites
   * @param drops of the same sites
   * @param seed of the shuffles
   * @return empty with fewer than {@link #FEWEST} sites, or where either is the same for all
   */
  public static Optional<RankRelation> of(double[] distances, double[] drops, long seed) {
    if (drops.length < FEWEST) {
      return Optional.empty();
    }
    SpearmansCorrelation spearman = new SpearmansCorrelation();
    double seen = spearman.correlation(distances, drops);
    if (Double.isNaN(seen)) {
      return Optional.empty();
    }
    RandomGenerator random = new Well19937c(seed);
    double[] shuffled = drops.clone();
    int more = 0;
    for (int i = 0; i < SHUFFLES; i++) {
      for (int j = shuffled.length - 1; j > 0; j--) {
        int k = random.nextInt(j + 1);
        double kept = shuffled[j];
        shuffled[j] = shuffled[k];
        shuffled[k] = kept;
      }
      double found = spearman.correlation(distances, shuffled);
      more += Math.abs(found) >= Math.abs(seen) - 1e-12 ? 1 : 0;
    }
    return Optional.of(new RankRelation(drops.length, seen, (more + 1.0) / (SHUFFLES + 1)));
  }
}
