package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of an audit.json the page shows, read leniently.
 *
 * @param seen how well sites are told, one entry a map and what was seen of it, after harmonisation
 *     too where there was one
 * @param drops what a model loses at each site beside how far the site lies
 */
record AuditFigures(List<Seen> seen, List<Relation> drops) {

  static final String SCHEMA = "polarfold-audit/1";

  /** Nothing was audited. */
  static AuditFigures none() {
    return new AuditFigures(List.of(), List.of());
  }

  /**
   * One map and what was seen of it.
   *
   * @param leftOut how many sites were too small to be told
   */
  record Seen(
      String map,
      String seen,
      @Nullable Long n,
      int sites,
      int leftOut,
      Told balancedAccuracy,
      Told auroc,
      List<Far> distances) {}

  /**
   * A figure beside what chance alone would give.
   *
   * @param p the least it can be is one over the number of shuffles and one
   */
  record Told(Estimate estimate, @Nullable Double chance, @Nullable Double p) {}

  /**
   * How far a site lies from all others.
   *
   * @param mahalanobis chance that a patient of it lies farther than one of the others
   * @param nearest the same, of the mean distance to the nearest five
   * @param discrepancy squared; may be below 0
   */
  record Far(
      String site,
      @Nullable Long n,
      @Nullable Double mahalanobis,
      @Nullable Double nearest,
      @Nullable Double discrepancy,
      @Nullable Double discrepancyP) {}

  /** The drop of each site beside its distance. */
  record Relation(
      String target,
      String model,
      String map,
      String seen,
      String distance,
      List<AtSite> sites,
      @Nullable Long k,
      Estimate spearman,
      @Nullable Double p) {}

  /** A site's distance and drop. */
  record AtSite(String site, double distance, Estimate drop) {}

  static AuditFigures of(JsonNode root) {
    Map<String, List<Seen>> byMap = new LinkedHashMap<>();
    for (JsonNode node : root.path("maps")) {
      add(byMap, seen(node, node.path("seen").asText("")));
    }
    for (JsonNode node : root.path("harmonised")) {
      add(byMap, seen(node, "features after " + node.path("method").asText("")));
    }
    List<Seen> seen = byMap.values().stream().flatMap(List::stream).toList();
    List<Relation> drops = new ArrayList<>();
    root.path("drops").forEach(drop -> drops.add(relation(drop)));
    return new AuditFigures(seen, List.copyOf(drops));
  }

  private static void add(Map<String, List<Seen>> byMap, Seen seen) {
    byMap.computeIfAbsent(seen.map(), key -> new ArrayList<>()).add(seen);
  }

  private static Seen seen(JsonNode node, String what) {
    JsonNode sites = node.path("sites");
    List<Far> distances = new ArrayList<>();
    for (JsonNode site : node.path("distances").path("sites")) {
      distances.add(
          new Far(
              site.path("site").asText(""),
              Results.whole(site.path("n")),
              Estimate.number(site.path("mahalanobis").path("farther")),
              Estimate.number(site.path("nearest").path("farther")),
              Estimate.number(site.path("discrepancy").path("squared")),
              Estimate.number(site.path("discrepancy").path("p"))));
    }
    return new Seen(
        node.path("map").asText(""),
        what,
        Results.whole(sites.path("n")),
        sites.path("sites").size(),
        sites.path("leftOut").size(),
        told(sites, "balancedAccuracy"),
        told(sites, "auroc"),
        List.copyOf(distances));
  }

  private static Told told(JsonNode sites, String key) {
    JsonNode node = Estimate.reason(sites) == null ? sites.path(key) : sites;
    return new Told(
        Estimate.read(node, "value", "lower", "upper"),
        Estimate.number(node.path("chance")),
        Estimate.number(node.path("p")));
  }

  private static Relation relation(JsonNode node) {
    List<AtSite> sites = new ArrayList<>();
    for (JsonNode site : node.path("sites")) {
      Double distance = Estimate.number(site.path("distance"));
      if (distance != null) {
        sites.add(
            new AtSite(
                site.path("site").asText(""),
                distance,
                Estimate.read(site, "drop", "lower", "upper")));
      }
    }
    JsonNode relation = node.path("relation");
    return new Relation(
        node.path("target").asText(""),
        node.path("model").asText(""),
        node.path("map").asText(""),
        node.path("seen").asText(""),
        node.path("distance").asText(""),
        List.copyOf(sites),
        Results.whole(relation.path("k")),
        Estimate.read(relation, "spearman", "", ""),
        Estimate.number(relation.path("p")));
  }

  /** What was seen, as a reader is told of it. */
  static String seenInWords(String seen) {
    return switch (seen) {
      case "segments" -> "segment means";
      case "features" -> "network features";
      case "noise" -> "acquisition noise";
      default -> Words.sentence(seen).toLowerCase(Locale.ROOT);
    };
  }

  /** A distance, as an axis is named. */
  static String distanceInWords(String distance) {
    return switch (distance) {
      case "mahalanobis" -> "Chance of lying farther (Mahalanobis)";
      case "nearest" -> "Chance of lying farther (nearest five)";
      case "discrepancy" -> "Maximum mean discrepancy, squared";
      default -> Words.sentence(distance);
    };
  }
}
