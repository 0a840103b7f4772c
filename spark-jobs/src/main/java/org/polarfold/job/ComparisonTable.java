package org.polarfold.job;

import java.io.PrintStream;
import java.util.Locale;
import org.polarfold.evaluate.DropDifference;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.RunComparison;

/** What a comparison of two runs says, for a person to read. */
final class ComparisonTable {

  private static final String SAME = "the same in both runs";
  private static final String ROW = "  %-17s %6s   %s%n";

  private ComparisonTable() {}

  /** Every model's differences across sites, in every arm and in the drop. */
  static void print(RunsCompared runs, PrintStream out) {
    out.printf("A: %s%nB: %s%n", runs.first().folder(), runs.second().folder());
    for (RunComparison comparison : runs.comparisons()) {
      out.printf(
          Locale.ROOT,
          "%nAUROC of %s from the %s map, model %s%s%n",
          comparison.target(),
          comparison.map(),
          comparison.model(),
          comparison.circular() ? " (circular: the map defines it)" : "");
      out.printf(ROW, "arm", "n", "A minus B, across sites (95 % interval)");
      comparison
          .arms()
          .forEach(
              (arm, in) ->
                  out.printf(
                      ROW,
                      arm,
                      in.difference().pooled().n(),
                      in.same() ? SAME : text(in.difference().metaAnalysis())));
      out.printf(
          ROW,
          "drop",
          "",
          comparison.same() ? SAME : text(comparison.drop().flatMap(DropDifference::metaAnalysis)));
    }
    out.println();
    runs.settings()
        .forEach(
            one ->
                out.printf(
                    "Differing setting %s: A %s, B %s%n",
                    one.key(), said(one.first()), said(one.second())));
    runs.notCompared()
        .forEach(
            one ->
                out.printf(
                    "Not compared: %s from the %s map, model %s (%s)%n",
                    one.target(), one.map(), one.model(), one.why()));
    warn(runs.first(), "A", out);
    warn(runs.second(), "B", out);
  }

  private static String said(String value) {
    return value.isEmpty() ? "not set" : value;
  }

  private static void warn(ComparedRun run, String letter, PrintStream out) {
    if (!run.facts().stain().isEmpty()) {
      out.println("Warning, run " + letter + ": " + run.facts().stain());
    }
  }

  private static String text(Estimate<MetaAnalysis> estimate) {
    return estimate instanceof Estimate.Value<MetaAnalysis> meta
        ? String.format(
            Locale.ROOT,
            "%+.3f (%+.3f to %+.3f)",
            meta.value().estimate(),
            meta.value().lower(),
            meta.value().upper())
        : "none: " + ((Estimate.NotEstimable<MetaAnalysis>) estimate).why();
  }
}
