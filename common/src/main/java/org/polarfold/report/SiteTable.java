package org.polarfold.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.Results.Analysis;
import org.polarfold.report.Results.Arm;
import org.polarfold.report.Results.Meta;
import org.polarfold.report.Results.Score;
import org.polarfold.report.Results.SiteDrop;

/**
 * The figures of an analysis by site, ready to read; rows in the order of the forest plots beside.
 *
 * @param heads the heads of the columns right of name, n and events
 * @param rows the sites, then two {@code summary} rows over sites, then {@code pooled}
 */
record SiteTable(List<String> heads, List<Row> rows) {

  private static final int NAME_LENGTH = 22;
  static final String INTERVAL = "95 % interval";

  /** One line; a cell without a figure says so. {@code kind}: site, summary or pooled. */
  record Row(String kind, String name, String full, String n, String events, List<Cell> cells) {}

  /** A figure; {@code strong} is not empty for the one that the plot beside shows. */
  record Cell(String text, String strong) {}

  /** AUROC and its interval in every arm. */
  static SiteTable auroc(Analysis analysis) {
    List<String> heads = new ArrayList<>();
    analysis.arms().keySet().forEach(arm -> heads.addAll(List.of(Words.sentence(arm), INTERVAL)));
    List<Row> rows = new ArrayList<>();
    for (String site : analysis.sites()) {
      Score any = analysis.anyScore(site);
      rows.add(
          row(
              "site",
              Words.site(site),
              any == null ? null : any.n(),
              any == null ? null : any.events(),
              cells(analysis, arm -> estimate(auroc(arm.sites().get(site))))));
    }
    rows.add(summary("Across sites", cells(analysis, arm -> estimate(arm.meta().headline()))));
    rows.add(summary("At a new site", cells(analysis, arm -> prediction(arm.meta()))));
    Score pooled = analysis.arms().values().stream().findFirst().map(Arm::pooled).orElse(null);
    rows.add(
        row(
            "pooled",
            "Pooled",
            pooled == null ? null : pooled.n(),
            pooled == null ? null : pooled.events(),
            cells(analysis, arm -> estimate(arm.pooled().auroc()))));
    return new SiteTable(List.copyOf(heads), List.copyOf(rows));
  }

  /** The drop, and the two AUROCs that it is the difference of: on the patients of both arms. */
  static SiteTable drop(Analysis analysis) {
    List<Row> rows = new ArrayList<>();
    for (String site : analysis.sites()) {
      rows.add(paired("site", Words.site(site), analysis.drop().sites().get(site)));
    }
    Meta meta = analysis.drop().meta();
    List<Cell> blank = List.of(plain(""), plain(""));
    rows.add(summary("Across sites", joined(blank, estimate(meta.headline()))));
    rows.add(summary("At a new site", joined(blank, prediction(meta))));
    rows.add(paired("pooled", "Pooled", analysis.drop().pooled()));
    return new SiteTable(List.of("Internal", "External", "Drop", INTERVAL), List.copyOf(rows));
  }

  private static Row paired(String kind, String name, @Nullable SiteDrop drop) {
    if (drop == null) {
      List<Cell> none = List.of(plain(Words.NOT_ESTIMABLE), plain(Words.NOT_ESTIMABLE));
      return row(kind, name, null, null, joined(none, estimate(Estimate.missing("absent"))));
    }
    List<Cell> arms = List.of(plain(value(drop.internal())), plain(value(drop.external())));
    return row(kind, name, drop.n(), drop.events(), joined(arms, estimate(drop.drop())));
  }

  private static Row row(
      String kind, String name, @Nullable Long n, @Nullable Long events, List<Cell> cells) {
    return new Row(
        kind, Words.label(name, NAME_LENGTH), name, Words.count(n), Words.count(events), cells);
  }

  private static Row summary(String name, List<Cell> cells) {
    return new Row("summary", name, name, "", "", cells);
  }

  private static List<Cell> cells(Analysis analysis, Function<Arm, List<Cell>> cells) {
    return analysis.arms().values().stream().flatMap(arm -> cells.apply(arm).stream()).toList();
  }

  static List<Cell> estimate(Estimate estimate) {
    String interval = estimate.value() == null ? "" : Words.interval(estimate.interval());
    return List.of(new Cell(Words.value(estimate), "strong"), plain(interval));
  }

  static List<Cell> prediction(Meta meta) {
    return List.of(plain(""), plain(Words.interval(meta.prediction())));
  }

  private static Estimate auroc(@Nullable Score score) {
    return score == null ? Estimate.missing("absent") : score.auroc();
  }

  private static String value(@Nullable Double value) {
    return value == null ? Words.NOT_ESTIMABLE : Words.figure(value);
  }

  static Cell plain(String text) {
    return new Cell(text, "");
  }

  private static List<Cell> joined(List<Cell> left, List<Cell> right) {
    List<Cell> all = new ArrayList<>(left);
    all.addAll(right);
    return List.copyOf(all);
  }
}
