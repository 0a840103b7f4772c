package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model of one target and map in two runs, as a compare.json has it.
 *
 * @param arms differences of AUROC by arm
 * @param drop difference of the drops, and the two drops in place of the two areas
 */
record ComparedFacts(
    String target, String map, String model, boolean circular, Map<String, Arm> arms, Arm drop) {

  /**
   * Differences in one arm, or of the drops.
   *
   * @param onlyFirst patients that the second run lacks; null of drops
   * @param onlySecond patients that the first run lacks; null of drops
   * @param same whether every patient has the same score in both runs, or the same place among all
   */
  record Arm(
      @Nullable Long onlyFirst,
      @Nullable Long onlySecond,
      @Nullable Long n,
      boolean same,
      List<Site> sites,
      Results.Meta meta) {

    /** The difference at a site; one that says so where there is none. */
    Site site(String name) {
      return sites.stream()
          .filter(site -> site.name().equals(name))
          .findFirst()
          .orElse(
              new Site(name, null, null, null, null, Estimate.missing("not in both runs"), null));
    }
  }

  /** A difference at a site, and the two figures that it is the difference of. */
  record Site(
      String name,
      @Nullable Long n,
      @Nullable Long events,
      @Nullable Double first,
      @Nullable Double second,
      Estimate difference,
      @Nullable Double p) {}

  static List<ComparedFacts> all(JsonNode root) {
    List<ComparedFacts> all = new ArrayList<>();
    for (JsonNode node : root.path("comparisons")) {
      Map<String, Arm> arms = new LinkedHashMap<>();
      node.path("arms").properties().forEach(arm -> arms.put(arm.getKey(), arm(arm.getValue())));
      all.add(
          new ComparedFacts(
              node.path("target").asText(""),
              node.path("map").asText(""),
              node.path("model").asText(""),
              node.path("circular").asBoolean(),
              arms,
              arm(node.path("drop"))));
    }
    return List.copyOf(all);
  }

  /** Whether the runs do not differ at all in it. */
  boolean same() {
    return arms.values().stream().allMatch(Arm::same) && !arms.isEmpty();
  }

  /** Every site of any arm, in the order of the file. */
  List<String> sites() {
    return arms.values().stream()
        .flatMap(arm -> arm.sites().stream())
        .map(Site::name)
        .distinct()
        .toList();
  }

  private static Arm arm(JsonNode node) {
    boolean none = Estimate.reason(node) != null;
    List<Site> sites = new ArrayList<>();
    for (JsonNode site : node.path("sites")) {
      // A drop's estimate lies within its site's entry, an arm's beside the name.
      JsonNode figures =
          site.has("difference")
                  && site.path("difference").isObject()
                  && site.path("difference").has("difference")
              ? site.path("difference")
              : site;
      sites.add(site(site.path("site").asText(""), figures));
    }
    return new Arm(
        Results.whole(node.path("onlyFirst")),
        Results.whole(node.path("onlySecond")),
        Results.whole(node.path("pooled").path("n")),
        node.at("/pooled/se").asDouble(1) == 0,
        List.copyOf(sites),
        told(Results.meta(none ? node : node.path("metaAnalysis"))));
  }

  /** Of few sites an interval can be wider than any difference of areas can be. */
  private static Results.Meta told(Results.Meta meta) {
    Interval prediction = meta.prediction();
    if (prediction == null || (prediction.lower() >= -1 && prediction.upper() <= 1)) {
      return meta;
    }
    return new Results.Meta(
        meta.k(),
        meta.headline(),
        null,
        "it would be wider than any difference of AUROC can be: the sites are too few, or too unlike",
        meta.tau2(),
        meta.i2(),
        meta.leftOut());
  }

  private static Site site(String name, JsonNode node) {
    return new Site(
        name,
        Results.whole(node.path("n")),
        Results.whole(node.path("events")),
        Estimate.number(node.path("first")),
        Estimate.number(node.path("second")),
        Estimate.read(node, "difference", "lower", "upper"),
        Estimate.number(node.path("p")));
  }
}
