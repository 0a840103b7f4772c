package org.polarfold.job;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.maxBy;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.PairedDifference;
import org.polarfold.evaluate.PairedDrop;
import org.polarfold.evaluate.Results;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.evaluate.Results.DropResult;
import org.polarfold.evaluate.Results.RegressionDropResult;
import org.polarfold.evaluate.Results.RegressionResult;
import org.polarfold.evaluate.Results.SiteDrop;
import org.polarfold.experiment.Experiment;
import org.polarfold.experiment.Selection;
import org.polarfold.fairness.ReadOffMap;
import org.polarfold.validate.Validation;

/** The small table at the end of a study: by site and pooled, internal, external, drop. */
final class ResultTable {

  private static final String ROW = "%-20s %6s %10s %10s   %s%n";
  private static final String NONE = "none";

  private ResultTable() {}

  /** The network on the primary target and map as a table, a line each for everything else. */
  static void print(Results results, Experiment experiment, PrintStream out) {
    Predicate<BinaryResult> primary = result -> isPrimary(result, experiment);
    results.binary().stream().filter(primary).forEach(result -> print(result, out));
    out.println();
    results.binary().stream().filter(primary.negate()).forEach(result -> printPooled(result, out));
    results.regression().forEach(result -> printError(result, out));
    printReadOffMaps(results, out);
    if (experiment.training().looksAtHeldOut()) {
      out.println("Warning: " + Selection.STAIN);
    }
  }

  /** What every model of a map could use in place of the disease: whoever tells it best. */
  private static void printReadOffMaps(Results results, PrintStream out) {
    ReadOffMap.of(results).stream()
        .filter(ReadOffMap::warning)
        .collect(
            groupingBy(
                told -> List.of(told.attribute(), told.map()),
                LinkedHashMap::new,
                maxBy(Comparator.comparingDouble(ReadOffMap::auroc))))
        .values()
        .forEach(best -> best.ifPresent(told -> out.println("Warning: " + told.message())));
  }

  private static boolean isPrimary(BinaryResult result, Experiment experiment) {
    return result.target().equals(experiment.splitting().primaryTarget().key())
        && result.map().equals(experiment.maps().get(0).key())
        && result.model().equals(Validation.networkModel());
  }

  /** Everything there is. */
  static void print(Results results, PrintStream out) {
    results.binary().forEach(result -> print(result, out));
    results.regression().forEach(result -> printError(result, out));
    printReadOffMaps(results, out);
  }

  private static void print(BinaryResult result, PrintStream out) {
    out.println();
    out.println(title(result));
    if (!(result.drop() instanceof Estimate.Value<DropResult> value)) {
      result
          .arms()
          .forEach(
              (arm, estimates) ->
                  out.println(
                      "  "
                          + arm
                          + ": AUROC "
                          + text(estimates.metaAnalysis(), ResultTable::interval)));
      return;
    }
    DropResult drop = value.value();
    out.printf(Locale.ROOT, ROW, "site", "n", "internal", "external", "drop (95 % interval)");
    for (SiteDrop site : drop.sites()) {
      row(site.site(), site.paired(), out);
    }
    Map<String, String> arms = metaAnalyses(result);
    out.printf(
        Locale.ROOT,
        ROW,
        "pooled within sites",
        patientsPooled(drop),
        arms.getOrDefault("internal", "-"),
        arms.getOrDefault("external", "-"),
        text(drop.metaAnalysis(), ResultTable::signedInterval));
    printNotes(drop, out);
  }

  /** Patients of the sites that were pooled. */
  private static int patientsPooled(DropResult drop) {
    Set<String> leftOut =
        drop.metaAnalysis() instanceof Estimate.Value<MetaAnalysis> meta
            ? meta.value().leftOut().stream()
                .map(MetaAnalysis.LeftOut::site)
                .collect(Collectors.toSet())
            : Set.of();
    return drop.sites().stream()
        .filter(site -> !leftOut.contains(site.site()))
        .mapToInt(site -> site.paired().n())
        .sum();
  }

