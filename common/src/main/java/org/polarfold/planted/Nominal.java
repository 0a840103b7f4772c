package org.polarfold.planted;

import org.apache.commons.math3.distribution.BinomialDistribution;

/** What a 95 % interval promises, and when a count of intervals falls short of it. */
final class Nominal {

  static final double SHARE = 0.95;

  /** A count that is seen this rarely were the share nominal, or a lower one, is too low. */
  private static final double RARE = 0.025;

  private Nominal() {}

  /**
   * Whether so few are fewer than chance allows: were the share nominal, so few or fewer of as many
   * would be seen in less than one check of forty.
   */
  static boolean isMissed(int count, int of) {
    // Nothing is drawn, so that no generator is needed.
    return new BinomialDistribution(null, of, SHARE).cumulativeProbability(count) < RARE;
  }

  /** The Monte-Carlo standard error of a share. */
  static double error(int count, int of) {
    double share = (double) count / of;
    return Math.sqrt(share * (1 - share) / of);
  }
}
