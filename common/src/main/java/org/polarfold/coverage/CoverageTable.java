package org.polarfold.coverage;

import java.util.List;
import java.util.Locale;

/** Coverage as a table that a document can hold. */
public final class CoverageTable {

  private static final String HEAD =
      """
      %sScenario `%s`

      | quantity | interval | sites | intervals | not estimable | true value | bias | width | covers very models, %% | by site | covers procedure, %% |
      |---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|
      """;

  private CoverageTable() {}

  /**
   * Markdown, a table a scenario and a line a row; shares in percent, with the Monte-Carlo standard
   * error in brackets.
   */
  public static String markdown(List<CoverageRow> rows) {
    StringBuilder tables = new StringBuilder();
    String scenario = "";
    for (CoverageRow row : rows) {
      if (!row.scenario().equals(scenario)) {
        scenario = row.scenario();
        tables.append(HEAD.formatted(tables.isEmpty() ? "" : "\n", scenario));
      }
      tables.append(line(row));
    }
    return tables.toString();
  }

  private static String line(CoverageRow row) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %d | %d | %.4f | %+.4f | %.4f | %s | %s | %s |%n",
        row.quantity(),
        row.interval(),
        row.sites(),
        row.intervals(),
        row.notEstimable(),
        row.truth(),
        row.bias(),
        row.width(),
        percent(row.veryModels(), row.veryModelsSe()),
        range(row.bySite()),
        percent(row.procedure(), row.procedureSe()));
  }

  private static String percent(double share, double se) {
    return String.format(Locale.ROOT, "%.1f (%.1f)", 100 * share, 100 * se);
  }

  private static String range(List<Double> bySite) {
    if (bySite.isEmpty() || bySite.get(0).equals(bySite.get(1))) {
      return "";
    }
    return String.format(Locale.ROOT, "%.1f to %.1f", 100 * bySite.get(0), 100 * bySite.get(1));
  }
}
