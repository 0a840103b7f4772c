package org.polarfold.coverage;

import java.util.Optional;

/**
 * One interval of one consortium beside the value that it is to cover.
 *
 * @param row what was estimated and how
 * @param site its place in the consortium, 0 for what is pooled
 * @param group which sites are told together
 * @param interval absent where not estimable
 * @param truth the population value of the very models
 */
record Judged(Row row, int site, String group, Optional<Interval> interval, double truth) {

  static final String LARGE = "30 of each class";
  static final String SMALL = "fewer";
  static final String POOLED = "all";

  /**
   * A row of the table but for its group.
   *
   * @param quantity what is estimated
   * @param method how the interval is made
   */
  record Row(String quantity, String method) {}
}
