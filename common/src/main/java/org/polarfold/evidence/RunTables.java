package org.polarfold.evidence;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarfold.evidence.Table.Row;

/**
 * The tables of the files beside the results, and of what could not be estimated in any of them.
 */
final class RunTables {

  private final Map<String, Table> tables = new TreeMap<>();
  private final Table cohort = table("cohort", "site characteristic word value");
  private final Table exclusions = table("exclusions", "site reason studies");
  private final Table maps = table("mean-maps", "site map segment value");
  private final Table missing = table("not-estimable", "target model map within");
  private final Table audit = table("site-audit", "map seen figure value chance se lower upper p");
  private final Table stress =
      table("stress", "target map circular kind grade figure arm k estimate lower upper");

  private RunTables() {}

  static Map<String, Table> of(RunFiles files) {
    RunTables all = new RunTables();
    files.runRoot().at("cohort").items().forEach(all::site);
    files.runRoot().at("meanMaps").items().forEach(all::map);
    files.auditRoot().at("maps").items().forEach(all::audit);
    files.stressRoot().at("curves").items().forEach(all::stress);
    for (Place root :
        List.of(files.resultsRoot(), files.runRoot(), files.auditRoot(), files.stressRoot())) {
      all.missing(root, root);
    }
    all.tables.values().removeIf(Table::isEmpty);
    return all.tables;
  }

  private Table table(String name, String columns) {
    Table table = new Table(ResultTables.words(columns));
    tables.put(name, table);
    return table;
  }

  private void site(Place site) {
    for (String count : List.of("received", "accepted", "rejected", "n", "enrolled")) {
      cell(site, count, "", site.at(count));
    }
    cell(site, "age", "mean, years", site.at("age").at("meanYears"));
    cell(site, "age", "standard deviation, years", site.at("age").at("sdYears"));
    cell(site, "age", "missing", site.at("age").at("missing"));
    for (Place label : site.at("labels").fields()) {
      shares(site, "label " + label.name(), label);
    }
    shares(site, "angiography done", site.at("angiographyDone"));
    shares(site, "obstructive disease", site.at("obstructiveDisease"));
    levels(site, "race", site.at("race"));
    levels(site, "quantity", site.at("quantity"));
    for (Place item : site.at("acquisition").fields()) {
      levels(site, item.name(), item);
    }
    for (String month : List.of("from", "to")) {
      Place when = site.at("examined").at(month);
      if (when.isThere()) {
        row(site, "examined", month, when).text("value", when.text());
      }
    }
    for (Place reason : site.at("rejectedBy").fields()) {
      exclusions
          .row(reason)
          .text("site", site.at("site").text())
          .text("reason", reason.name())
          .number("studies", reason);
    }
  }

  private void shares(Place site, String what, Place share) {
    for (String word : List.of("positive", "known", "missing")) {
      cell(site, what, word, share.at(word));
    }
  }

  private void levels(Place site, String what, Place levels) {
    for (Place level : levels.at("counts").fields()) {
      cell(site, what, level.name(), level);
    }
    cell(site, what, "missing", levels.at("missing"));
  }

  private void cell(Place site, String what, String word, Place value) {
    if (!value.node().isMissingNode()) {
      row(site, what, word, value).number("value", value);
    }
  }

  private Row row(Place site, String what, String word, Place value) {
    return cohort
        .row(value)
        .text("site", site.at("site").text())
        .text("characteristic", what)
        .text("word", word);
  }

  private void map(Place mean) {
    List<Place> segments = mean.at("segments").items();
    for (int i = 0; i < segments.size(); i++) {
      maps.row(segments.get(i))
          .text("site", mean.at("site").text())
          .text("map", mean.at("map").text())
          .text("segment", Integer.toString(i + 1))
          .number("value", segments.get(i));
    }
  }

  private void audit(Place map) {
    for (String figure : List.of("balancedAccuracy", "auroc")) {
      Place place = map.at("sites").at(figure);
      audit
          .row(place)
          .text("map", map.at("map").text())
          .text("seen", map.at("seen").text())
          .text("figure", figure)
          .numbers(place, "value", "value", "chance", "chance", "se", "se", "p", "p")
          .numbers(place, "lower", "lower", "upper", "upper");
    }
  }

  private void stress(Place curve) {
    for (Place point : curve.at("points").items()) {
      for (Place arm : point.at("arms").fields()) {
        for (String figure : List.of("auroc", "change")) {
          stress(curve, point, figure, arm.name(), arm.at(figure));
        }
      }
      stress(curve, point, "drop", "", point.at("drop"));
      stress(curve, point, "dropChange", "", point.at("dropChange"));
    }
  }

  private void stress(Place curve, Place point, String figure, String arm, Place estimate) {
    if (estimate.node().isMissingNode()) {
      return;
    }
    stress
        .row(estimate)
        .text("target", curve.at("target").text())
        .text("map", curve.at("map").text())
        .text("circular", curve.at("circular").text())
        .text("kind", curve.at("kind").text())
        .number("grade", point.at("grade"))
        .text("figure", figure)
        .text("arm", arm)
        .numbers(estimate, "k", "k", "estimate", "estimate", "lower", "lower", "upper", "upper");
  }

  private void missing(Place place, Place within) {
    if (place.node().path("notEstimable").isTextual()) {
      missing
          .row(place)
          .text("target", within.at("target").text())
          .text("model", within.at("model").text())
          .text("map", within.at("map").text())
          .text("within", place.file());
      return;
    }
    Place inside = place.at("target").node().isTextual() ? place : within;
    place.fields().forEach(field -> missing(field, inside));
    place.items().forEach(item -> missing(item, inside));
  }
}
