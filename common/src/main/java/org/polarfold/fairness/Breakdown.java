package org.polarfold.fairness;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.polarfold.evaluate.Estimate;

/**
 * The groups of one way of parting patients.
 *
 * @param by as in {@code sex} or {@code sex x race}
 * @param reference the largest group, which the others are compared with
 * @param groups in the order of their names, ages ascending, the unknown last
 */
public record Breakdown(String by, Estimate<String> reference, Estimate<List<Subgroup>> groups)
    implements Serializable {

  /**
   * One group.
   *
   * @param group as in {@code female} or {@code female, black}
   * @param n patients
   * @param events those with label 1
   * @param figures by metric
   * @param equalisedOdds the larger of the distances in true and false positive rates
   */
  public record Subgroup(
      String group,
      Estimate<Integer> n,
      Estimate<Integer> events,
      Estimate<Map<String, Estimate<SubgroupFigure>>> figures,
      Estimate<Gap> equalisedOdds)
      implements Serializable {}

  /**
   * An estimate of a group.
   *
   * @param value of the group alone
   * @param lower its 95 % interval
   * @param upper its other end
   * @param gap the group minus the reference group
   */
  public record SubgroupFigure(
      double value, Estimate<Double> lower, Estimate<Double> upper, Estimate<Gap> gap)
      implements Serializable {}

  /**
   * A gap.
   *
   * @param value group minus reference group, never cut
   * @param lower 95 % interval, not adjusted for the number of tests
   * @param upper its other end
   * @param p two-sided
   * @param pHolm the same adjusted for all tests of the metric, over all ways of parting
   * @param tests how many these are
   */
  public record Gap(double value, double lower, double upper, double p, double pHolm, int tests)
      implements Serializable {}
}
