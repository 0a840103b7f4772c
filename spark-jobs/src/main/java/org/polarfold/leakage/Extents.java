package org.polarfold.leakage;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How far the values of some columns reach in either class of a label. Merges in any order.
 *
 * <p>A class, not a record: it is filled study by study.
 */
final class Extents implements Serializable {

  private static final long serialVersionUID = 1L;

  private final double[][] least;
  private final double[][] greatest;
  private final long[][] known;

  Extents(int columns) {
    least = new double[2][columns];
    greatest = new double[2][columns];
    known = new long[2][columns];
    for (int label = 0; label <= 1; label++) {
      Arrays.fill(least[label], Double.POSITIVE_INFINITY);
      Arrays.fill(greatest[label], Double.NEGATIVE_INFINITY);
    }
  }

  /**
   * Adds a study.
   *
   * @param label 0 or 1
   * @param values a value a column, NaN where unknown
   */
  void add(int label, double[] values) {
    for (int c = 0; c < values.length; c++) {
      if (!Double.isNaN(values[c])) {
        least[label][c] = Math.min(least[label][c], values[c]);
        greatest[label][c] = Math.max(greatest[label][c], values[c]);
        known[label][c]++;
      }
    }
  }

  /** Adds what others have seen. */
  Extents add(Extents other) {
    for (int label = 0; label <= 1; label++) {
      for (int c = 0; c < known[label].length; c++) {
        least[label][c] = Math.min(least[label][c], other.least[label][c]);
        greatest[label][c] = Math.max(greatest[label][c], other.greatest[label][c]);
        known[label][c] += other.known[label][c];
      }
    }
    return this;
  }

  /**
   * Whether a column tells the label of everybody of whom it is known: all values of one class lie
   * above all of the other, an AUROC of 0 or 1.
   *
   * @param fewest of either class, with fewer of whom it could be chance
   */
  boolean tells(int column, int fewest) {
    return Math.min(known[0][column], known[1][column]) >= fewest
        && (greatest[0][column] < least[1][column] || greatest[1][column] < least[0][column]);
  }

  /** Of how many a column and the label are known. */
  long known(int column) {
    return known[0][column] + known[1][column];
  }
}
