package org.polarfold.coverage;

import java.util.Optional;
import org.polarfold.evaluate.Estimate;

/**
 * An estimate between the two ends of its interval.
 *
 * @param estimate the value
 * @param lower end of the interval
 * @param upper its other end
 */
record Interval(double estimate, double lower, double upper) {

  /** Present where all three are. */
  static Optional<Interval> of(
      Estimate<Double> estimate, Estimate<Double> lower, Estimate<Double> upper) {
    return value(
        estimate.flatMap(
            middle -> lower.flatMap(from -> upper.map(to -> new Interval(middle, from, to)))));
  }

  /** An estimate and half the width of its interval. */
  static Interval about(double estimate, double half) {
    return new Interval(estimate, estimate - half, estimate + half);
  }

  static <T> Optional<T> value(Estimate<T> estimate) {
    return estimate instanceof Estimate.Value<T> present
        ? Optional.of(present.value())
        : Optional.empty();
  }

  /** Of this and another interval about the same estimate the wider. */
  Interval orWider(Interval other) {
    return width() >= other.width() ? this : other;
  }

  boolean covers(double truth) {
    return lower <= truth && truth <= upper;
  }

  double width() {
    return upper - lower;
  }
}
