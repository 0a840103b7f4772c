package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
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

  static List<Entry> of(Results results, RunFacts run, Beside beside) {
    MissingEstimates missing = new MissingEstimates();
    results.analyses().forEach(analysis -> missing.addAll(analysis, run));
    missing.addSubgroups(beside.results(), run);
    missing.addAudit(beside.audit(), run);
    missing.addStress(beside.stress());
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

  private void addSubgroups(JsonNode results, RunFacts run) {
    for (JsonNode target : results.path("targets")) {
      String analysis = name(target, run);
      for (SubgroupFigures.Parting parting : SubgroupFigures.of(target).partings()) {
        for (SubgroupFigures.Group group : parting.groups()) {
          if (!group.why().isEmpty()) {
            add(analysis, "Subgroups, all figures", group.name(), group.why());
          } else {
            add(analysis, "Subgroups, internal AUROC", group.name(), group.internal().estimate());
            add(analysis, "Subgroups, external AUROC", group.name(), group.external().estimate());
            add(analysis, "Subgroups, drop", group.name(), group.drop().estimate());
            if (!group.name().equals(parting.reference())) {
              add(analysis, "Subgroups, gap in drop", group.name(), group.drop().gap().estimate());
              add(
                  analysis,
                  "Subgroups, equalised odds",
                  group.name(),
                  group.equalisedOdds().estimate());
              add(analysis, "Subgroups, calibration gap", group.name(), group.riskGap().estimate());
            }
          }
        }
      }
      for (String arm : List.of("internal", "external")) {
        for (String key : List.of("prevalenceAlone", "pooled", "withinSites")) {
          JsonNode figure = target.path("arms").path(arm).path("shortcut").path(key);
          add(analysis, "Shortcut, " + Words.sentence(arm), key, Estimate.reason(figure));
        }
      }
    }
  }

  private void addAudit(RunFile file, RunFacts run) {
    if (file.document() == null) {
      return;
    }
    AuditFigures audit = AuditFigures.of(file.document().root());
    for (AuditFigures.Seen seen : audit.seen()) {
      String place = AuditFigures.seenInWords(seen.seen());
      add(Words.map(seen.map()), "Sites told", place, seen.balancedAccuracy().estimate().why());
      add(Words.map(seen.map()), "Sites told, AUROC", place, seen.auroc().estimate().why());
    }
    for (AuditFigures.Relation relation : audit.drops()) {
      if (relation.spearman().value() == null) {
        add(
            Page.title(relation.target(), relation.map())
                + ", "
                + Page.model(run, relation.model()),
            "Drop by distance",
            relation.distance() + " of " + relation.seen(),
            relation.spearman().why());
      }
    }
  }

  private void addStress(RunFile file) {
    if (file.document() == null) {
      return;
    }
    for (JsonNode curve : file.document().root().path("curves")) {
      String analysis =
          Page.title(curve.path("target").asText(""), curve.path("map").asText(""))
              + ", stress tests";
      for (JsonNode point : curve.path("points")) {
        String place = curve.path("kind").asText("") + " " + point.path("grade").asText("");
        point
            .path("arms")
            .fields()
            .forEachRemaining(
                arm ->
                    add(
                        analysis,
                        Words.sentence(arm.getKey()) + " AUROC",
                        place,
                        Estimate.reason(arm.getValue().path("auroc"))));
        add(analysis, "Drop", place, Estimate.reason(point.path("drop")));
      }
    }
  }

  private static String name(JsonNode target, RunFacts run) {
    return Page.title(target.path("target").asText(""), target.path("map").asText(""))
        + ", "
        + Page.model(run, target.path("model").asText(""));
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
