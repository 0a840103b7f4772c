package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.commons.math3.stat.descriptive.StatisticalSummary;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.polarfold.simulate.MarginalFigure.Bounds;
import org.polarfold.simulate.MarginalFigure.Statistic;

/** Rows of figures over patients who come one after another. */
final class MarginalTable {

  /** Values of some patients. */
  private record Series(
      Predicate<Remeasured> whom,
      Function<Remeasured, double[]> values,
      SummaryStatistics summary) {

    void add(Remeasured patient) {
      if (whom.test(patient)) {
        for (double value : values.apply(patient)) {
          summary.addValue(value);
        }
      }
    }
  }

  /** What a row tells besides its figure. */
  record Row(String what, String whom, String source) {}

  private final List<Series> series = new ArrayList<>();
  private final List<Supplier<MarginalFigure>> rows = new ArrayList<>();

  void add(Remeasured patient) {
    series.forEach(one -> one.add(patient));
  }

  List<MarginalFigure> figures() {
    return rows.stream().map(Supplier::get).toList();
  }

  /** Values of some patients, of whom rows tell. */
  StatisticalSummary over(Predicate<Remeasured> whom, Function<Remeasured, double[]> values) {
    SummaryStatistics summary = new SummaryStatistics();
    series.add(new Series(whom, values, summary));
    return summary;
  }

  /** A row that is only told, since nothing is cited. */
  void told(Row row, StatisticalSummary values, Statistic statistic) {
    rows.add(
        () ->
            new MarginalFigure(
                row.what() + ", " + statistic.words,
                row.whom(),
                "none",
                row.source(),
                Optional.empty(),
                statistic.of(values),
                Optional.empty()));
  }

  /** A row that must lie within bounds around a cited figure. */
  void near(
      Row row,
      StatisticalSummary values,
      Statistic statistic,
      double cited,
      double tolerance,
      String why) {
    rows.add(() -> figure(row, values, statistic, cited, tolerance, why, Optional.empty()));
  }

  /** A row that is known to lie outside such bounds. */
  void apart(
      Row row,
      StatisticalSummary values,
      Statistic statistic,
      double cited,
      double tolerance,
      String why,
      String departure) {
    rows.add(() -> figure(row, values, statistic, cited, tolerance, why, Optional.of(departure)));
  }

  /** A figure of which a direction is cited, or both a size and a direction: 0 parts them. */
  void signed(Row row, Supplier<Double> figure, String cited, int sign) {
    Bounds bounds =
        sign > 0
            ? new Bounds(Double.MIN_VALUE, Double.POSITIVE_INFINITY, "above 0")
            : new Bounds(Double.NEGATIVE_INFINITY, -Double.MIN_VALUE, "below 0");
    rows.add(
        () ->
            new MarginalFigure(
                row.what(),
                row.whom(),
                cited,
                row.source(),
                Optional.of(bounds),
                figure.get(),
                Optional.empty()));
  }

  /** A figure that is no statistic of one series. */
  void near(Row row, Supplier<Double> figure, double cited, double tolerance, String why) {
    rows.add(
        () ->
            new MarginalFigure(
                row.what(),
                row.whom(),
                words(cited),
                row.source(),
                Optional.of(new Bounds(cited - tolerance, cited + tolerance, why)),
                figure.get(),
                Optional.empty()));
  }

  private static MarginalFigure figure(
      Row row,
      StatisticalSummary values,
      Statistic statistic,
      double cited,
      double tolerance,
      String why,
      Optional<String> departure) {
    return new MarginalFigure(
        row.what() + ", " + statistic.words,
        row.whom(),
        words(cited),
        row.source(),
        Optional.of(new Bounds(cited - tolerance, cited + tolerance, why)),
        statistic.of(values),
        departure);
  }

  private static String words(double cited) {
    return String.format(Locale.ROOT, "%.3f", cited);
  }
}
