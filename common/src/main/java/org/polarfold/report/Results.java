package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;

/**
 * The part of a results.json that the page shows, read leniently: what is absent is an estimate
 * with a reason, not an error, so that a page can be made of any stage of an evaluation.
 */
record Results(
    List<Analysis> analyses, Map<String, String> counts, Map<String, String> provenance) {

  static final String SCHEMA = "polarfold-results/1";

  static final String ORIGIN = "./run evaluate";

  /** Below so many of either class, or above such an AUROC, the logit interval is the shown one. */
  private static final int FEW = 50;

  private static final double HIGH = 0.9;

  /**
   * One target, model and map. Arms and sites are in the order of the file; networks of a single
   * site are no arms here, but stand in the matrix of sites.
   *
   * @param json the whole entry, for figures that read their own part of it
   */
  record Analysis(
      String target, String model, String map, Map<String, Arm> arms, Drop drop, JsonNode json) {

    /** Every site that an arm or the drop names. */
    Collection<String> sites() {
      return Stream.concat(
              arms.values().stream().flatMap(arm -> arm.sites().keySet().stream()),
              drop.sites().keySet().stream())
          .distinct()
          .toList();
    }

    /** The score of a site in the first arm that has it; for its numbers of patients and events. */
    @Nullable Score anyScore(String site) {
      return arms.values().stream()
          .map(arm -> arm.sites().get(site))
          .filter(score -> score != null)
          .findFirst()
          .orElse(null);
    }
  }

  /** How well patients were told apart in one arm. */
  record Arm(Score pooled, Map<String, Score> sites, Meta meta) {}

  /** An AUROC with what it was computed from. */
  record Score(@Nullable Long n, @Nullable Long events, Estimate auroc) {}

  /** Internal minus external on the same patients. */
  record Drop(Map<String, SiteDrop> sites, SiteDrop pooled, Meta meta) {}

  /** The drop on the patients that are in both arms, of one site or of all. */
  record SiteDrop(
      @Nullable Long n,
      @Nullable Long events,
      @Nullable Double internal,
      @Nullable Double external,
      Estimate drop) {}

  /** A random-effects meta-analysis over sites; {@code leftOut} is site to reason. */
  record Meta(
      @Nullable Long k,
      Estimate headline,
      @Nullable Interval prediction,
      String noPrediction,
      @Nullable Double tau2,
      @Nullable Double i2,
      Map<String, String> leftOut) {}

  /**
   * What was read of a results.json.
   *
   * @throws UserException where it is not JSON or of another schema
   */
  static JsonDocument document(Report.Source file) {
    return JsonDocument.of(file, SCHEMA, ORIGIN);
  }

  static Results of(JsonDocument document) {
    JsonNode targets = document.root().path("targets");
    if (!targets.isArray()) {
      throw document.invalid("targets", targets.toString(), "a list of analyses", null);
    }
    List<Analysis> analyses = new ArrayList<>();
    for (JsonNode target : targets) {
      // A regression target has no area under a curve, which is what the page shows so far.
      if (!target.path("kind").asText("").equals("regression")) {
        analyses.add(analysis(target));
      }
    }
    return new Results(
        List.copyOf(analyses),
        flat(document.root().path("counts")),
        flat(document.root().path("provenance")));
  }

  private static Analysis analysis(JsonNode node) {
    Map<String, Arm> arms = new LinkedHashMap<>();
    node.path("arms")
        .fields()
        .forEachRemaining(
            e -> {
              if (!e.getKey().startsWith("single-site:")) {
                arms.put(e.getKey(), arm(e.getValue()));
              }
            });
    return new Analysis(
        node.path("target").asText(""),
        node.path("model").asText(""),
        node.path("map").asText(""),
        arms,
        drop(node.path("drop")),
        node);
  }

  private static Arm arm(JsonNode node) {
    Map<String, Score> sites = new LinkedHashMap<>();
    node.path("sites").forEach(site -> sites.put(site.path("site").asText(""), score(site)));
    return new Arm(score(node.path("pooled")), sites, meta(node.path("metaAnalysis")));
  }

  /** The AUROC of an arm or of one of its sites. */
  static Score score(JsonNode node) {
    Long n = whole(node.path("n"));
    Long events = whole(node.path("events"));
    String why = Estimate.reason(node);
    if (why != null) {
      return new Score(n, events, Estimate.missing(why));
    }
    return new Score(n, events, area(n, events, node.path("auroc")));
  }

  /** An AUROC with the interval that is shown for so many patients. */
  static Estimate area(@Nullable Long n, @Nullable Long events, JsonNode auroc) {
    boolean few = n != null && events != null && Math.min(events, n - events) < FEW;
    boolean high = auroc.path("value").asDouble(0) > HIGH;
    boolean logit = (few || high) && auroc.path("logitLower").isNumber();
    return logit
        ? Estimate.read(auroc, "value", "logitLower", "logitUpper")
        : Estimate.read(auroc, "value", "lower", "upper");
  }

  private static Drop drop(JsonNode node) {
    Map<String, SiteDrop> sites = new LinkedHashMap<>();
    node.path("sites").forEach(site -> sites.put(site.path("site").asText(""), paired(site)));
    boolean none = Estimate.reason(node) != null;
    JsonNode pooled = none ? node : node.path("pooled");
    return new Drop(sites, paired(pooled), meta(none ? node : node.path("metaAnalysis")));
  }

  private static SiteDrop paired(JsonNode node) {
    return new SiteDrop(
        whole(node.path("n")),
        whole(node.path("events")),
        Estimate.read(node, "internal", "internalLower", "internalUpper").value(),
        Estimate.read(node, "external", "externalLower", "externalUpper").value(),
        Estimate.read(node, "drop", "lower", "upper"));
  }

  /** A meta-analysis; its estimates say why where there is none. */
  static Meta meta(JsonNode node) {
    Estimate headline = Estimate.read(node, "estimate", "lower", "upper");
    // The wider one is never narrower than the headline; files of other makers may lack it.
    boolean wider = node.path("widerPredictionLower").isNumber();
    Double lower = Estimate.number(node.path(wider ? "widerPredictionLower" : "predictionLower"));
    Double upper = Estimate.number(node.path(wider ? "widerPredictionUpper" : "predictionUpper"));
    String why = Estimate.reason(node.path("predictionLower"));
    if (why == null) {
      why = headline.why() == null ? "no prediction interval in results.json" : headline.why();
    }
    return new Meta(
        whole(node.path("k")),
        headline,
        lower == null || upper == null ? null : new Interval(lower, upper),
        why,
        Estimate.number(node.path("tau2")),
        Estimate.number(node.path("i2")),
        leftOut(node.path("leftOut")));
  }

  private static Map<String, String> leftOut(JsonNode node) {
    Map<String, String> reasons = new LinkedHashMap<>();
    node.forEach(entry -> reasons.put(entry.path("site").asText(""), entry.path("why").asText("")));
    return reasons;
  }

  /** The whole number of a node; null where it holds none. */
  static @Nullable Long whole(JsonNode node) {
    return node.isIntegralNumber() ? node.longValue() : null;
  }

  /** Every leaf of a node under the path of its keys: shown as it is, whatever it will hold. */
  private static Map<String, String> flat(JsonNode node) {
    Map<String, String> leaves = new TreeMap<>();
    flat("", node, leaves);
    return leaves;
  }

  private static void flat(String path, JsonNode node, Map<String, String> leaves) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              e ->
                  flat(
                      path.isEmpty() ? e.getKey() : path + " / " + e.getKey(),
                      e.getValue(),
                      leaves));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flat(path + " / " + (i + 1), node.get(i), leaves);
      }
    } else if (!node.isMissingNode() && !node.isNull()) {
      leaves.put(Words.clean(path), Words.clean(node.asText()));
    }
  }
}
