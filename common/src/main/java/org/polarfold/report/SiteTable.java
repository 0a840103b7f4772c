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
 * The figures of an analysis by site, ready to read; rows in the order of the forest plots.
 *
 * @param arms the heads of the arms' columns
 * @param rows the sites, then {@code summary} rows over sites, then {@code pooled}
 */
record SiteTable(List<String> arms, List<Row> rows) {

  /** One line; a cell without a figure says so. {@code kind}: site, summary or pooled. */
  record Row(
      String kind,
      String name,
      String n,
      String events,
      List<Cell> arms,
      String drop,
      String interval) {}

  /** An arm's value and its interval. */
  record Cell(String value, String interval) {}

  static SiteTable of(Analysis analysis) {
    List<Row> rows = new ArrayList<>();
    for (String site : analysis.sites()) {
      Score any = analysis.anyScore(site);
      SiteDrop drop = analysis.drop().sites().get(site);
      Estimate estimate = drop == null ? Estimate.missing("absent") : drop.drop();
      Long n = any != null ? any.n() : drop == null ? null : drop.n();
      Long events = any == null ? null : any.events();
      Function<Arm, Cell> cell = arm -> cell(arm.sites().get(site));
      rows.add(row("site", Words.site(site), n, events, cells(analysis, cell), estimate));
    }
    Meta meta = analysis.drop().meta();
    rows.add(
        row(
            "summary",
            "Across sites",
            null,
            null,
            cells(analysis, arm -> cell(arm.meta().headline())),
            meta.headline()));
    rows.add(
        new Row(
            "summary",
            "At a new site",
            "",
            "",
            cells(analysis, arm -> new Cell("", Words.interval(arm.meta().prediction()))),
            "",
            Words.interval(meta.prediction())));
    Score pooled = analysis.arms().values().stream().findFirst().map(Arm::pooled).orElse(null);
    rows.add(
        row(
            "pooled",
            "Pooled",
            pooled == null ? null : pooled.n(),
            pooled == null ? null : pooled.events(),
            cells(analysis, arm -> cell(arm.pooled())),
            analysis.drop().pooled()));
    return new SiteTable(
        analysis.arms().keySet().stream().map(Words::sentence).toList(), List.copyOf(rows));
  }

  private static List<Cell> cells(Analysis analysis, Function<Arm, Cell> cell) {
    return analysis.arms().values().stream().map(cell).toList();
  }

  private static Row row(
      String kind,
      String name,
      @Nullable Long n,
      @Nullable Long events,
      List<Cell> arms,
      Estimate drop) {
    boolean counted = !kind.equals("summary");
    return new Row(
        kind,
        name,
        counted ? Words.count(n) : "",
        counted ? Words.count(events) : "",
        arms,
        Words.value(drop),
        drop.value() == null ? "" : Words.interval(drop.interval()));
  }

  private static Cell cell(@Nullable Score score) {
    return cell(score == null ? Estimate.missing("absent") : score.auroc());
  }

  private static Cell cell(Estimate estimate) {
    return new Cell(
        Words.value(estimate), estimate.value() == null ? "" : Words.interval(estimate.interval()));
  }
}
