package org.polarfold.coverage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.polarfold.coverage.Judged.Row;

/** Counts over consortia. */
final class Tally {

  private final Scenario scenario;
  private final List<List<Judged>> consortia;
  private final Map<Place, Double> procedure;

  /** What has one value for the procedure. */
  private record Place(Row row, int site) {}

  /** A row of the table. */
  private record Line(Row row, String group) {}

  private Tally(Scenario scenario, List<List<Judged>> consortia) {
    this.scenario = scenario;
    this.consortia = consortia;
    this.procedure =
        consortia.stream()
            .flatMap(List::stream)
            .collect(
                Collectors.groupingBy(
                    one -> new Place(one.row(), one.site()),
                    Collectors.averagingDouble(Judged::truth)));
  }

  /** The table of one scenario, as judged in order; without what was never estimable. */
  static List<CoverageRow> of(Scenario scenario, List<List<Judged>> consortia) {
    return new Tally(scenario, consortia).rows();
  }

  private List<CoverageRow> rows() {
    Map<Row, TreeMap<String, Line>> lines = new LinkedHashMap<>();
    for (List<Judged> consortium : consortia) {
      for (Judged one : consortium) {
        lines
            .computeIfAbsent(one.row(), row -> new TreeMap<>())
            .computeIfAbsent(one.group(), group -> new Line(one.row(), group));
      }
    }
    List<CoverageRow> rows = new ArrayList<>();
    lines.values().forEach(groups -> groups.values().forEach(line -> rows.add(row(line))));
    return rows.stream().filter(row -> row.intervals() > 0).toList();
  }

  private CoverageRow row(Line line) {
    Share veryModels = new Share();
    Share ofProcedure = new Share();
    Map<Integer, Share> bySite = new TreeMap<>();
    long missing = 0;
    double truth = 0;
    double bias = 0;
    double width = 0;
    for (List<Judged> consortium : consortia) {
      for (Judged one : consortium) {
        if (!new Line(one.row(), one.group()).equals(line)) {
          continue;
        }
        if (one.interval().isEmpty()) {
          missing++;
          continue;
        }
        Interval interval = one.interval().get();
        double expected = procedure.getOrDefault(new Place(one.row(), one.site()), one.truth());
        veryModels.add(interval.covers(one.truth()));
        bySite.computeIfAbsent(one.site(), s -> new Share()).add(interval.covers(one.truth()));
        ofProcedure.add(interval.covers(expected));
        truth += one.truth();
        bias += interval.estimate() - one.truth();
        width += interval.width();
      }
      veryModels.endOfConsortium();
      ofProcedure.endOfConsortium();
    }
    double n = veryModels.count();
    return new CoverageRow(
        scenario.label(),
        line.row().quantity(),
        line.row().method(),
        line.group(),
        veryModels.count(),
        missing,
        truth / n,
        bias / n,
        width / n,
        veryModels.value(),
        veryModels.se(),
        ofProcedure.value(),
        ofProcedure.se(),
        range(bySite.values(), line));
  }

  /** Over the sites that are in this group in at least half of the consortia. */
  private List<Double> range(Collection<Share> sites, Line line) {
    if (line.group().equals(Judged.POOLED)) {
      return List.of();
    }
    DoubleSummaryStatistics shares =
        sites.stream()
            .filter(share -> 2 * share.count() >= consortia.size())
            .mapToDouble(Share::value)
            .summaryStatistics();
    return shares.getCount() == 0 ? List.of() : List.of(shares.getMin(), shares.getMax());
  }
}
