package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether one model loses more than another, tested on the patients that all four arms have: the
 * {@code comparisons} of a results.json.
 */
record PairedTests(Map<Models, Estimate> drops) {

  /** Two models of one target and map, in the order of their difference. */
  record Models(String target, String map, String first, String second) {}

  static PairedTests of(JsonNode results) {
    Map<Models, Estimate> drops = new LinkedHashMap<>();
    for (JsonNode node : results.path("comparisons")) {
      JsonNode drop = node.path("drop");
      boolean none = Estimate.reason(drop) != null;
      Models models =
          new Models(
              node.path("target").asText(""),
              node.path("map").asText(""),
              node.path("first").asText(""),
              node.path("second").asText(""));
      drops.put(models, Results.meta(none ? drop : drop.path("metaAnalysis")).headline());
    }
    return new PairedTests(drops);
  }

  /**
   * How much more the first model loses than the second, across sites; empty where the file has no
   * such test.
   */
  Optional<Estimate> drop(String target, String map, String first, String second) {
    Estimate there = drops.get(new Models(target, map, first, second));
    if (there != null) {
      return Optional.of(there);
    }
    Estimate back = drops.get(new Models(target, map, second, first));
    return Optional.ofNullable(back).map(PairedTests::turned);
  }

  private static Estimate turned(Estimate estimate) {
    Double value = estimate.value();
    Interval interval = estimate.interval();
    return new Estimate(
        value == null ? null : -value,
        interval == null ? null : new Interval(-interval.upper(), -interval.lower()),
        estimate.why());
  }
}
