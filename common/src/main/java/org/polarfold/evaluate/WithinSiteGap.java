package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Collection;
import java.util.function.DoubleBinaryOperator;

/**
 * The area under the ROC curve of a group minus that of a reference group of other patients, each
 * over pairs of patients from the same site only. A group weighs a site by its own pairs there, so
 * that both areas are what a patient pair of that group meets; see {@link WithinSitePairs}.
 *
 * @param pairs of the group
 * @param referencePairs of the reference group
 * @param area of the group, in [0, 1]
 * @param referenceArea of the reference group
 * @param gap area minus reference area, never cut
 * @param se root of the sum of both variances
 * @param lower 95 % interval, {@code gap - z se}
 * @param upper its other end
 * @param z {@code gap / se}
 * @param p two-sided, normal
 * @param method how sites are weighed
 */
public record WithinSiteGap(
    long pairs,
    long referencePairs,
    Estimate<Double> area,
    Estimate<Double> referenceArea,
    Estimate<Double> gap,
    Estimate<Double> se,
    Estimate<Double> lower,
    Estimate<Double> upper,
    Estimate<Double> z,
    Estimate<Double> p,
    String method)
    implements Serializable {

  static final String METHOD = "pairs within sites, each group weighing sites by its own pairs";

  /**
   * Compares two groups, one sample a site each.
   *
   * @param group by site, in any order; sites may be missing
   * @param reference likewise
   */
  static WithinSiteGap of(Collection<Sample> group, Collection<Sample> reference) {
    Estimate<WithinSitePairs> first = WithinSitePairs.of(group);
    Estimate<WithinSitePairs> second = WithinSitePairs.of(reference);
    Estimate<Double> gap = first.flatMap(one -> second.map(other -> one.area() - other.area()));
    Estimate<Double> se =
        first
            .flatMap(WithinSitePairs::se)
            .flatMap(
                one -> second.flatMap(WithinSitePairs::se).map(other -> Math.hypot(one, other)));
    return new WithinSiteGap(
        pairs(first),
        pairs(second),
        first.map(WithinSitePairs::area),
        second.map(WithinSitePairs::area),
        gap,
        se,
        both(gap, se, (value, error) -> value - Distributions.Z * error),
        both(gap, se, (value, error) -> value + Distributions.Z * error),
        both(gap, se, (value, error) -> value / error),
        both(gap, se, (value, error) -> Distributions.twoSided(value / error)),
        METHOD);
  }

  private static long pairs(Estimate<WithinSitePairs> group) {
    return group instanceof Estimate.Value<WithinSitePairs> some ? some.value().pairs() : 0;
  }

  private static Estimate<Double> both(
      Estimate<Double> gap, Estimate<Double> se, DoubleBinaryOperator then) {
    return gap.flatMap(value -> se.map(error -> then.applyAsDouble(value, error)));
  }
}
