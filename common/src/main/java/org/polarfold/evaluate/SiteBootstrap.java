package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Sites drawn with replacement, then as many patients with replacement within each site drawn; a
 * site drawn twice counts as two, with patients drawn for each (Davison and Hinkley, Bootstrap
 * Methods and their Application, 1997, section 3.8). Too narrow with few sites: below 10 the
 * interval says so.
 *
 * <p>The acceleration of the BCa interval is from the jackknife over sites.
 */
final class SiteBootstrap {

  private static final int FEW = 10;

  private final Resampling resampling;
  private final long seed;
  private final int[] sizes;

  private SiteBootstrap(Resampling resampling, long seed, int[] sizes) {
    this.resampling = resampling;
    this.seed = seed;
    this.sizes = sizes;
  }

  /**
   * Draws sites, then patients.
   *
   * @param sizes patients of each site
   * @param names of this use, for its seed
   */
  static SiteBootstrap of(int[] sizes, Resampling resampling, Object... names) {
    return new SiteBootstrap(resampling, resampling.seed(names), sizes.clone());
  }

  /**
   * An interval for each statistic, the same draws for all and for every call.
   *
   * @return in the order of the statistics; none without resamples, or where the statistic is not
   *     defined for the sites themselves or for more than 5 % of the resamples
   */
  List<Estimate<BootstrapInterval>> intervals(List<? extends SiteStatistic> statistics) {
    double[][] values = new double[statistics.size()][resampling.resamples()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int b = 0; b < resampling.resamples(); b++) {
      int[] sites = draw(random);
      int[][] counts = new int[sites.length][];
      for (int i = 0; i < sites.length; i++) {
        counts[i] = new int[sizes[sites[i]]];
        Draws.count(counts[i], random);
      }
      for (int s = 0; s < values.length; s++) {
        values[s][b] = statistics.get(s).value(sites, counts);
      }
    }
    return IntStream.range(0, values.length)
        .mapToObj(s -> interval(statistics.get(s), values[s]))
        .toList();
  }

  private int[] draw(SplittableRandom random) {
    int[] times = new int[sizes.length];
    Draws.count(times, random);
    return IntStream.range(0, times.length)
        .flatMap(site -> IntStream.generate(() -> site).limit(times[site]))
        .toArray();
  }

  private Estimate<BootstrapInterval> interval(SiteStatistic statistic, double[] values) {
    return new Resamples(resampling, "sites, then patients", sizes.length, sizes.length < FEW)
        .interval(
            values,
            once(statistic, IntStream.range(0, sizes.length)),
            () -> withoutEach(statistic));
  }

  private double[] withoutEach(SiteStatistic statistic) {
    return IntStream.range(0, sizes.length)
        .mapToDouble(out -> once(statistic, IntStream.range(0, sizes.length).filter(s -> s != out)))
        .toArray();
  }

  /** The statistic of some sites, each with every patient once. */
  private double once(SiteStatistic statistic, IntStream some) {
    int[] sites = some.toArray();
    int[][] counts = new int[sites.length][];
    for (int i = 0; i < sites.length; i++) {
      counts[i] = new int[sizes[sites[i]]];
      Arrays.fill(counts[i], 1);
    }
    return statistic.value(sites, counts);
  }
}
