package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An estimate as results.json has it: complete, without its interval, or not at all.
 *
 * @param value finite; null where there is none
 * @param interval 95 %; null where there is none
 * @param why why a value or an interval is missing; null where both are there
 */
record Estimate(@Nullable Double value, @Nullable Interval interval, @Nullable String why) {

  private static final String ABSENT = "not in results.json";

  /** No estimate, and why. */
  static Estimate missing(String why) {
    return new Estimate(null, null, why);
  }

  /**
   * The estimate of a node.
   *
   * @param valueKey the key of its value
   * @param lowerKey the key of the interval's lower end
   * @param upperKey the key of the interval's upper end
   */
  static Estimate read(JsonNode node, String valueKey, String lowerKey, String upperKey) {
    if (node.isNumber()) {
      return new Estimate(node.doubleValue(), null, "no interval in results.json");
    }
    String why = reason(node);
    if (why == null) {
      why = reason(node.path(valueKey));
    }
    Double value = number(node.path(valueKey));
    if (value == null) {
      return missing(why == null ? ABSENT : why);
    }
    Double lower = number(node.path(lowerKey));
    Double upper = number(node.path(upperKey));
    if (lower != null && upper != null) {
      return new Estimate(value, new Interval(lower, upper), null);
    }
    return new Estimate(value, null, whyNoInterval(node, lowerKey));
  }

  /** The number of a node; null where it holds none. */
  static @Nullable Double number(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue()) ? node.doubleValue() : null;
  }

  /** The reason in a node that says why there is no estimate; null where it says no such thing. */
  static @Nullable String reason(JsonNode node) {
    JsonNode why = node.path("notEstimable");
    return why.isMissingNode() ? null : Words.clean(why.asText(ABSENT));
  }

  private static String whyNoInterval(JsonNode node, String lowerKey) {
    for (String key : new String[] {lowerKey, "se", "interval"}) {
      String why = reason(node.path(key));
      if (why != null) {
        return why;
      }
    }
    String whole = reason(node);
    return whole == null ? "no interval in results.json" : whole;
  }
}
