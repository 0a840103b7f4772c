package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.Panels.LegendKey;
import org.polarfold.report.Results.Meta;

/**
 * What a drop is made of: that the internal networks learn from more patients, that the site is
 * new, and that the external networks learn from more patients than their matched twins.
 *
 * @param absent why there is nothing to show; empty where there is
 * @param keys the three parts and the drop, in the order of the marks
 * @param plot null where there is nothing to show
 */
record PartsOfDrop(
    String absent, List<LegendKey> keys, @Nullable Forest plot, @Nullable SiteTable table) {

  /** A part: its key in results.json, and its name. */
  private enum Part {
    INTERNAL_SIZE("internalSize", "Size, internal"),
    NOVELTY("novelty", "Novelty"),
    EXTERNAL_SIZE("externalSize", "Size, external");

    private final String key;
    private final String words;

    Part(String key, String words) {
      this.key = key;
      this.words = words;
    }
  }

  /** Marks of parts have other colours than those of arms. */
  private static final int FIRST_SERIES = 4;

  private static final int NAME_LENGTH = 22;
  private static final String DROP = "Drop";

  /** One part: its difference by site, and over sites. */
  private record Differences(Map<String, JsonNode> sites, JsonNode pooled, Meta meta) {

    static Differences of(JsonNode part) {
      Map<String, JsonNode> sites = new LinkedHashMap<>();
      part.path("sites").forEach(site -> sites.put(SiteNodes.name(site), site));
      boolean none = Estimate.reason(part) != null;
      return new Differences(
          sites,
          none ? part : part.path("pooled"),
          Results.meta(none ? part : part.path("metaAnalysis")));
    }
  }

  /** Reads {@code drop.parts} of an analysis. */
  static PartsOfDrop of(Results.Analysis analysis) {
    JsonNode parts = analysis.json().path("drop").path("parts");
    Map<Part, Differences> read = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      read.put(part, Differences.of(parts.path(part.key)));
    }
    Collection<String> sites = new LinkedHashSet<>();
    read.values().forEach(part -> sites.addAll(part.sites().keySet()));
    if (sites.isEmpty()) {
      String why = Estimate.reason(parts.path(Part.NOVELTY.key));
      return new PartsOfDrop(
          "The drop is not told in parts%s. The words matched-internal and matched-external in split.designs train the networks that it takes."
              .formatted(why == null ? "" : ": " + why),
          List.of(),
          null,
          null);
    }
    List<LegendKey> keys = new ArrayList<>();
    for (Part part : Part.values()) {
      keys.add(new LegendKey("s" + (FIRST_SERIES + keys.size()), part.words));
    }
    keys.add(new LegendKey("s" + (FIRST_SERIES + keys.size()), DROP));
    return new PartsOfDrop(
        "", List.copyOf(keys), plot(read, sites, analysis), table(read, sites, analysis));
  }

  private static Forest plot(
      Map<Part, Differences> read, Collection<String> sites, Results.Analysis analysis) {
    List<Estimate> all = new ArrayList<>();
    List<Meta> metas = new ArrayList<>();
    read.values()
        .forEach(
            part -> {
              part.sites().values().forEach(site -> all.add(difference(site)));
              metas.add(part.meta());
            });
    Meta whole = analysis.drop().meta();
    metas.add(whole);
    sites.forEach(site -> all.add(drop(analysis, site)));
    Axis axis = ForestPlots.axis(all, metas, List.of(0.0), -0.1, 0.1);
    double height = Forest.rowHeight(metas.size());
    long most =
        read.values().stream()
            .flatMap(part -> part.sites().values().stream())
            .mapToLong(site -> site.path("n").asLong(0))
            .max()
            .orElse(0);
    List<Forest.Row> rows = new ArrayList<>();
    for (String site : sites) {
      double y = ForestPlots.middle(rows.size(), height);
      List<Forest.Mark> marks = new ArrayList<>();
      read.forEach(
          (part, found) -> {
            JsonNode node = found.sites().get(site);
            Long n = node == null ? null : Results.whole(node.path("n"));
            Long events = node == null ? null : Results.whole(node.path("events"));
            Estimate estimate = difference(node);
            marks.add(
                Forest.point(
                    axis,
                    FIRST_SERIES + marks.size(),
                    y + ForestPlots.offset(marks.size(), metas.size()),
                    estimate,
                    Forest.size(n, most),
                    ForestPlots.told(Words.site(site), n, events, part.words, estimate)));
          });
      Results.SiteDrop of = analysis.drop().sites().get(site);
      Long n = of == null ? null : of.n();
      Estimate drop = drop(analysis, site);
      marks.add(
          Forest.point(
              axis,
              FIRST_SERIES + marks.size(),
              y + ForestPlots.offset(marks.size(), metas.size()),
              drop,
              Forest.size(n, most),
              ForestPlots.told(Words.site(site), n, null, DROP, drop)));
      rows.add(ForestPlots.row(Words.site(site), y, false, marks));
    }
    addSummaries(rows, axis, height, read, whole);
    return ForestPlots.forest(
        ForestPlots.name("parts-of-drop", analysis),
        ForestPlots.label("The drop in AUROC and its parts by site", analysis),
        axis,
        height,
        rows,
        axis.at(0),
        "Difference in AUROC");
  }

  private static void addSummaries(
      List<Forest.Row> rows, Axis axis, double height, Map<Part, Differences> read, Meta whole) {
    Map<String, Meta> metas = new LinkedHashMap<>();
    read.forEach((part, found) -> metas.put(part.words, found.meta()));
    metas.put(DROP, whole);
    double across = ForestPlots.middle(rows.size(), height);
    double next = ForestPlots.middle(rows.size() + 1, height);
    List<Forest.Mark> diamonds = new ArrayList<>();
    List<Forest.Mark> ranges = new ArrayList<>();
    metas.forEach(
        (words, meta) -> {
          double offset = ForestPlots.offset(diamonds.size(), metas.size());
          int series = FIRST_SERIES + diamonds.size();
          String told = ForestPlots.told(ForestPlots.ACROSS, null, null, words, meta.headline());
          diamonds.add(Forest.diamond(axis, series, across + offset, meta.headline(), told));
          String ahead = ForestPlots.prediction(words, meta);
          ranges.add(Forest.range(axis, series, next + offset, meta.prediction(), ahead));
        });
    rows.add(ForestPlots.row(ForestPlots.ACROSS, across, true, diamonds));
    rows.add(ForestPlots.row(ForestPlots.NEW_SITE, next, true, ranges));
  }

  private static SiteTable table(
      Map<Part, Differences> read, Collection<String> sites, Results.Analysis analysis) {
    List<SiteTable.Row> rows = new ArrayList<>();
    for (String site : sites) {
      Map<Part, JsonNode> found = new HashMap<>();
      read.forEach(
          (part, differences) -> {
            JsonNode node = differences.sites().get(site);
            if (node != null) {
              found.put(part, node);
            }
          });
      List<Estimate> parts = read.keySet().stream().map(p -> difference(found.get(p))).toList();
      JsonNode any = found.values().stream().findFirst().orElseThrow();
      rows.add(
          row(
              "site",
              Words.site(site),
              Words.count(Results.whole(any.path("n"))),
              Words.count(Results.whole(any.path("events"))),
              cells(parts, sum(parts), drop(analysis, site))));
    }
    List<Estimate> across = read.values().stream().map(part -> part.meta().headline()).toList();
    List<SiteTable.Cell> metas = new ArrayList<>();
    metas.add(SiteTable.plain(Words.value(analysis.drop().meta().headline())));
    metas.add(SiteTable.plain(""));
    across.forEach(part -> metas.addAll(SiteTable.estimate(part)));
    rows.add(row("summary", ForestPlots.ACROSS, "", "", metas));
    List<SiteTable.Cell> next = new ArrayList<>();
    next.add(SiteTable.plain(""));
    next.add(SiteTable.plain(""));
    read.values().forEach(part -> next.addAll(SiteTable.prediction(part.meta())));
    rows.add(row("summary", ForestPlots.NEW_SITE, "", "", next));
    List<String> heads = new ArrayList<>(List.of(DROP, "Sum"));
    for (Part part : Part.values()) {
      heads.addAll(List.of(part.words, SiteTable.INTERVAL));
    }
    return new SiteTable(List.copyOf(heads), List.copyOf(rows));
  }

  private static List<SiteTable.Cell> cells(
      List<Estimate> parts, @Nullable Double sum, Estimate drop) {
    List<SiteTable.Cell> cells = new ArrayList<>();
    cells.add(SiteTable.plain(Words.value(drop)));
    cells.add(SiteTable.plain(sum == null ? Words.NOT_ESTIMABLE : Words.figure(sum)));
    parts.forEach(part -> cells.addAll(SiteTable.estimate(part)));
    return cells;
  }

  /** The drop on the patients of all four arms. */
  private static @Nullable Double sum(List<Estimate> parts) {
    double sum = 0;
    for (Estimate part : parts) {
      if (part.value() == null) {
        return null;
      }
      sum += part.value();
    }
    return sum;
  }

  private static Estimate difference(@Nullable JsonNode site) {
    return site == null
        ? Estimate.missing("not in results.json")
        : Estimate.read(site, "difference", "lower", "upper");
  }

  private static Estimate drop(Results.Analysis analysis, String site) {
    Results.SiteDrop drop = analysis.drop().sites().get(site);
    return drop == null ? Estimate.missing("not in results.json") : drop.drop();
  }

  private static SiteTable.Row row(
      String kind, String name, String n, String events, List<SiteTable.Cell> cells) {
    return new SiteTable.Row(
        kind, Words.label(name, NAME_LENGTH), name, n, events, List.copyOf(cells));
  }
}
