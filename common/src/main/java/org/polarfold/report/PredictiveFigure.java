package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.polarfold.report.Panels.Axes;
import org.polarfold.report.Panels.Layer;
import org.polarfold.report.Panels.LegendKey;
import org.polarfold.report.Results.Analysis;

/**
 * What the answers of a network that never saw the site mean over prevalences, if sensitivity and
 * specificity at the carried threshold stay what they are there.
 */
final class PredictiveFigure {

  /** The rule whose threshold is shown. */
  private static final String RULE = "youden";

  private static final List<LegendKey> KEYS =
      List.of(
          new LegendKey("s4", "positive predictive value"),
          new LegendKey("s5 dashed", "negative predictive value"));

  private PredictiveFigure() {}

  static Panels of(Analysis of) {
    JsonNode analysis = of.json();
    Axes axes =
        new Axes(
            Panels.across(0, 0.5, List.of(0.0, 0.1, 0.2, 0.3, 0.4, 0.5)),
            Panels.up(0, 1, List.of(0.0, 0.5, 1.0)),
            "Prevalence",
            "Predictive value",
            "");
    List<Panels.Site> sites = new ArrayList<>();
    for (JsonNode site : analysis.path("thresholdTransport").path("sites")) {
      for (JsonNode rule : site.path("rules")) {
        JsonNode values = rule.path("predictiveValues");
        if (rule.path("rule").asText("").equals(RULE) && SiteNodes.whyNone(values) == null) {
          Double threshold = Estimate.number(rule.path("threshold"));
          List<String> notes =
              threshold == null ? List.of() : List.of("threshold " + Words.figure(threshold));
          sites.add(
              new Panels.Site(
                  SiteNodes.name(site),
                  notes,
                  List.of(
                      layer(axes, site, rule, KEYS.get(0), "positive"),
                      layer(axes, site, rule, KEYS.get(1), "negative"))));
        }
      }
    }
    return Panels.of(
        ForestPlots.name("predictive-values", of),
        ForestPlots.label("Predictive values by site over prevalence", of),
        axes,
        KEYS,
        sites,
        "No predictive values: results.json holds none at a threshold carried from other sites.");
  }

  private static Layer layer(Axes axes, JsonNode site, JsonNode rule, LegendKey key, String value) {
    List<double[]> line = new ArrayList<>();
    List<double[]> lower = new ArrayList<>();
    List<double[]> upper = new ArrayList<>();
    StringBuilder told =
        new StringBuilder(SiteNodes.told(site, "")).append(": ").append(key.words());
    for (JsonNode entry : rule.path("predictiveValues")) {
      Double prevalence = Estimate.number(entry.path("prevalence"));
      Estimate estimate = Estimate.read(entry.path(value), "value", "lower", "upper");
      if (prevalence == null || estimate.value() == null) {
        continue;
      }
      line.add(new double[] {prevalence, estimate.value()});
      if (estimate.interval() != null) {
        lower.add(new double[] {prevalence, estimate.interval().lower()});
        upper.add(new double[] {prevalence, estimate.interval().upper()});
      }
      told.append(line.size() == 1 ? " " : "; ")
          .append("at ")
          .append(Words.figure(prevalence, 2))
          .append(" ")
          .append(Words.withInterval(estimate));
    }
    return new Layer(
        key.style(), told.toString(), axes.band(lower, upper), axes.line(line), List.of());
  }
}
