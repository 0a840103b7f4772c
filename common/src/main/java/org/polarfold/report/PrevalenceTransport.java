package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.Panels.LegendKey;
import org.polarfold.report.Results.Analysis;

/**
 * Prevalence at each site: where the network learnt, as observed, and as told from scores alone;
 * and what recalibrating to it does.
 *
 * @param absent why there is nothing to show; empty where there is
 * @param keys what the marks are, in their order
 * @param plot null where there is nothing to show
 */
record PrevalenceTransport(
    String absent, List<LegendKey> keys, @Nullable Forest plot, @Nullable SiteTable table) {

  private static final int FIRST_SERIES = 4;
  private static final int NAME_LENGTH = 22;

  private static final List<LegendKey> KEYS =
      List.of(
          new LegendKey("s4", "where it learnt"),
          new LegendKey("s5", "observed"),
          new LegendKey("s6", "told by EM"),
          new LegendKey("s7", "told by BBSE"));

  private static final List<String> RECALIBRATED =
      List.of("raw", "calibrated", "atSaerens", "atBbse");

  /** Reads {@code prevalenceShift} of an analysis. */
  static PrevalenceTransport of(Analysis analysis) {
    JsonNode shift = analysis.json().path("prevalenceShift");
    JsonNode sites = shift.path("sites");
    if (sites.isEmpty()) {
      String why = Estimate.reason(shift);
      return new PrevalenceTransport(
          "No prevalence transport: " + (why == null ? "results.json holds none" : why) + ".",
          List.of(),
          null,
          null);
    }
    return new PrevalenceTransport("", KEYS, plot(analysis, sites), table(sites));
  }

  /** The four prevalences of a site; those told from scores have no interval of their own. */
  private static List<Estimate> prevalences(JsonNode site) {
    return List.of(
        Estimate.read(site, "trainingPrevalence", "", ""),
        Estimate.read(site.path("observedPrevalence"), "value", "lower", "upper"),
        told(site.path("saerens")),
        told(site.path("bbse")));
  }

  private static Estimate told(JsonNode node) {
    Estimate read = Estimate.read(node, "value", "", "");
    return read.value() == null ? read : new Estimate(read.value(), null, null);
  }

  private static Forest plot(Analysis analysis, JsonNode sites) {
    List<Estimate> all = new ArrayList<>();
    sites.forEach(site -> all.addAll(prevalences(site)));
    Axis axis = ForestPlots.axis(all, List.of(), List.of(0.0), 0, 1);
    double height = Forest.rowHeight(KEYS.size());
    List<Forest.Row> rows = new ArrayList<>();
    for (JsonNode site : sites) {
      double y = ForestPlots.middle(rows.size(), height);
      List<Forest.Mark> marks = new ArrayList<>();
      for (Estimate estimate : prevalences(site)) {
        int place = marks.size();
        marks.add(
            Forest.point(
                axis,
                FIRST_SERIES + place,
                y + ForestPlots.offset(place, KEYS.size()),
                estimate,
                4,
                title(site, KEYS.get(place).words(), place, estimate)));
      }
      rows.add(ForestPlots.row(Words.site(SiteNodes.name(site)), y, false, marks));
    }
    return ForestPlots.forest(
        ForestPlots.name("prevalence", analysis),
        ForestPlots.label("Prevalence by site", analysis),
        axis,
        height,
        rows,
        null,
        "Prevalence");
  }

  private static String title(JsonNode site, String what, int place, Estimate estimate) {
    String value =
        estimate.interval() == null ? Words.value(estimate) : Words.withInterval(estimate);
    String title = SiteNodes.told(site, "") + ": prevalence " + what + " " + value;
    Double p =
        place < 2 ? null : Estimate.number(site.path(place == 2 ? "saerens" : "bbse").path("p"));
    if (p != null) {
      title += ", p of its distance from the observed " + Words.probability(p);
    }
    return estimate.value() == null ? title + ": " + estimate.why() : title;
  }

  private static SiteTable table(JsonNode sites) {
    List<SiteTable.Row> rows = new ArrayList<>();
    for (JsonNode site : sites) {
      List<SiteTable.Cell> cells = new ArrayList<>();
      prevalences(site).forEach(estimate -> cells.add(SiteTable.plain(Words.value(estimate))));
      JsonNode doubted = site.path("labelShiftDoubted");
      cells.add(
          SiteTable.plain(
              doubted.isBoolean()
                  ? doubted.asBoolean() ? "doubted" : "not doubted"
                  : Words.NOT_ESTIMABLE));
      for (String state : RECALIBRATED) {
        Estimate ratio = Estimate.read(site.path(state), "observedToExpected", "", "");
        cells.add(
            SiteTable.plain(
                ratio.value() == null ? Words.NOT_ESTIMABLE : Words.figure(ratio.value(), 2)));
      }
      String name = Words.site(SiteNodes.name(site));
      rows.add(
          new SiteTable.Row(
              "site",
              Words.label(name, NAME_LENGTH),
              name,
              Words.count(Results.whole(site.path("n"))),
              Words.count(Results.whole(site.path("events"))),
              List.copyOf(cells)));
    }
    return new SiteTable(
        List.of(
            "Learnt at",
            "Observed",
            "EM",
            "BBSE",
            "Label shift",
            "O:E as it is",
            "calibrated",
            "at EM",
            "at BBSE"),
        List.copyOf(rows));
  }
}
