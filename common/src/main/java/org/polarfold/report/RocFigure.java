package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.polarfold.report.Panels.Axes;
import org.polarfold.report.Panels.Layer;
import org.polarfold.report.Results.Analysis;

/** The ROC curves of each site, internal and external over each other. */
final class RocFigure {

  private RocFigure() {}

  static Panels of(Analysis of) {
    JsonNode analysis = of.json();
    Axes axes = Axes.ofShares("False positive rate", "Sensitivity");
    Map<String, Map<String, JsonNode>> nodes = SiteNodes.of(analysis);
    List<Panels.Site> sites = new ArrayList<>();
    boolean drawn = false;
    for (Map.Entry<String, Map<String, JsonNode>> site : nodes.entrySet()) {
      List<Layer> layers = new ArrayList<>();
      List<String> areas = new ArrayList<>();
      for (Panels.LegendKey arm : SiteNodes.ARMS) {
        JsonNode node = site.getValue().get(arm.words());
        if (node != null) {
          Layer layer = layer(axes, arm, node);
          drawn |= !layer.line().isEmpty();
          layers.add(layer);
          areas.add(arm.words() + " " + Words.value(Results.score(node).auroc()));
        }
      }
      sites.add(new Panels.Site(site.getKey(), List.copyOf(areas), layers));
    }
    return Panels.of(
        ForestPlots.name("roc", of),
        ForestPlots.label("ROC curves by site", of),
        axes,
        SiteNodes.keys(nodes),
        drawn ? sites : List.of(),
        "No ROC curves: results.json holds no points of them; ./run evaluate writes them.");
  }

  private static Layer layer(Axes axes, Panels.LegendKey arm, JsonNode node) {
    Estimate area = Results.score(node).auroc();
    String told = SiteNodes.told(node, arm.words()) + ": AUROC " + Words.withInterval(area);
    JsonNode curve = node.path("rocCurve");
    String why = Estimate.reason(curve);
    return new Layer(
        arm.style(),
        why == null ? told : told + ": " + why,
        "",
        axes.line(SiteNodes.pairs(curve.path("points"), "fpr", "tpr")),
        List.of());
  }
}
