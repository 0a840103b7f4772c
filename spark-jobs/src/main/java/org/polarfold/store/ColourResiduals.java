package org.polarfold.store;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;

/**
 * How well the colours of pictures fitted their tables: shares of a channel's range, 0 to 1.
 *
 * @param pictures studies whose maps were read off pictures
 * @param sum of their residuals, each to ten decimals
 * @param largest of their residuals; empty where there is none
 */
public record ColourResiduals(long pictures, BigDecimal sum, OptionalDouble largest) {

  /** Of no picture. */
  static ColourResiduals none() {
    return new ColourResiduals(0, BigDecimal.ZERO, OptionalDouble.empty());
  }

  /** Of the studies of both. */
  ColourResiduals plus(ColourResiduals other) {
    OptionalDouble larger =
        largest.isEmpty()
            ? other.largest
            : OptionalDouble.of(
                Math.max(largest.getAsDouble(), other.largest.orElse(largest.getAsDouble())));
    return new ColourResiduals(pictures + other.pictures, sum.add(other.sum), larger);
  }

  /** Mean; empty where there is no picture. */
  public OptionalDouble mean() {
    return pictures == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            sum.divide(BigDecimal.valueOf(pictures), MathContext.DECIMAL128).doubleValue());
  }
}
