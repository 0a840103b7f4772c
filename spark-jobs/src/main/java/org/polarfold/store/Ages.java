package org.polarfold.store;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Ages at the examination in a few figures. The sums are exact, so that mean and standard deviation
 * of several sites together are those of their patients, in whatever order they are added.
 *
 * @param known patients whose age is known
 * @param missing patients whose age is not known
 * @param sum of the known ages, years; each is taken to ten decimals
 * @param sumOfSquares of the known ages
 * @param quartiles of the known ages; empty where none is known, or where those of several sites
 *     were added up
 */
public record Ages(
    long known,
    long missing,
    BigDecimal sum,
    BigDecimal sumOfSquares,
    Optional<Quartiles> quartiles) {

  /**
   * By linear interpolation between the ordered values, as R's {@code quantile} does by default
   * (type 7 of Hyndman and Fan, Am Stat 1996;50:361).
   *
   * @param lower a quarter of the values lie below, years
   * @param median years
   * @param upper a quarter of the values lie above, years
   */
  public record Quartiles(double lower, double median, double upper) {}

  /** Of nobody. */
  static Ages none() {
    return new Ages(0, 0, BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty());
  }

  /** Of the patients of both; quartiles only where one side has all the ages. */
  Ages plus(Ages other) {
    Optional<Quartiles> kept =
        known == 0 ? other.quartiles : other.known == 0 ? quartiles : Optional.empty();
    return new Ages(
        known + other.known,
        missing + other.missing,
        sum.add(other.sum),
        sumOfSquares.add(other.sumOfSquares),
        kept);
  }

  /** Mean, years; empty where no age is known. */
  public OptionalDouble mean() {
    return known == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            sum.divide(BigDecimal.valueOf(known), MathContext.DECIMAL128).doubleValue());
  }

  /** Standard deviation, years, over n - 1; empty below two ages. */
  public OptionalDouble standardDeviation() {
    if (known < 2) {
      return OptionalDouble.empty();
    }
    BigDecimal n = BigDecimal.valueOf(known);
    BigDecimal squares = n.multiply(sumOfSquares).subtract(sum.pow(2));
    BigDecimal variance =
        squares.divide(n.multiply(n.subtract(BigDecimal.ONE)), MathContext.DECIMAL128);
    return OptionalDouble.of(Math.sqrt(variance.doubleValue()));
  }
}
