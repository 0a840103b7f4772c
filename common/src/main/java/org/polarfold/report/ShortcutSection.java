package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.AuditFigures.AtSite;
import org.polarfold.report.AuditFigures.Far;
import org.polarfold.report.AuditFigures.Relation;
import org.polarfold.report.AuditFigures.Seen;
import org.polarfold.report.AuditFigures.Told;
import org.polarfold.report.RowPlot.Drawn;

/**
 * Whether a network may have learnt the site in place of the disease: what the maps tell of the
 * site, what prevalence alone would reach, what else can be read off the map, and whether the drop
 * grows with how far a site lies.
 *
 * @param absent why there is no audit; empty where there is one
 * @param seen two forest plots against chance; empty without an audit
 * @param relations drop over distance at the primary target and map, of the network
 * @param without the drop with and without what a linear model tells the site by; null where the
 *     two comparators are not in the run
 */
record ShortcutSection(
    String absent,
    List<Forest> seen,
    Grid told,
    Grid shortcut,
    Grid readOff,
    List<XyPlot> relations,
    Grid related,
    Grid distances,
    @Nullable Forest without) {

  private static final String WITH_SITE = "linear-features";
  private static final String WITHOUT_SITE = "linear-features-without-site";

  static ShortcutSection of(
      JsonNode results, List<Results.Analysis> analyses, RunFacts run, RunFile file) {
    AuditFigures audit =
        file.document() == null ? AuditFigures.none() : AuditFigures.of(file.document().root());
    return new ShortcutSection(
        file.why(),
        audit.seen().isEmpty() ? List.of() : plots(audit.seen()),
        told(audit.seen()),
        shortcut(results, run),
        readOff(results, run),
        relations(audit, run),
        related(audit, run),
        distances(audit, run),
        without(analyses));
  }

  private static List<Forest> plots(List<Seen> seen) {
    return List.of(
        against("Share of patients whose site is told", "Balanced accuracy", seen, true),
        against("Sites told apart from the others", "AUROC of site against rest", seen, false));
  }

  private static Forest against(String label, String axisLabel, List<Seen> seen, boolean share) {
    List<Estimate> estimates = new ArrayList<>();
    List<Double> also = new ArrayList<>();
    for (Seen one : seen) {
      Told told = share ? one.balancedAccuracy() : one.auroc();
      estimates.add(told.estimate());
      if (told.chance() != null) {
        also.add(told.chance());
      }
    }
    Axis axis = ForestPlots.axis(estimates, List.of(), also, 0, 1, RowPlot.FROM, RowPlot.TO);
    List<RowPlot.Line> lines = new ArrayList<>();
    String map = "";
    for (Seen one : seen) {
      if (!one.map().equals(map)) {
        map = one.map();
        lines.add(new RowPlot.Line(Words.map(map), List.of()));
      }
      Told told = share ? one.balancedAccuracy() : one.auroc();
      String name = sentence(AuditFigures.seenInWords(one.seen()));
      String title =
          RowPlot.told(Words.map(one.map()) + ", " + name, one.n(), axisLabel, told.estimate());
      List<Drawn> marks = new ArrayList<>();
      Double chance = told.chance();
      if (chance != null) {
        marks.add(y -> RowPlot.chance(axis, y, chance));
        title += ", by chance " + Words.figure(chance);
      }
      String said = title;
      marks.add(y -> Forest.point(axis, 1, y, told.estimate(), 4.5, said));
      lines.add(new RowPlot.Line(name, marks));
    }
    return RowPlot.of(
        share ? "shortcut-site-told" : "shortcut-site-auroc",
        label,
        axisLabel,
        axis,
        null,
        1,
        lines);
  }

  private static Grid told(List<Seen> seen) {
    Grid.Rows rows = new Grid.Rows();
    for (Seen one : seen) {
      Told share = one.balancedAccuracy();
      Told area = one.auroc();
      rows.add(
          Words.map(one.map()) + ", " + AuditFigures.seenInWords(one.seen()),
          Words.count(one.n()),
          one.sites() + (one.leftOut() == 0 ? "" : " (" + one.leftOut() + " too small)"),
          Words.stacked(share.estimate()),
          chance(share.chance()),
          Words.p(share.p()),
          Words.stacked(area.estimate()),
          chance(area.chance()),
          Words.p(area.p()));
    }
    return rows.under(
        "How well a linear model tells the site of patients it has not seen",
        "Map and what was seen of it",
        "Patients",
        "Sites",
        "Balanced accuracy",
        "By chance",
        "p",
        "AUROC",
        "By chance",
        "p");
  }

  private static String chance(@Nullable Double chance) {
    return chance == null ? "" : Words.figure(chance);
  }

  private static Grid shortcut(JsonNode results, RunFacts run) {
    Grid.Rows rows = new Grid.Rows();
    for (JsonNode target : results.path("targets")) {
      JsonNode internal = target.path("arms").path("internal").path("shortcut");
      JsonNode external = target.path("arms").path("external").path("shortcut");
      if (!internal.isMissingNode() || !external.isMissingNode()) {
        rows.add(
            Page.title(target.path("target").asText(""), target.path("map").asText("")),
            Page.model(run, target.path("model").asText("")),
            figure(internal.isMissingNode() ? external : internal, "prevalenceAlone"),
            figure(internal, "pooled"),
            figure(internal, "withinSites"),
            figure(external, "pooled"),
            figure(external, "withinSites"));
      }
    }
    return rows.under(
        "What telling the site alone would reach, and AUROCs over all pairs of patients and within"
            + " sites",
        "Target and map",
        "Model",
        "Prevalence of the site as the score",
        "Internal, all pairs",
        "Internal, within sites",
        "External, all pairs",
        "External, within sites");
  }

  private static String figure(JsonNode shortcut, String key) {
    return Words.value(Estimate.read(shortcut.path(key), "value", "lower", "upper"));
  }

  private static Grid readOff(JsonNode results, RunFacts run) {
    Grid.Rows rows = new Grid.Rows();
    for (JsonNode node : results.path("readOffMap")) {
      Estimate auroc = Estimate.read(node, "auroc", "lower", "upper");
      rows.add(
          Words.target(node.path("attribute").asText(""))
              + ", "
              + Words.map(node.path("map").asText("")),
          Page.model(run, node.path("model").asText("")),
          Words.sentence(node.path("arm").asText("")),
          Words.stacked(auroc),
          node.path("warning").asBoolean() ? "can be read off the map" : "not established");
    }
    return rows.under(
        "What subgroups are made of, read off the map",
        "Attribute and map",
        "Model",
        "Arm",
        "AUROC",
        "Verdict");
  }

  private static List<XyPlot> relations(AuditFigures audit, RunFacts run) {
    String network = run.models().keySet().stream().findFirst().orElse("");
    List<XyPlot> plots = new ArrayList<>();
    for (Relation relation : audit.drops()) {
      boolean primary =
          relation.target().equals(run.primaryTarget())
              && relation.map().equals(run.primaryMap())
              && relation.model().equals(network);
      if (primary && !relation.sites().isEmpty()) {
        plots.add(plot(relation));
      }
    }
    return List.copyOf(plots);
  }

  private static XyPlot plot(Relation relation) {
    List<XyPlot.Place> places = new ArrayList<>();
    for (AtSite site : relation.sites()) {
      String title =
          RowPlot.told(Words.site(site.site()), null, "drop", site.drop())
              + ", distance "
              + Words.figure(site.distance());
      places.add(new XyPlot.Place(site.distance(), site.drop(), title));
    }
    XyPlot.Axes axes = axes(places, -0.1, 0.1);
    String seen = sentence(AuditFigures.seenInWords(relation.seen()));
    return XyPlot.of(
        FigureName.of("drop-by-distance", relation.seen(), relation.distance()),
        "Drop in AUROC by site over distance, " + seen,
        seen + ": " + rho(relation),
        axes,
        AuditFigures.distanceInWords(relation.distance()),
        "Drop in AUROC",
        List.of(XyPlot.points(axes, 1, places)));
  }

  private static String rho(Relation relation) {
    Double spearman = relation.spearman().value();
    return spearman == null
        ? "\u03c1 " + Words.NOT_ESTIMABLE
        : "\u03c1 " + Words.figure(spearman, 2) + ", p " + Words.p(relation.p());
  }

  /** Axes that hold all places with their intervals, and 0 upwards. */
  private static XyPlot.Axes axes(List<XyPlot.Place> places, double low, double high) {
    double[] up =
        DoubleStream.concat(
                DoubleStream.of(0),
                places.stream().map(XyPlot.Place::up).flatMapToDouble(ForestPlots::figures))
            .toArray();
    return XyPlot.Axes.holding(
        places.stream().mapToDouble(XyPlot.Place::across).toArray(),
        up.length == 1 ? new double[0] : up,
        low,
        high);
  }

  private static Grid related(AuditFigures audit, RunFacts run) {
    Grid.Rows rows = new Grid.Rows();
    for (Relation relation : audit.drops()) {
      String why = relation.spearman().why();
      rows.add(
          Page.title(relation.target(), relation.map())
              + ", "
              + Words.label(Page.model(run, relation.model()), 44),
          sentence(AuditFigures.seenInWords(relation.seen())),
          Words.sentence(relation.distance()),
          Words.count(relation.k()),
          relation.spearman().value() == null
              ? Words.NOT_ESTIMABLE
              : Words.figure(relation.spearman().value(), 2),
          relation.spearman().value() == null ? String.valueOf(why) : Words.p(relation.p()));
    }
    return rows.under(
        "Rank correlation of drop and distance over sites",
        "Target, map and model",
        "Seen",
        "Distance",
        "Sites",
        "Spearman\u2019s \u03c1",
        "p");
  }

  /** How far sites lie on the primary map. */
  private static Grid distances(AuditFigures audit, RunFacts run) {
    Grid.Rows rows = new Grid.Rows();
    for (Seen seen : audit.seen()) {
      if (seen.map().equals(run.primaryMap())) {
        for (Far far : seen.distances()) {
          rows.add(
              Words.label(Words.site(far.site()), 22),
              sentence(AuditFigures.seenInWords(seen.seen())),
              Words.count(far.n()),
              number(far.mahalanobis(), 3),
              number(far.nearest(), 3),
              number(far.discrepancy(), 4),
              Words.p(far.discrepancyP()));
        }
      }
    }
    return rows.under(
        "How far each site lies from all others, " + Words.map(run.primaryMap()),
        "Site",
        "Seen",
        "Patients",
        "Farther (Mahalanobis)",
        "Farther (nearest five)",
        "Discrepancy, squared",
        "p");
  }

  private static String number(@Nullable Double value, int decimals) {
    return value == null ? Words.NOT_ESTIMABLE : Words.figure(value, decimals);
  }

  private static @Nullable Forest without(List<Results.Analysis> analyses) {
    Map<String, Map<String, Results.Meta>> pairs = new LinkedHashMap<>();
    for (Results.Analysis analysis : analyses) {
      if (analysis.model().equals(WITH_SITE) || analysis.model().equals(WITHOUT_SITE)) {
        pairs
            .computeIfAbsent(Page.title(analysis), key -> new LinkedHashMap<>())
            .put(analysis.model(), analysis.drop().meta());
      }
    }
    pairs.values().removeIf(models -> models.size() < 2);
    if (pairs.isEmpty()) {
      return null;
    }
    List<Results.Meta> metas =
        pairs.values().stream().flatMap(models -> models.values().stream()).toList();
    Axis axis =
        ForestPlots.axis(
            metas.stream().map(Results.Meta::headline).toList(),
            List.of(),
            List.of(0.0),
            -0.1,
            0.1,
            RowPlot.FROM,
            RowPlot.TO);
    List<RowPlot.Line> lines = new ArrayList<>();
    pairs.forEach(
        (title, models) -> {
          lines.add(new RowPlot.Line(title, List.of()));
          lines.add(drop(axis, title, "Features as they are", models.get(WITH_SITE)));
          lines.add(
              drop(axis, title, "Without the site\u2019s signature", models.get(WITHOUT_SITE)));
        });
    return RowPlot.of(
        "shortcut-drop-without-site",
        "Drop with and without what tells the site",
        "Drop in AUROC",
        axis,
        0.0,
        1,
        lines);
  }

  private static RowPlot.Line drop(
      Axis axis, String title, String name, Results.@Nullable Meta meta) {
    Estimate drop = meta == null ? Estimate.missing("not in results.json") : meta.headline();
    String told = RowPlot.told(title + ", " + name, null, "drop across sites", drop);
    return new RowPlot.Line(name, List.of(y -> Forest.diamond(axis, 1, y, drop, told)));
  }

  private static String sentence(String words) {
    return Words.sentence(words);
  }
}
