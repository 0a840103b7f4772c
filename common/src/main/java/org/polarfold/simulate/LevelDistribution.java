package org.polarfold.simulate;

import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.util.FastMath;

/**
 * How the levels of flow that are seen on one day spread around those expected of a patient, and
 * what they tell of the levels on all days: two normal variables, seen with independent errors.
 */
final class LevelDistribution {

  /** Keeps a spread of exactly 0 from dividing by it. */
  private static final double LEAST_VARIANCE = 1e-12;

  /** So many times root 2 standard deviations away there is less than 1e-15. */
  private static final double CERTAIN = 5.7;

  private final double restVariance;
  private final double stressVariance;
  private final double covariance;
  private final double determinant;
  private final double logDeterminant;
  private final double patternVariance;

  /** How much of a surprise at rest, and under stress, is one of the log reserve of all days. */
  private final double byRest;

  private final double byStress;
  private final double reserveSd;

  /**
   * A distribution of levels.
   *
   * @param flow spreads between patients
   * @param alsoStress a further standard deviation of log stress flow, of microvascular disease
   * @param days errors of the day
   */
  LevelDistribution(FlowModel flow, double alsoStress, Reproducibility days) {
    double rest = flow.restSd() * flow.restSd();
    double stress = flow.stressSd() * flow.stressSd() + alsoStress * alsoStress;
    covariance = flow.correlation() * flow.restSd() * flow.stressSd();
    restVariance = rest + days.rest() * days.rest() + LEAST_VARIANCE;
    stressVariance = stress + days.stress() * days.stress() + LEAST_VARIANCE;
    determinant = restVariance * stressVariance - covariance * covariance;
    logDeterminant = FastMath.log(determinant);
    patternVariance = flow.sexPatternSd() * flow.sexPatternSd() + LEAST_VARIANCE;
    double withRest = covariance - rest;
    double withStress = stress - covariance;
    byRest = (withRest * stressVariance - withStress * covariance) / determinant;
    byStress = (withStress * restVariance - withRest * covariance) / determinant;
    double variance = rest + stress - 2 * covariance - byRest * withRest - byStress * withStress;
    reserveSd = Math.sqrt(Math.max(0, variance));
  }

  /** The logarithm of the density of what is seen. */
  double logDensity(FlowLevels seen, FlowLevels expected) {
    double rest = seen.rest() - expected.rest();
    double stress = seen.stress() - expected.stress();
    double pattern = seen.pattern() - expected.pattern();
    double distance =
        (stressVariance * rest * rest
                - 2 * covariance * rest * stress
                + restVariance * stress * stress)
            / determinant;
    return -(distance + pattern * pattern / patternVariance + logDeterminant) / 2;
  }

  /** The probability that stress less rest level, on all days, is below a bound. */
  double below(double bound, FlowLevels seen, FlowLevels expected) {
    double mean =
        expected.stress()
            - expected.rest()
            + byRest * (seen.rest() - expected.rest())
            + byStress * (seen.stress() - expected.stress());
    if (reserveSd < 1e-5) {
      return mean < bound ? 1 : 0;
    }
    double beyond = (mean - bound) / (reserveSd * Math.sqrt(2));
    return Math.abs(beyond) > CERTAIN ? (beyond < 0 ? 1 : 0) : 0.5 * Erf.erfc(beyond);
  }
}
