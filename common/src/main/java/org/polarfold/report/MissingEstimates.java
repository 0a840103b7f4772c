package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every estimate that could not be made, and why: whatever a file of the run calls {@code
 * notEstimable}, wherever it stands. Estimates, analyses and places of one reason share a line.
 */
final class MissingEstimates {

  /**
   * A line of the list.
   *
   * @param why the reason
   * @param estimates what could not be made for it
   * @param analyses of which
   * @param places at which sites, or in which groups; empty where at none in particular
   */
  record Entry(String why, String estimates, String analyses, String places) {}

  /** A group is not compared with itself: nothing could not be estimated there. */
  private static final String REFERENCE = "this is the reference group";

  private record Estimated(String analysis, String estimate, String why) {}

  private final RunFacts run;
  private final Set<String> analyses = new LinkedHashSet<>();
  private final Set<String> sites = new TreeSet<>();
  private final Map<Estimated, Set<String>> places = new LinkedHashMap<>();

  private MissingEstimates(RunFacts run) {
    this.run = run;
    run.cohort().forEach(site -> sites.add(Words.site(site.site())));
  }

  static List<Entry> of(RunFacts run, Beside beside) {
    MissingEstimates missing = new MissingEstimates(run);
    for (JsonNode target : beside.results().path("targets")) {
      missing.analyses.add(Told.NOTHING.within(target, run).analysis());
    }
    missing.walk(beside.results(), Told.NOTHING);
    missing.walk(beside.audit(), "Shortcut audit");
    missing.walk(beside.stress(), "Stress tests");
    missing.walk(beside.attributions(), "Attributions");
    missing.addCohort();
    return missing.entries();
  }

  private void walk(RunFile file, String named) {
    if (file.document() != null) {
      walk(file.document().root(), new Told(named, List.of(), ""));
    }
  }

  private void walk(JsonNode node, Told at) {
    String why = Estimate.reason(node);
    if (why != null) {
      if (!why.startsWith(REFERENCE)) {
        add(at, why);
      }
    } else if (node.isArray()) {
      for (JsonNode element : node) {
        Told within = at.within(element, run);
        if (at.isOfSitesLeftOut()) {
          add(within, element.path("why").asText(""));
        } else {
          walk(element, within);
        }
      }
    } else {
      node.properties().forEach(field -> walk(field.getValue(), at.under(field.getKey())));
    }
  }

  private void addCohort() {
    for (SiteFacts site : run.cohort()) {
      addCohort("mean age", site, site.age().meanYears().notEstimable());
      addCohort("standard deviation of age", site, site.age().sdYears().notEstimable());
      site.labels()
          .forEach(
              (target, share) ->
                  addCohort(
                      "share of " + Words.positive(target),
                      site,
                      share.known() == 0 ? "no label is known" : null));
    }
  }

  private void addCohort(String what, SiteFacts site, @Nullable String why) {
    if (why != null) {
      add(new Told("Cohort", List.of(what), site.site()), why);
    }
  }

  private void add(Told at, String why) {
    Estimated estimated = new Estimated(at.analysis(), at.estimate(), Words.clean(why));
    Set<String> some = places.computeIfAbsent(estimated, key -> new LinkedHashSet<>());
    if (!at.place().isEmpty()) {
      some.add(Words.site(at.place()));
    }
  }

  private record Placed(String estimate, String why, String places) {}

  private record Alike(String why, String analyses, String places) {}

  private List<Entry> entries() {
    Map<Placed, List<String>> analysesOf = new LinkedHashMap<>();
    places.forEach(
        (estimated, some) ->
            analysesOf
                .computeIfAbsent(
                    new Placed(estimated.estimate, estimated.why, all(some, sites, "every site")),
                    key -> new ArrayList<>())
                .add(estimated.analysis));
    Map<Alike, List<String>> estimatesOf = new LinkedHashMap<>();
    analysesOf.forEach(
        (placed, some) ->
            estimatesOf
                .computeIfAbsent(
                    new Alike(placed.why, all(some, analyses, "every analysis"), placed.places),
                    key -> new ArrayList<>())
                .add(placed.estimate));
    return estimatesOf.entrySet().stream()
        .map(
            line ->
                new Entry(
                    line.getKey().why,
                    Words.sentence(String.join("; ", line.getValue())),
                    line.getKey().analyses,
                    line.getKey().places))
        .toList();
  }

  /** Names in a row; those that are all there are by one word for them. */
  private static String all(Iterable<String> names, Set<String> everything, String word) {
    Set<String> left = new LinkedHashSet<>();
    names.forEach(left::add);
    List<String> words = new ArrayList<>();
    if (everything.size() > 1 && left.containsAll(everything)) {
      left.removeAll(everything);
      words.add(word);
    }
    words.addAll(left);
    return String.join("; ", words);
  }
}
