package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what results.json says of each site in the two arms that figures by site show. */
final class SiteNodes {

  /** The arms that figures by site show: their keys, and how their lines are drawn. */
  static final List<Panels.LegendKey> ARMS =
      List.of(
          new Panels.LegendKey("s0", "internal"), new Panels.LegendKey("s1 dashed", "external"));

  private SiteNodes() {}

  /** Sites in order, each with its node in those of the arms that have it, by the arm's key. */
  static Map<String, Map<String, JsonNode>> of(JsonNode analysis) {
    Map<String, Map<String, JsonNode>> sites = new LinkedHashMap<>();
    for (Panels.LegendKey arm : ARMS) {
      for (JsonNode site : analysis.path("arms").path(arm.words()).path("sites")) {
        sites.computeIfAbsent(name(site), key -> new LinkedHashMap<>()).put(arm.words(), site);
      }
    }
    return sites;
  }

  static String name(JsonNode site) {
    return site.path("site").asText("");
  }

  /** The keys of those arms that some site has. */
  static List<Panels.LegendKey> keys(Map<String, Map<String, JsonNode>> sites) {
    return ARMS.stream()
        .filter(arm -> sites.values().stream().anyMatch(site -> site.containsKey(arm.words())))
        .toList();
  }

  /** Name, numbers and arm, as every title begins. */
  static String told(JsonNode site, String arm) {
    Long n = Results.whole(site.path("n"));
    Long events = Results.whole(site.path("events"));
    return Words.site(name(site))
        + (arm.isEmpty() ? "" : ", " + arm)
        + (n == null ? "" : ", n = " + Words.count(n))
        + (events == null ? "" : ", events = " + Words.count(events));
  }

  /** Pairs of numbers in a list of objects; a pair that lacks one is left out. */
  static List<double[]> pairs(JsonNode list, String first, String second) {
    List<double[]> pairs = new ArrayList<>();
    for (JsonNode entry : list) {
      Double x = Estimate.number(entry.path(first));
      Double y = Estimate.number(entry.path(second));
      if (x != null && y != null) {
        pairs.add(new double[] {x, y});
      }
    }
    return pairs;
  }

  /** Why a node holds no list of anything; null where it holds one. */
  static @Nullable String whyNone(JsonNode node) {
    String why = Estimate.reason(node);
    if (why != null) {
      return why;
    }
    return node.isArray() && !node.isEmpty() ? null : "not in results.json";
  }
}
