package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.polarfold.report.XyPlot.Place;
import org.polarfold.report.XyPlot.Trace;

/**
 * What becomes of AUROC and drop while maps are changed by degrees.
 *
 * @param absent why there are no such figures; empty where there are
 * @param reproduced how nearly the run's own predictions were met on unchanged maps
 * @param primary the primary target and map; empty without figures
 * @param others all other targets and maps
 */
record StressSection(String absent, String reproduced, List<Panel> primary, List<Panel> others) {

  static final String SCHEMA = "polarfold-stress/1";

  private static final List<String> ARMS = List.of("internal", "external");

  /** One target and map: a pair of plots a kind of change, and all figures. */
  record Panel(String title, String circular, List<Pair> pairs, Grid table) {}

  /** AUROC in both arms, and the drop, over the grades of one kind of change. */
  record Pair(XyPlot auroc, XyPlot drop) {}

  static StressSection of(RunFacts run, RunFile file) {
    if (file.document() == null) {
      return new StressSection(file.why(), "", List.of(), List.of());
    }
    JsonNode root = file.document().root();
    Map<String, String> units = new LinkedHashMap<>();
    root.path("kinds")
        .forEach(
            kind ->
                units.put(kind.path("kind").asText(""), Words.clean(kind.path("unit").asText(""))));
    Map<RunFacts.Pair, List<JsonNode>> byTarget = new LinkedHashMap<>();
    for (JsonNode curve : root.path("curves")) {
      byTarget
          .computeIfAbsent(
              new RunFacts.Pair(curve.path("target").asText(""), curve.path("map").asText("")),
              key -> new ArrayList<>())
          .add(curve);
    }
    List<Panel> primary = new ArrayList<>();
    List<Panel> others = new ArrayList<>();
    byTarget.forEach(
        (pair, curves) -> {
          boolean first =
              pair.target().equals(run.primaryTarget()) && pair.map().equals(run.primaryMap());
          (first ? primary : others).add(panel(pair, curves, units));
        });
    return new StressSection(
        byTarget.isEmpty() ? "stress.json holds no curve." : "",
        reproduced(root.path("reproduced")),
        List.copyOf(primary),
        List.copyOf(others));
  }

  private static String reproduced(JsonNode node) {
    Long predictions = Results.whole(node.path("predictions"));
    Double most = Estimate.number(node.path("largestDifference"));
    return predictions == null || most == null
        ? ""
        : "On unchanged maps the networks gave the run\u2019s own %s predictions again, to %s."
            .formatted(
                Words.count(predictions), most < 1e-6 ? "within 0.000001" : Words.figure(most, 6));
  }

  private static Panel panel(RunFacts.Pair pair, List<JsonNode> curves, Map<String, String> units) {
    List<Pair> pairs = new ArrayList<>();
    Grid.Rows rows = new Grid.Rows();
    String title = Page.title(pair.target(), pair.map());
    double[] aurocs = figures(curves, true);
    double[] drops = figures(curves, false);
    boolean circular = false;
    for (JsonNode curve : curves) {
      circular |= curve.path("circular").asBoolean();
      String kind = curve.path("kind").asText("");
      pairs.add(pair(pair, curve, kind, units.getOrDefault(kind, ""), aurocs, drops));
      for (JsonNode point : curve.path("points")) {
        rows.add(
            Words.sentence(kind),
            grade(point),
            Words.count(Results.whole(point.path("n"))),
            Words.stacked(arm(point, "internal", "auroc")),
            Words.stacked(arm(point, "external", "auroc")),
            Words.stacked(estimate(point.path("drop"))),
            point.path("grade").asDouble(1) == 0
                ? "–"
                : Words.stacked(estimate(point.path("dropChange"))));
      }
    }
    return new Panel(
        title,
        circular ? "circular" : "",
        List.copyOf(pairs),
        rows.under(
            "AUROC and drop by kind and grade of change, across sites",
            "Change",
            "Grade",
            "n",
            "Internal AUROC",
            "External AUROC",
            "Drop",
            "Change of the drop"));
  }

  private static Pair pair(
      RunFacts.Pair of, JsonNode curve, String kind, String unit, double[] aurocs, double[] drops) {
    List<List<Place>> arms = List.of(new ArrayList<>(), new ArrayList<>());
    List<Place> drop = new ArrayList<>();
    for (JsonNode point : curve.path("points")) {
      Double grade = Estimate.number(point.path("grade"));
      if (grade != null) {
        String at = Words.sentence(kind) + " " + grade(point) + " " + unit;
        for (int a = 0; a < ARMS.size(); a++) {
          JsonNode arm = point.path("arms").path(ARMS.get(a));
          Estimate auroc = arm(point, ARMS.get(a), "auroc");
          Long n = Results.whole(arm.path("n"));
          arms.get(a)
              .add(new Place(grade, auroc, RowPlot.told(at, n, ARMS.get(a) + " AUROC", auroc)));
        }
        Estimate lost = estimate(point.path("drop"));
        drop.add(
            new Place(grade, lost, RowPlot.told(at, Results.whole(point.path("n")), "drop", lost)));
      }
    }
    double[] grades = drop.stream().mapToDouble(Place::across).toArray();
    XyPlot.Axes areas = XyPlot.Axes.holding(grades, aurocs, 0.5, 1);
    XyPlot.Axes losses = XyPlot.Axes.holding(grades, drops, -0.1, 0.1);
    List<Trace> traces = new ArrayList<>();
    for (int a = 0; a < ARMS.size(); a++) {
      traces.add(XyPlot.curve(areas, a, arms.get(a)));
    }
    String name = Words.sentence(kind);
    String title = Page.title(of.target(), of.map());
    return new Pair(
        XyPlot.of(
            FigureName.of("stress-auroc", of.target(), of.map(), kind),
            title + ": AUROC over " + name,
            name,
            areas,
            unit,
            "AUROC",
            traces),
        XyPlot.of(
            FigureName.of("stress-drop", of.target(), of.map(), kind),
            title + ": drop in AUROC over " + name,
            name,
            losses,
            unit,
            "Drop in AUROC",
            List.of(XyPlot.curve(losses, 0, drop))));
  }

  /** All figures of a target, so that its kinds of change share one scale. */
  private static double[] figures(List<JsonNode> curves, boolean aurocs) {
    List<Estimate> all = new ArrayList<>();
    for (JsonNode curve : curves) {
      for (JsonNode point : curve.path("points")) {
        if (aurocs) {
          ARMS.forEach(arm -> all.add(arm(point, arm, "auroc")));
        } else {
          all.add(estimate(point.path("drop")));
        }
      }
    }
    DoubleStream known = all.stream().flatMapToDouble(ForestPlots::figures);
    double[] figures = (aurocs ? known : DoubleStream.concat(DoubleStream.of(0), known)).toArray();
    return figures.length < 2 ? new double[0] : figures;
  }

  private static Estimate arm(JsonNode point, String arm, String key) {
    return estimate(point.path("arms").path(arm).path(key));
  }

  private static Estimate estimate(JsonNode node) {
    return Estimate.read(node, "estimate", "lower", "upper");
  }

  /** As short as the figure allows. */
  private static String grade(JsonNode point) {
    Double grade = Estimate.number(point.path("grade"));
    if (grade == null) {
      return "–";
    }
    return Words.figure(grade, 3).replaceAll("(\\.[0-9]*?)0+$", "$1").replaceAll("\\.$", "");
  }
}
