package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.polarfold.report.Panels.Axes;
import org.polarfold.report.Panels.Dot;
import org.polarfold.report.Panels.Layer;
import org.polarfold.report.Results.Analysis;

/** Net benefit over thresholds at each site, beside treating everybody and treating nobody. */
final class DecisionCurves {

  /** How far below nothing the axis goes: treating everybody may lose any amount. */
  private static final double FLOOR = -0.1;

  private static final List<Double> TICKS = List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);

  private DecisionCurves() {}

  static Panels of(Analysis of) {
    JsonNode analysis = of.json();
    Map<String, Map<String, JsonNode>> nodes = SiteNodes.of(analysis);
    double[] figures =
        nodes.values().stream()
            .flatMap(site -> site.values().stream())
            .map(node -> node.path("netBenefit"))
            .flatMapToDouble(DecisionCurves::figures)
            .toArray();
    double top = Math.ceil(DoubleStream.of(figures).max().orElse(0.1) * 10) / 10;
    Axis up = Panels.up(FLOOR, Math.max(top, 0.1), TICKS.stream().filter(t -> t <= top).toList());
    Axes axes =
        new Axes(
            Panels.across(0, 0.5, List.of(0.0, 0.1, 0.2, 0.3, 0.4, 0.5)),
            up,
            "Threshold",
            "Net benefit",
            "M" + Panels.LEFT + " " + up.at(0) + "H" + Panels.RIGHT);
    List<Panels.Site> sites = new ArrayList<>();
    for (Map.Entry<String, Map<String, JsonNode>> site : nodes.entrySet()) {
      List<Layer> layers = new ArrayList<>();
      for (Panels.LegendKey arm : SiteNodes.ARMS) {
        JsonNode node = site.getValue().get(arm.words());
        if (node != null && SiteNodes.whyNone(node.path("netBenefit")) == null) {
          if (layers.isEmpty()) {
            layers.add(all(axes, node));
          }
          layers.add(layer(axes, arm, node));
        }
      }
      if (!layers.isEmpty()) {
        sites.add(new Panels.Site(site.getKey(), List.of(), layers));
      }
    }
    List<Panels.LegendKey> keys = new ArrayList<>(SiteNodes.keys(nodes));
    keys.add(new Panels.LegendKey("all", "treating everybody"));
    keys.add(new Panels.LegendKey("nobody", "treating nobody"));
    return Panels.of(
        ForestPlots.name("decision-curves", of),
        ForestPlots.label("Decision curves by site", of),
        axes,
        List.copyOf(keys),
        sites,
        "No decision curves: results.json holds no net benefit.");
  }

  private static DoubleStream figures(JsonNode thresholds) {
    DoubleStream.Builder figures = DoubleStream.builder();
    for (JsonNode threshold : thresholds) {
      for (String key : new String[] {"model", "lower", "upper"}) {
        Double figure = Estimate.number(threshold.path(key));
        if (figure != null) {
          figures.add(figure);
        }
      }
    }
    return figures.build();
  }

  private static Layer all(Axes axes, JsonNode node) {
    List<double[]> line = SiteNodes.pairs(node.path("netBenefit"), "threshold", "treatAll");
    return new Layer("all", "", "", axes.line(Panels.above(line, axes.up().min())), List.of());
  }

  private static Layer layer(Axes axes, Panels.LegendKey arm, JsonNode node) {
    JsonNode thresholds = node.path("netBenefit");
    double floor = axes.up().min();
    List<double[]> lower = new ArrayList<>();
    List<double[]> upper = new ArrayList<>();
    List<Dot> dots = new ArrayList<>();
    for (JsonNode entry : thresholds) {
      Double threshold = Estimate.number(entry.path("threshold"));
      Estimate benefit = Estimate.read(entry, "model", "lower", "upper");
      if (threshold == null || benefit.value() == null) {
        continue;
      }
      if (benefit.interval() != null) {
        lower.add(new double[] {threshold, Math.max(floor, benefit.interval().lower())});
        upper.add(new double[] {threshold, Math.max(floor, benefit.interval().upper())});
      }
      if (benefit.value() >= floor) {
        Estimate bare = new Estimate(benefit.value(), null, null);
        dots.add(
            axes.dot(
                arm.style().equals("s0") ? 0 : 1, 1.8, threshold, bare, told(arm, node, entry)));
      }
    }
    List<double[]> line = SiteNodes.pairs(thresholds, "threshold", "model");
    return new Layer(
        arm.style(),
        SiteNodes.told(node, arm.words()) + ": net benefit at thresholds of 0.05 to 0.50",
        axes.band(lower, upper),
        axes.line(Panels.above(line, floor)),
        dots);
  }

  private static String told(Panels.LegendKey arm, JsonNode node, JsonNode entry) {
    Double all = Estimate.number(entry.path("treatAll"));
    return "%s, %s, threshold %s: net benefit %s; treating everybody %s; difference %s"
        .formatted(
            Words.site(SiteNodes.name(node)),
            arm.words(),
            Words.figure(entry.path("threshold").asDouble(), 2),
            Words.withInterval(Estimate.read(entry, "model", "lower", "upper")),
            all == null ? Words.NOT_ESTIMABLE : Words.figure(all),
            Words.withInterval(
                Estimate.read(entry.path("overTreatAll"), "difference", "lower", "upper")));
  }
}
