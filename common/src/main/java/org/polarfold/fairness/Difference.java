package org.polarfold.fairness;

import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.UnpairedDifference;

/**
 * A figure of a group minus that of the reference group, who are other patients.
 *
 * @param value the difference, never cut
 * @param z its statistic, normal where nothing differs
 * @param p two-sided
 * @param bounds its interval at any normal quantile
 */
record Difference(double value, double z, double p, Bounds bounds) {

  /** Ends of an interval at a normal quantile. */
  interface Bounds {
    double[] at(double quantile);
  }

  /** Of two figures with standard errors. */
  static Estimate<Difference> of(Figure group, Figure reference) {
    double value = group.value() - reference.value();
    return group
        .se()
        .flatMap(one -> reference.se().map(other -> Math.hypot(one, other)))
        .flatMap(se -> of(value, se));
  }

  private static Estimate<Difference> of(double value, double se) {
    if (se == 0 && value != 0) {
      return Estimate.none("no variance between patients");
    }
    double z = se == 0 ? 0 : value / se;
    return Estimate.of(
        new Difference(
            value,
            z,
            Distributions.twoSided(z),
            quantile -> new double[] {value - quantile * se, value + quantile * se}));
  }

  /** Of two areas over all pairs, on Welch's degrees of freedom; its interval is for 95 %. */
  static Estimate<Difference> of(UnpairedDifference areas) {
    if (areas.difference() instanceof Estimate.Value<Double> value
        && areas.lower() instanceof Estimate.Value<Double> lower
        && areas.upper() instanceof Estimate.Value<Double> upper
        && areas.d() instanceof Estimate.Value<Double> d
        && areas.p() instanceof Estimate.Value<Double> p) {
      double[] ends = {lower.value(), upper.value()};
      return Estimate.of(new Difference(value.value(), d.value(), p.value(), quantile -> ends));
    }
    return areas.lower().flatMap(lower -> Estimate.none("no standard error"));
  }

  /**
   * The larger of the distances in true and false positive rates (equalised odds: Hardt, Price and
   * Srebro, NeurIPS 2016). Events and non-events are other patients, so the two are independent:
   * both distances lie within intervals of level sqrt(0.95) with probability 0.95, and then the
   * larger one between the larger of their lower and of their upper ends. P from the sum of both
   * squared statistics, chi-squared on 2.
   */
  static Difference equalisedOdds(Difference tpr, Difference fpr) {
    double both = Distributions.quantile(Math.sqrt(Distributions.LEVEL));
    double[] first = distance(tpr.bounds.at(both));
    double[] second = distance(fpr.bounds.at(both));
    double lower = Math.max(first[0], second[0]);
    double upper = Math.max(first[1], second[1]);
    double square = tpr.z * tpr.z + fpr.z * fpr.z;
    return new Difference(
        Math.max(Math.abs(tpr.value), Math.abs(fpr.value)),
        Math.sqrt(square),
        Distributions.chiSquaredTail(square, 2),
        quantile -> new double[] {lower, upper});
  }

  /** The interval of the distance where that of the difference is known. */
  private static double[] distance(double[] ends) {
    double least =
        ends[0] <= 0 && ends[1] >= 0 ? 0 : Math.min(Math.abs(ends[0]), Math.abs(ends[1]));
    return new double[] {least, Math.max(Math.abs(ends[0]), Math.abs(ends[1]))};
  }
}
