package org.polarfold.evaluate;

import java.util.Collection;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * An area under the ROC curve over pairs of patients from the same site only: the sites' areas,
 * each weighted by its pairs of label 1 and label 0, so that differences between sites are not
 * counted (Janes and Pepe, Biometrika 2009;96:371, adjusts the curve for a covariate alike).
 *
 * @param area in [0, 1], {@code sum(w A) / sum(w)} with {@code w = m n} of the site
 * @param se root of {@code sum(w^2 v) / sum(w)^2}, v by DeLong; none where a site that counts has
 *     one patient in a class
 * @param pairs how many, over all sites
 * @param sites those that have both classes, and so count
 */
public record WithinSitePairs(double area, Estimate<Double> se, long pairs, int sites) {

  /**
   * Estimates from one sample a site; none where no site has both classes.
   *
   * @param sites no patient in two of them
   */
  public static Estimate<WithinSitePairs> of(Collection<Sample> sites) {
    List<Sample> counting = sites.stream().filter(site -> pairs(site) > 0).toList();
    if (counting.isEmpty()) {
      return Estimate.none("no site has both classes");
    }
    double[] areas = new double[counting.size()];
    double[] weights = new double[counting.size()];
    double[] variances = new double[counting.size()];
    boolean single = false;
    for (int s = 0; s < areas.length; s++) {
      DeLong components = DeLong.of(counting.get(s));
      areas[s] = components.area();
      weights[s] = pairs(counting.get(s));
      variances[s] = components.variance();
      int events = counting.get(s).events();
      single |= events == 1 || counting.get(s).size() - events == 1;
    }
    return Estimate.of(
        new WithinSitePairs(
            mean(areas, weights),
            single
                ? Estimate.none("a site with only one patient in a class")
                : error(weights, variances),
            counting.stream().mapToLong(WithinSitePairs::pairs).sum(),
            areas.length));
  }

  private static long pairs(Sample site) {
    long events = site.events();
    return events * (site.size() - events);
  }

  private static double mean(double[] areas, double[] weights) {
    double sum = 0;
    for (int s = 0; s < areas.length; s++) {
      sum += weights[s] * areas[s];
    }
    return sum / StatUtils.sum(weights);
  }

  private static Estimate<Double> error(double[] weights, double[] variances) {
    double sum = 0;
    for (int s = 0; s < weights.length; s++) {
      sum += weights[s] * weights[s] * variances[s];
    }
    return sum > 0
        ? Estimate.of(Math.sqrt(sum) / StatUtils.sum(weights))
        : Estimate.none("no variance between patients");
  }
}
