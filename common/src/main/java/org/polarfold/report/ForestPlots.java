package org.polarfold.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.Results.Analysis;
import org.polarfold.report.Results.Arm;
import org.polarfold.report.Results.Meta;
import org.polarfold.report.Results.Score;
import org.polarfold.report.Results.SiteDrop;

/** The two forest plots of an analysis: AUROC by site and arm, and the drop by site. */
final class ForestPlots {

  private static final int NAME_LENGTH = 17;

  static final String ACROSS = "Across sites";
  static final String NEW_SITE = "At a new site";

  private ForestPlots() {}

  /** AUROC by site, one mark an arm; diamonds across sites and prediction intervals below. */
  static Forest auroc(Analysis analysis) {
    List<Estimate> estimates = new ArrayList<>();
    List<Meta> metas = new ArrayList<>();
    for (Arm arm : analysis.arms().values()) {
      arm.sites().values().forEach(score -> estimates.add(score.auroc()));
      metas.add(arm.meta());
    }
    Axis axis = axis(estimates, metas, List.of(), 0.5, 1);
    int arms = Math.max(1, analysis.arms().size());
    double height = Forest.rowHeight(arms);
    long most = most(analysis);
    List<Forest.Row> rows = new ArrayList<>();
    for (String site : analysis.sites()) {
      double y = middle(rows.size(), height);
      List<Forest.Mark> marks = new ArrayList<>();
      for (Map.Entry<String, Arm> arm : analysis.arms().entrySet()) {
        int series = marks.size();
        Score score = arm.getValue().sites().get(site);
        marks.add(
            siteMark(axis, series, y + offset(series, arms), site, arm.getKey(), score, most));
      }
      rows.add(row(Words.site(site), y, false, marks));
    }
    addSummaries(rows, axis, height, analysis.arms());
    return forest(
        name("auroc-by-site", analysis),
        label("AUROC by site", analysis),
        axis,
        height,
        rows,
        null,
        "AUROC");
  }

  /** Internal minus external by site; a positive figure is a loss. */
  static Forest drop(Analysis analysis) {
    Meta meta = analysis.drop().meta();
    List<Estimate> estimates =
        analysis.drop().sites().values().stream().map(SiteDrop::drop).toList();
    Axis axis = axis(estimates, List.of(meta), List.of(0.0), -0.1, 0.1);
    double height = Forest.rowHeight(Math.max(1, analysis.arms().size()));
    long most = most(analysis);
    List<Forest.Row> rows = new ArrayList<>();
    for (String site : analysis.sites()) {
      double y = middle(rows.size(), height);
      SiteDrop drop = analysis.drop().sites().get(site);
      Estimate estimate = drop == null ? absent() : drop.drop();
      Long n = drop == null ? null : drop.n();
      String title = told(Words.site(site), n, null, "drop", estimate);
      Forest.Mark mark = Forest.point(axis, 0, y, estimate, Forest.size(n, most), title);
      rows.add(row(Words.site(site), y, false, List.of(mark)));
    }
    double across = middle(rows.size(), height);
    String told = told(ACROSS, null, null, "drop", meta.headline());
    rows.add(
        row(ACROSS, across, true, List.of(Forest.diamond(axis, 0, across, meta.headline(), told))));
    double next = middle(rows.size(), height);
    rows.add(
        row(
            NEW_SITE,
            next,
            true,
            List.of(Forest.range(axis, 0, next, meta.prediction(), prediction("drop", meta)))));
    return forest(
        name("drop-by-site", analysis),
        label("Drop in AUROC by site, internal minus external", analysis),
        axis,
        height,
        rows,
        axis.at(0),
        "Drop in AUROC");
  }

  /** One scale for the drops of many analyses, so that their lines can be compared. */
  static Axis sharedDropAxis(List<Analysis> analyses, double from, double to) {
    List<Meta> metas = analyses.stream().map(analysis -> analysis.drop().meta()).toList();
    return axis(List.of(), metas, List.of(0.0), -0.1, 0.1, from, to);
  }

  private static void addSummaries(
      List<Forest.Row> rows, Axis axis, double height, Map<String, Arm> byArm) {
    int arms = Math.max(1, byArm.size());
    double across = middle(rows.size(), height);
    double next = middle(rows.size() + 1, height);
    List<Forest.Mark> diamonds = new ArrayList<>();
    List<Forest.Mark> ranges = new ArrayList<>();
    for (Map.Entry<String, Arm> arm : byArm.entrySet()) {
      int series = diamonds.size();
      Meta meta = arm.getValue().meta();
      String name = Words.sentence(arm.getKey()) + " AUROC";
      double offset = offset(series, arms);
      String told = told(ACROSS, null, null, name, meta.headline());
      diamonds.add(Forest.diamond(axis, series, across + offset, meta.headline(), told));
      ranges.add(
          Forest.range(axis, series, next + offset, meta.prediction(), prediction(name, meta)));
    }
    rows.add(row(ACROSS, across, true, diamonds));
    rows.add(row(NEW_SITE, next, true, ranges));
  }

