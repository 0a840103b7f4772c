package org.polarfold.job;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.planted.Mean;
import org.polarfold.planted.NoveltyCoverage;
import org.polarfold.planted.PooledParts;

/** How often the headline interval of the novelty covers 0, as Markdown. */
final class NoveltyTable {

  private NoveltyTable() {}

  /** One consortium's novelties as they come: not to be lost where many take hours. */
  static void printOne(int number, Map<String, PooledParts> parts, PrintStream out) {
    parts.forEach(
        (told, one) ->
            out.printf(
                Locale.ROOT,
                "consortium %d, %s: novelty %s%n",
                number,
                told,
                one.novelty() instanceof Estimate.Value<MetaAnalysis> v
                    ? String.format(
                        Locale.ROOT,
                        "%+.4f (%+.4f to %+.4f)",
                        v.value().estimate(),
                        v.value().lower(),
                        v.value().upper())
                    : "none"));
    out.flush();
  }

  /** Prints; whether anything fails. */
  static boolean print(List<NoveltyCoverage> rows, long seed, int patients, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%nNovelty where nothing is planted (no-shift): %d seeds from %d, 6 sites of %d patients%n%n"
            + "| told | seeds | interval covers 0 | of | coverage, %% | nominal, %% | mean width"
            + " | novelty | drop | internal size | external size | |%n"
            + "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|%n",
        rows.get(0).consortia(),
        seed,
        patients);
    for (NoveltyCoverage row : rows) {
      out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %d | %.1f (%.1f) | %.0f | %.4f | %s | %s | %s | %s | %s |%n",
          row.told(),
          row.consortia(),
          row.covering(),
          row.estimated(),
          100 * row.share(),
          100 * row.error(),
          100 * NoveltyCoverage.NOMINAL,
          row.width(),
          text(row.novelty()),
          text(row.drop()),
          text(row.internalSize()),
          text(row.externalSize()),
          row.tooLow() ? "too low" : "holds");
    }
    long low = rows.stream().filter(NoveltyCoverage::tooLow).count();
    out.printf(
        Locale.ROOT,
        "%nIn brackets: Monte-Carlo standard errors. %d of %d coverages are too low%n",
        low,
        rows.size());
    return low > 0;
  }

  private static String text(Mean mean) {
    // Where no site is larger than a fold, internal and matched-internal learn from the same
    // people.
    return Double.isNaN(mean.value())
        ? "none"
        : String.format(Locale.ROOT, "%+.4f (%.4f)", mean.value(), mean.error());
  }
}
