package org.polarfold.evaluate;

/**
 * A logistic regression by maximum likelihood, with the inverse of the Fisher information at the
 * estimate (McCullagh and Nelder, Generalized Linear Models, 2nd edition 1989, chapter 4).
 *
 * <p>Without a finite maximum, as where the classes are separated, there is no fit (Albert and
 * Anderson, Biometrika 1984;71:1).
 *
 * @param coefficients one a column, on the logit scale
 * @param covariance of the coefficients
 */
public record LogisticFit(double[] coefficients, double[][] covariance) {

  public static final String NO_MAXIMUM =
      "the logistic fit has no finite maximum: the classes are separated, or too few scores differ";

  /** The standard error of a coefficient. */
  public double se(int column) {
    return Math.sqrt(covariance[column][column]);
  }

  /**
   * Fits.
   *
   * @param labels 0 or 1, one a patient
   * @param weights how often each patient counts, not negative
   * @param columns columns x patients; a constant is a column of ones
   * @param offset on the logit scale, one a patient
   * @param start where to begin, one a column
   */
  public static Estimate<LogisticFit> of(
      byte[] labels, double[] weights, double[][] columns, double[] offset, double[] start) {
    LogisticSearch search = new LogisticSearch(columns, offset);
    return search.arrives(labels, weights, start)
        ? search.fit(labels, weights)
        : Estimate.none(NO_MAXIMUM);
  }
}