  private static Forest.Mark siteMark(
      Axis axis, int series, double y, String site, String arm, @Nullable Score score, long most) {
    Estimate estimate = score == null ? absent() : score.auroc();
    Long n = score == null ? null : score.n();
    Long events = score == null ? null : score.events();
    String title = told(Words.site(site), n, events, Words.sentence(arm) + " AUROC", estimate);
    return Forest.point(axis, series, y, estimate, Forest.size(n, most), title);
  }

  private static Estimate absent() {
    return Estimate.missing("not in results.json");
  }

  static String told(
      String place, @Nullable Long n, @Nullable Long events, String what, Estimate estimate) {
    StringBuilder text = new StringBuilder(place);
    if (n != null) {
      text.append(", n = ").append(Words.count(n));
    }
    if (events != null) {
      text.append(", events = ").append(Words.count(events));
    }
    text.append(": ").append(what).append(' ').append(Words.withInterval(estimate));
    return estimate.why() == null ? text.toString() : text + ": " + estimate.why();
  }

  static String prediction(String what, Meta meta) {
    String told =
        meta.prediction() == null
            ? "not estimable: " + meta.noPrediction()
            : Words.interval(meta.prediction());
    return NEW_SITE + ": " + what + ", 95 % prediction interval " + told;
  }

  static Forest.Row row(String name, double y, boolean summary, List<Forest.Mark> marks) {
    return new Forest.Row(Words.label(name, NAME_LENGTH), y, summary, List.copyOf(marks));
  }

  /** The name of an analysis's figure. */
  static String name(String kind, Analysis analysis) {
    return FigureName.of(kind, analysis.target(), analysis.map(), analysis.model());
  }

  /** What an analysis's figure shows. */
  static String label(String what, Analysis analysis) {
    return what + ": " + Page.title(analysis) + ", model " + Words.clean(analysis.model());
  }

  static Forest forest(
      String figure,
      String label,
      Axis axis,
      double height,
      List<Forest.Row> rows,
      @Nullable Double reference,
      String axisLabel) {
    double axisY = height * (rows.size() + 1) + 4;
    return new Forest(
        figure,
        label,
        Forest.WIDTH,
        axisY + 42,
        height,
        Forest.FROM,
        Forest.TO,
        height,
        axisY,
        axis.ticks(),
        reference,
        axisLabel,
        List.copyOf(rows));
  }

  /** The middle of a row; the first row's place is the table's head. */
  static double middle(int row, double height) {
    return height * (row + 1.5);
  }

  static double offset(int series, int arms) {
    return 10.0 * series - 5.0 * (arms - 1);
  }

  private static long most(Analysis analysis) {
    return Stream.concat(
            analysis.arms().values().stream()
                .flatMap(arm -> arm.sites().values().stream())
                .map(Score::n),
            analysis.drop().sites().values().stream().map(SiteDrop::n))
        .filter(Objects::nonNull)
        .mapToLong(n -> n)
        .max()
        .orElse(0);
  }

  /** An axis that holds all figures, or from low to high where there are none. */
  static Axis axis(
      List<Estimate> estimates, List<Meta> metas, List<Double> also, double low, double high) {
    return axis(estimates, metas, also, low, high, Forest.FROM, Forest.TO);
  }

  /** An axis that holds estimates, pooled ones and further figures; from low to high where none. */
  static Axis axis(
      List<Estimate> estimates,
      List<Meta> metas,
      List<Double> also,
      double low,
      double high,
      double from,
      double to) {
    double[] figures =
        Stream.concat(estimates.stream(), metas.stream().map(Meta::headline))
            .flatMapToDouble(ForestPlots::figures)
            .toArray();
    DoubleStream predictions =
        metas.stream()
            .map(Meta::prediction)
            .filter(Objects::nonNull)
            .flatMapToDouble(i -> DoubleStream.of(i.lower(), i.upper()));
    double[] all = DoubleStream.concat(DoubleStream.of(figures), predictions).toArray();
    if (all.length == 0) {
      return Axis.holding(low, high, from, to);
    }
    double[] held =
        DoubleStream.concat(DoubleStream.of(all), also.stream().mapToDouble(v -> v)).toArray();
    return Axis.holding(
        DoubleStream.of(held).min().orElse(low),
        DoubleStream.of(held).max().orElse(high),
        from,
        to);
  }

  /** The value and the interval's ends, as far as there are any. */
  static DoubleStream figures(Estimate estimate) {
    DoubleStream.Builder figures = DoubleStream.builder();
    if (estimate.value() != null) {
      figures.add(estimate.value());
    }
    if (estimate.interval() != null) {
      figures.add(estimate.interval().lower()).add(estimate.interval().upper());
    }
    return figures.build();
  }
}
