package org.polarfold.coverage;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/** Other intervals of a drop, tried where the product's fall short. */
final class Mends {

  private static final double UPPER = 0.975;

  private Mends() {}

  /**
   * The spread of the folds' drops, enlarged for what their training sets share (Nadeau and Bengio,
   * Machine Learning 2003;52:239).
   */
  static Optional<Interval> nadeauBengio(double[] drops) {
    int k = drops.length;
    if (k < TrainingSets.FOLDS) {
      return Optional.empty();
    }
    double variance = StatUtils.variance(drops) * (1.0 / k + 1.0 / (k - 1));
    return Optional.of(Interval.about(StatUtils.mean(drops), t(k - 1) * Math.sqrt(variance)));
  }

  /**
   * With the standard error enlarged as Nadeau and Bengio enlarge that of the spread of five folds:
   * sqrt((1/5 + 1/4) / (1/5)).
   */
  static Interval widened(Interval interval) {
    return Interval.about(interval.estimate(), 1.5 * interval.width() / 2);
  }

  /** The standard error of the drop of one curve over all sites, leaving out a site at a time. */
  static double siteJackknife(Cohort cohort, double[] internal, double[] external) {
    int k = cohort.sites().size();
    double[] without =
        IntStream.range(0, k)
            .mapToDouble(
                site -> {
                  int[] rest =
                      IntStream.range(0, cohort.size())
                          .filter(i -> cohort.site()[i] != site)
                          .toArray();
                  return area(cohort, internal, rest) - area(cohort, external, rest);
                })
            .toArray();
    return Math.sqrt(StatUtils.populationVariance(without) * (k - 1));
  }

  /** Student's quantile of a two-sided 95 % interval. */
  static double t(int degreesOfFreedom) {
    return new TDistribution(degreesOfFreedom).inverseCumulativeProbability(UPPER);
  }

  /** The area as the Mann-Whitney statistic, from the ranks of those with label 1. */
  static double area(Cohort cohort, double[] scores, int[] patients) {
    double[] ranks =
        new NaturalRanking().rank(Arrays.stream(patients).mapToDouble(i -> scores[i]).toArray());
    double sum = 0;
    double events = 0;
    for (int i = 0; i < patients.length; i++) {
      if (cohort.labels()[patients[i]] == 1) {
        sum += ranks[i];
        events++;
      }
    }
    return (sum - events * (events + 1) / 2) / (events * (patients.length - events));
  }
}
