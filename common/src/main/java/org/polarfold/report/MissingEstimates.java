package org.polarfold.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.Results.Analysis;
import org.polarfold.report.Results.Meta;

/** Collects every estimate that could not be made, with its reason; equal ones share a line. */
final class MissingEstimates {

  /** A line of the list: what, in which analysis, why, and where. */
  record Entry(String analysis, String quantity, String why, String places, int count) {}

  private record Key(String analysis, String quantity, String why) {}

  private final Map<Key, List<String>> places = new LinkedHashMap<>();

  static List<Entry> of(Results results, RunFacts run) {
    MissingEstimates missing = new MissingEstimates();
    results.analyses().forEach(analysis -> missing.addAll(analysis, run));
    for (SiteFacts site : run.cohort()) {
      missing.add("Cohort", "mean age", site.site(), site.age().meanYears().notEstimable());
      missing.add(
          "Cohort", "standard deviation of age", site.site(), site.age().sdYears().notEstimable());
      site.labels()
          .forEach(
              (target, share) ->
                  missing.add(
                      "Cohort",
                      "share of " + Words.positive(target),
                      site.site(),
                      share.known() == 0 ? "no label is known" : null));
    }
    return missing.places.entrySet().stream()
        .map(
            e ->
                new Entry(
                    e.getKey().analysis(),
                    e.getKey().quantity(),
                    e.getKey().why(),
                    String.join(", ", e.getValue()),
                    e.getValue().size()))
        .toList();
  }

  private void addAll(Analysis analysis, RunFacts run) {
    String name = Page.title(analysis) + ", " + Page.model(run, analysis.model());
    analysis
        .arms()
        .forEach(
            (key, arm) -> {
              String auroc = Words.sentence(key) + " AUROC";
              arm.sites().forEach((site, score) -> add(name, auroc, site, score.auroc()));
              add(name, auroc, "pooled", arm.pooled().auroc());
              addMeta(name, auroc, arm.meta());
            });
    analysis.drop().sites().forEach((site, drop) -> add(name, "Drop", site, drop.drop()));
    add(name, "Drop", "pooled", analysis.drop().pooled().drop());
    addMeta(name, "Drop", analysis.drop().meta());
  }

  private void addMeta(String analysis, String quantity, Meta meta) {
    add(analysis, quantity, "across sites", meta.headline());
    meta.leftOut()
        .forEach((site, why) -> add(analysis, quantity + ", left out across sites", site, why));
    if (meta.prediction() == null && meta.headline().why() == null) {
      add(analysis, quantity + ", prediction interval", "a new site", meta.noPrediction());
    }
  }

  private void add(String analysis, String quantity, String place, Estimate estimate) {
    String what = estimate.value() == null ? quantity : quantity + ", interval";
    add(analysis, what, place, estimate.why());
  }

  private void add(String analysis, String quantity, String place, @Nullable String why) {
    if (why != null) {
      places
          .computeIfAbsent(new Key(analysis, quantity, Words.clean(why)), key -> new ArrayList<>())
          .add(Words.site(place));
    }
  }
}
