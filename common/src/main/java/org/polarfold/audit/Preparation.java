package org.polarfold.audit;

import java.util.List;

/**
 * What is done to values before a discriminant sees them, learnt from the patients that the
 * discriminant learns from and from no other, so that an audit of what it leaves is no audit of
 * patients against their own site's mean.
 */
@FunctionalInterface
public interface Preparation {

  /** Nothing. */
  Preparation NONE = (values, siteOf) -> (row, site) -> row;

  /**
   * Learns.
   *
   * @param values of each patient, equally many
   * @param siteOf the patient's site, from 0
   */
  Learnt learn(List<double[]> values, int[] siteOf);

  /** A preparation that has learnt. */
  @FunctionalInterface
  interface Learnt {

    /**
     * A patient's values as the discriminant is to see them.
     *
     * @param row the values
     * @param site the patient's site, one of those that were learnt from
     */
    double[] of(double[] row, int site);
  }
}
