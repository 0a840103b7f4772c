package org.polarfold.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.function.Function;

/**
 * A quantity, or why there is none. In files the one is the value itself and the other {@code
 * {"notEstimable": "why"}}.
 *
 * @param <T> what is estimated: a finite number or a record of such
 */
public sealed interface Estimate<T> extends Serializable {

  /**
   * What was estimated.
   *
   * @param value never NaN or infinite
   */
  record Value<T>(T value) implements Estimate<T> {

    /** Refuses numbers that no file may hold. */
    public Value {
      if (value instanceof Double number && !Double.isFinite(number)) {
        throw new IllegalArgumentException("Invalid estimate: " + number);
      }
    }
  }

  /**
   * No estimate.
   *
   * @param why a sentence's end, as in "not estimable: only one class"
   */
  record NotEstimable<T>(@JsonProperty("notEstimable") String why) implements Estimate<T> {}

  /** An estimate that exists. */
  static <T> Estimate<T> of(T value) {
    return new Value<>(value);
  }

  /** An estimate that does not, and why. */
  static <T> Estimate<T> none(String why) {
    return new NotEstimable<>(why);
  }

  /** What follows from the value, or the same reason. */
  default <R> Estimate<R> map(Function<? super T, ? extends R> then) {
    if (this instanceof Value<T> present) {
      return of(then.apply(present.value()));
    }
    return none(((NotEstimable<T>) this).why());
  }

  /** The estimate that is part of the value, or the same reason. */
  default <R> Estimate<R> flatMap(Function<? super T, Estimate<R>> then) {
    if (this instanceof Value<T> present) {
      return then.apply(present.value());
    }
    return none(((NotEstimable<T>) this).why());
  }
}
