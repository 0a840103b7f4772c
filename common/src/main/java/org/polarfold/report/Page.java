package org.polarfold.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.Results.Analysis;

/**
 * All that the template shows, in its order: words, and geometry in pixels. It decides nothing.
 *
 * @param primary the analyses that the run asked first, the network's first
 * @param others every other analysis
 * @param overview one line an analysis, of all of them
 * @param tested not empty where models were compared by a test
 */
record Page(
    String name,
    String simulated,
    String stain,
    String summary,
    Answer answer,
    List<Section> primary,
    List<Section> others,
    Overview overview,
    ShortcutSection shortcut,
    SubgroupSection subgroups,
    StressSection stress,
    List<MapGallery> galleries,
    AttributionSection attributions,
    CohortTable cohort,
    ExcludedSection excluded,
    List<MissingEstimates.Entry> missing,
    List<String> circular,
    String tested,
    Map<String, String> run,
    Map<String, String> provenance,
    String configuration) {

  /** One analysis in full. {@code id} is its anchor. */
  record Section(
      String id,
      String title,
      String model,
      String circular,
      String headline,
      String heterogeneity,
      List<String> arms,
      Forest auroc,
      Forest drop,
      SiteTable aurocTable,
      SiteTable dropTable,
      SiteFigures figures) {}

  /** All analyses in lines on one axis. */
  record Overview(List<String> arms, Axis axis, @Nullable Double zero, List<Line> lines) {}

  /** One analysis in a line. */
  record Line(
      String id,
      String title,
      String model,
      String circular,
      String k,
      List<String> arms,
      String drop,
      String interval,
      String prediction,
      List<Forest.Mark> marks) {}

  private static final double MINI_WIDTH = 150;

  static Page of(Results results, RunFacts run, Beside beside) {
    PairedTests tests = PairedTests.of(beside.results());
    CohortTable cohort = CohortTable.of(run);
    List<Section> primary = new ArrayList<>();
    List<Section> others = new ArrayList<>();
    List<Analysis> ordered = ordered(results, run);
    boolean small = sitesOfOthers(ordered, run) <= SiteFigures.FEW;
    for (Analysis analysis : ordered) {
      String id = "analysis-" + (primary.size() + others.size() + 1);
      boolean all = small || isPrimary(analysis, run);
      SiteFigures figures = all ? SiteFigures.of(analysis) : SiteFigures.light(analysis);
      Section section = section(id, analysis, figures, run);
      (isPrimary(analysis, run) ? primary : others).add(section);
    }
    return new Page(
        Words.site(run.name()),
        run.origin() == DataOrigin.SIMULATED ? "yes" : "",
        Words.clean(run.stain()),
        summary(results, run),
        Answer.of(results, run, tests),
        List.copyOf(primary),
        List.copyOf(others),
        overview(ordered, run),
        ShortcutSection.of(beside.results(), results.analyses(), run, beside.audit()),
        SubgroupSection.of(beside.results(), run),
        StressSection.of(run, beside.stress()),
        MapGallery.of(run),
        AttributionSection.of(run, beside.attributions()),
        cohort,
        ExcludedSection.of(beside.results(), run, cohort.exclusions(), inWords(results.counts())),
        MissingEstimates.of(run, beside),
        run.circular().stream()
            .map(pair -> Words.target(pair.target()) + " from the " + lower(Words.map(pair.map())))
            .toList(),
        tests.drops().isEmpty() ? "" : "tested",
        RunProvenance.of(run, beside),
        results.provenance(),
        run.configuration().replaceAll("[\\p{Cc}\\p{Cf}&&[^\\n\\t]]", " "));
  }

  /** A model's description, or its key where the run names none. */
  static String model(RunFacts run, String key) {
    return Words.clean(run.models().getOrDefault(key, key.isEmpty() ? "Model not named" : key));
  }

  /** An analysis's target and map. */
  static String title(Analysis analysis) {
    return title(analysis.target(), analysis.map());
  }

  /** A target and map. */
  static String title(String target, String map) {
    return Words.target(target) + ", " + lower(Words.map(map));
  }

  private static String lower(String name) {
    int first = name.offsetByCodePoints(0, 1);
    return name.substring(0, first).toLowerCase(Locale.ROOT) + name.substring(first);
  }

  private static boolean isPrimary(Analysis analysis, RunFacts run) {
    return analysis.target().equals(run.primaryTarget()) && analysis.map().equals(run.primaryMap());
  }

  /** The primary pair first, models in the run's order; else as in the file. */
  private static List<Analysis> ordered(Results results, RunFacts run) {
    List<String> models = List.copyOf(run.models().keySet());
    return results.analyses().stream()
        .sorted(
            Comparator.comparing((Analysis analysis) -> !isPrimary(analysis, run))
                .thenComparing(
                    analysis ->
                        isPrimary(analysis, run)
                            ? Math.floorMod(models.indexOf(analysis.model()), models.size() + 1)
                            : 0))
        .toList();
  }

  private static String circular(Analysis analysis, RunFacts run) {
    return run.circular().contains(new RunFacts.Pair(analysis.target(), analysis.map()))
        ? "circular"
        : "";
  }

  private static int sitesOfOthers(List<Analysis> analyses, RunFacts run) {
    return analyses.stream()
        .filter(analysis -> !isPrimary(analysis, run))
        .mapToInt(analysis -> analysis.sites().size())
        .sum();
  }

  private static Section section(String id, Analysis analysis, SiteFigures figures, RunFacts run) {
    Results.Meta meta = analysis.drop().meta();
    return new Section(
        id,
        title(analysis),
        model(run, analysis.model()),
        circular(analysis, run),
        Words.withInterval(meta.headline()),
        heterogeneity(meta),
        analysis.arms().keySet().stream().map(Words::sentence).toList(),
        ForestPlots.auroc(analysis),
        ForestPlots.drop(analysis),
        SiteTable.auroc(analysis),
        SiteTable.drop(analysis),
        figures);
  }

  private static String heterogeneity(Results.Meta meta) {
    Double tau2 = meta.tau2();
    Double i2 = meta.i2();
    return tau2 == null || i2 == null
        ? ""
        : "Drop between sites: τ² %s, I² %s %%"
            .formatted(tau2 < 0.00005 ? "0" : Words.figure(tau2, 4), Words.figure(i2, 0));
  }

  private static Overview overview(List<Analysis> analyses, RunFacts run) {
    Axis axis = ForestPlots.sharedDropAxis(analyses, 4, MINI_WIDTH - 4);
    List<String> arms =
        analyses.stream().flatMap(a -> a.arms().keySet().stream()).distinct().toList();
    List<Line> lines = new ArrayList<>();
    for (Analysis analysis : analyses) {
      lines.add(line("analysis-" + (lines.size() + 1), analysis, run, arms, axis));
    }
    return new Overview(
        arms.stream().map(Words::sentence).toList(), axis, axis.at(0), List.copyOf(lines));
  }

  private static Line line(
      String id, Analysis analysis, RunFacts run, List<String> arms, Axis axis) {
    Results.Meta meta = analysis.drop().meta();
    List<String> cells = new ArrayList<>();
    for (String key : arms) {
      Results.Arm arm = analysis.arms().get(key);
      cells.add(arm == null ? "–" : Words.value(arm.meta().headline()));
    }
    List<Forest.Mark> marks = new ArrayList<>();
    if (meta.prediction() != null) {
      marks.add(Forest.range(axis, 0, 10, meta.prediction(), ""));
    }
    marks.add(Forest.diamond(axis, 0, 10, meta.headline(), ""));
    return new Line(
        id,
        title(analysis),
        model(run, analysis.model()),
        circular(analysis, run),
        Words.count(meta.k()),
        cells,
        Words.value(meta.headline()),
        meta.headline().value() == null ? "" : Words.interval(meta.headline().interval()),
        Words.interval(meta.prediction()),
        List.copyOf(marks));
  }

  private static Map<String, String> inWords(Map<String, String> counts) {
    Map<String, String> words = new LinkedHashMap<>();
    counts.forEach(
        (key, value) ->
            words.put(
                Words.sentence(key.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT)),
                value));
    return words;
  }

  private static String summary(Results results, RunFacts run) {
    long patients = run.cohort().stream().mapToLong(SiteFacts::enrolled).sum();
    return "%s patients, %s sites, %s analyses, %s models"
        .formatted(
            Words.count(patients),
            run.cohort().size(),
            results.analyses().size(),
            run.models().size());
  }
}
