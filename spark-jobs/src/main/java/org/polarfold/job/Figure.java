package org.polarfold.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One measured figure: a line of JSON.
 *
 * @param bench which bench, as {@code statistics}
 * @param content key and value, in order
 */
record Figure(String bench, Map<String, Object> content) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A figure that was measured. */
  static Figure of(String bench, String name, double value, String unit, Map<String, ?> detail) {
    Map<String, Object> content = named(bench, name);
    content.put("value", value);
    content.put("unit", unit);
    content.put("detail", detail);
    return new Figure(bench, content);
  }

  /** A figure that cannot be measured here, and why. */
  static Figure notMeasured(String bench, String name, String why) {
    Map<String, Object> content = named(bench, name);
    content.put("notMeasured", why);
    return new Figure(bench, content);
  }

  private static Map<String, Object> named(String bench, String name) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("bench", bench);
    content.put("figure", name);
    return content;
  }

  /** The line. */
  String json() {
    try {
      return JSON.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
