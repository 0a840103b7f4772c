package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.polarfold.report.Panels.Axes;
import org.polarfold.report.Panels.Dot;
import org.polarfold.report.Panels.Layer;
import org.polarfold.report.Results.Analysis;

/** Calibration of each site: the smooth, and groups of patients beside it. */
final class CalibrationFigure {

  private CalibrationFigure() {}

  static Panels of(Analysis of) {
    JsonNode analysis = of.json();
    Axes axes = Axes.ofShares("Predicted", "Observed");
    Map<String, Map<String, JsonNode>> nodes = SiteNodes.of(analysis);
    List<Panels.Site> sites = new ArrayList<>();
    for (Map.Entry<String, Map<String, JsonNode>> site : nodes.entrySet()) {
      List<Layer> layers = new ArrayList<>();
      String note = "";
      for (Panels.LegendKey arm : SiteNodes.ARMS) {
        JsonNode node = site.getValue().get(arm.words());
        if (node != null && node.path("calibrationCurve").isObject()) {
          layers.add(layer(axes, arm, layers.size(), node));
          note = note.isEmpty() ? few(node) : note;
        }
      }
      if (!layers.isEmpty()) {
        sites.add(new Panels.Site(site.getKey(), Panels.wrapped(note), layers));
      }
    }
    return Panels.of(
        ForestPlots.name("calibration", of),
        ForestPlots.label("Calibration by site", of),
        axes,
        SiteNodes.keys(nodes),
        sites,
        "No calibration curves: results.json holds none.");
  }

  /** Why a curve is not to be interpreted; empty where it may be. */
  private static String reason(JsonNode curve) {
    return curve.path("interpret").asBoolean(true)
        ? ""
        : curve.path("interpretReason").asText("too few patients");
  }

  /** The same in a few words. */
  private static String few(JsonNode node) {
    String reason = reason(node.path("calibrationCurve"));
    Long n = Results.whole(node.path("n"));
    Long events = Results.whole(node.path("events"));
    return reason.isEmpty() || n == null || events == null
        ? reason
        : "%s events, %s others".formatted(Words.count(events), Words.count(n - events));
  }

  private static Layer layer(Axes axes, Panels.LegendKey arm, int series, JsonNode node) {
    JsonNode curve = node.path("calibrationCurve");
    String reason = Words.clean(reason(curve));
    StringBuilder told =
        new StringBuilder(SiteNodes.told(node, arm.words()))
            .append(": slope ")
            .append(coefficient(node.path("calibrationSlope")))
            .append(", intercept ")
            .append(coefficient(node.path("calibrationIntercept")))
            .append(", O:E ")
            .append(
                Words.withInterval(
                    Estimate.read(
                        node,
                        "observedToExpected",
                        "observedToExpectedLower",
                        "observedToExpectedUpper")));
    String why = Estimate.reason(curve.path("points"));
    if (why != null) {
      told.append("; no smooth: ").append(why);
    }
    if (!reason.isEmpty()) {
      told.append("; not to be interpreted: ").append(reason);
    }
    return new Layer(
        arm.style() + (reason.isEmpty() ? "" : " grey"),
        told.toString(),
        "",
        axes.line(SiteNodes.pairs(curve.path("points"), "predicted", "observed")),
        dots(axes, arm, series, node));
  }

  private static List<Dot> dots(Axes axes, Panels.LegendKey arm, int series, JsonNode node) {
    List<Dot> dots = new ArrayList<>();
    for (JsonNode group : node.path("calibrationCurve").path("groups")) {
      Double predicted = Estimate.number(group.path("predicted"));
      Estimate observed = Estimate.read(group.path("observed"), "value", "lower", "upper");
      Long n = Results.whole(group.path("n"));
      if (predicted != null && observed.value() != null) {
        String told =
            "%s, %s, group of %s: predicted %s, observed %s"
                .formatted(
                    Words.site(SiteNodes.name(node)),
                    arm.words(),
                    Words.count(n),
                    Words.figure(predicted),
                    Words.withInterval(observed));
        dots.add(axes.dot(series, 2.4, predicted, observed, told));
      }
    }
    return dots;
  }

  private static String coefficient(JsonNode node) {
    return Words.withInterval(Estimate.read(node, "value", "lower", "upper"));
  }
}