  /** Which sites the pooled drop lacks, why there is none, and the novelty where arms tell it. */
  private static void printNotes(DropResult drop, PrintStream out) {
    if (drop.metaAnalysis() instanceof Estimate.NotEstimable<MetaAnalysis> none) {
      out.println("  no pooled drop: " + none.why());
    } else if (drop.metaAnalysis() instanceof Estimate.Value<MetaAnalysis> meta) {
      meta.value()
          .leftOut()
          .forEach(site -> out.println("  not pooled: " + site.site() + " (" + site.why() + ")"));
    }
    if (drop.parts().novelty() instanceof Estimate.Value<PairedDifference> novelty) {
      out.println(
          "  novelty (matched-internal minus matched-external): "
              + text(novelty.value().metaAnalysis(), ResultTable::signedInterval));
    }
  }

  private static void printPooled(BinaryResult result, PrintStream out) {
    Map<String, String> arms = metaAnalyses(result);
    out.printf(
        Locale.ROOT,
        "%-12s %-8s %-9s internal %s, external %s, drop %s%s%s%n",
        result.target(),
        result.map(),
        result.model(),
        arms.getOrDefault("internal", "-"),
        arms.getOrDefault("external", "-"),
        text(result.drop().flatMap(DropResult::metaAnalysis), ResultTable::signedInterval),
        result.drop().flatMap(drop -> drop.parts().novelty())
                instanceof Estimate.Value<PairedDifference> v
            ? ", novelty " + text(v.value().metaAnalysis(), ResultTable::signedInterval)
            : "",
        circular(result));
  }

  private static void printError(RegressionResult result, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%nMean absolute error of %s from the %s map, model %s%n",
        result.target(),
        result.map(),
        result.model());
    result
        .arms()
        .forEach(
            (arm, estimates) ->
                out.println(
                    "  " + arm + ": " + text(estimates.maeOverSites(), ResultTable::interval)));
    out.println(
        "  lost outside: "
            + text(
                result.drop().flatMap(RegressionDropResult::metaAnalysis),
                ResultTable::signedInterval));
  }

  private static String title(BinaryResult result) {
    return "AUROC of "
        + result.target()
        + " from the "
        + result.map()
        + " map, model "
        + result.model()
        + circular(result);
  }

  /** A target that the map itself defines is no finding: said wherever it stands. */
  private static String circular(BinaryResult result) {
    return result.circular() ? " (circular: the map defines it)" : "";
  }

  private static void row(String name, PairedDrop drop, PrintStream out) {
    out.printf(
        Locale.ROOT,
        ROW,
        name,
        drop.n(),
        text(drop.internal(), ResultTable::three),
        text(drop.external(), ResultTable::three),
        text(drop.drop(), ResultTable::signed)
            + text(
                drop.lower().flatMap(low -> drop.upper().map(up -> List.of(low, up))),
                ends -> " (" + signed(ends.get(0)) + " to " + signed(ends.get(1)) + ")"));
  }

  private static Map<String, String> metaAnalyses(BinaryResult result) {
    return result.arms().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                arm -> text(arm.getValue().metaAnalysis(), meta -> three(meta.estimate()))));
  }

  private static String interval(MetaAnalysis meta) {
    return three(meta.estimate()) + " (" + three(meta.lower()) + " to " + three(meta.upper()) + ")";
  }

  private static String signedInterval(MetaAnalysis meta) {
    return signed(meta.estimate())
        + " ("
        + signed(meta.lower())
        + " to "
        + signed(meta.upper())
        + ")";
  }

  private static <T> String text(Estimate<T> estimate, Function<T, String> shown) {
    return estimate instanceof Estimate.Value<T> present ? shown.apply(present.value()) : NONE;
  }

  private static String three(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.3f", value);
  }
}
