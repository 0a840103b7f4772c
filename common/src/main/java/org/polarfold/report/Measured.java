package org.polarfold.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A figure, or the reason why there is none; in JSON a number or {@code {"notEstimable": "why"}}.
 *
 * @param value finite, in the unit that the holder names; null where there is none
 * @param notEstimable why there is no value; null where there is one
 */
public record Measured(@Nullable Double value, @Nullable String notEstimable) {

  /**
   * @throws IllegalArgumentException unless exactly one of the two is given and a value is finite
   */
  public Measured {
    if ((value == null) == (notEstimable == null)) {
      throw new IllegalArgumentException("Invalid figure: a value or a reason, not both or none");
    }
    if (value != null && !Double.isFinite(value)) {
      throw new IllegalArgumentException("Invalid figure: not finite (give the reason instead)");
    }
  }

  /** A figure that was measured; finite. */
  public static Measured of(double value) {
    return new Measured(value, null);
  }

  /** No figure, and why, in a few words for the reader. */
  public static Measured notEstimable(String why) {
    return new Measured(null, why);
  }

  @JsonCreator
  static Measured fromJson(JsonNode node) {
    if (node.isNumber()) {
      return of(node.doubleValue());
    }
    if (node.path("notEstimable").isTextual()) {
      return notEstimable(node.path("notEstimable").textValue());
    }
    throw new IllegalArgumentException("expected a number or {\"notEstimable\": \"why\"}");
  }

  @JsonValue
  Object toJson() {
    return value != null ? value : Map.of("notEstimable", String.valueOf(notEstimable));
  }
}
