package org.polarfold.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polarfold.report.Words;

/** What {@code results.json} tells of the primary analysis, and what the further files add. */
final class Figures {

  private static final int FEW_OF_A_CLASS = 50;
  private static final double LARGE_AREA = 0.9;

  private final RunFiles files;
  private final Optional<Place> primary;

  Figures(RunFiles files) {
    this.files = files;
    primary = files.primary();
  }

  List<Statement> performance(String arm) {
    List<Statement> told = new ArrayList<>();
    arm(arm)
        .ifPresent(
            a -> {
              Place meta = a.at("metaAnalysis");
              told.add(Statement.meta(Words.sentence(arm) + " AUROC across sites", meta));
              told.addAll(prediction(Words.sentence(arm) + " AUROC", meta));
            });
    return told;
  }

  List<Statement> bySite(int few) {
    List<Statement> told = new ArrayList<>();
    List<Place> sites = arm("external").map(a -> a.at("sites").items()).orElse(List.of());
    if (sites.size() <= few) {
      for (Place site : sites) {
        Place area = site.at("auroc");
        boolean logit = asLogit(site, area) && area.at("logitLower").isNumber();
        told.add(
            Statement.estimate(
                "External AUROC at " + Words.site(site.at("site").text()),
                area,
                "value",
                logit ? "logitLower" : "lower",
                logit ? "logitUpper" : "upper"));
      }
    }
    if (!sites.isEmpty()) {
      told.add(Statement.of("All arms and sites: {}.", Cited.file("tables/auroc-by-site.csv")));
    }
    return told;
  }

  /** The interval that the report shows: on the logit scale for few patients and large areas. */
  private static boolean asLogit(Place site, Place area) {
    long events = site.at("events").node().asLong();
    long others = site.at("n").node().asLong() - events;
    return Math.min(events, others) < FEW_OF_A_CLASS
        || area.at("value").node().asDouble() > LARGE_AREA;
  }

  List<Statement> drop() {
    List<Statement> told = new ArrayList<>();
    loss()
        .ifPresent(
            d -> {
              Place meta = d.isThere() ? d.at("metaAnalysis") : d;
              told.add(
                  Statement.meta(
                      "Drop in AUROC from internal to external, same patients, across sites",
                      meta));
              told.addAll(prediction("Drop", meta));
            });
    return told;
  }

  List<Statement> parts() {
    List<Statement> told = new ArrayList<>();
    loss()
        .filter(Place::isThere)
        .ifPresent(
            d -> {
              told.add(part("Smaller training sets, internal", d, "internalSize"));
              told.add(part("Being a new site", d, "novelty"));
              told.add(part("Smaller training sets, external", d, "externalSize"));
            });
    return told;
  }

  private static Statement part(String what, Place drop, String key) {
    Place part = drop.at("parts").at(key);
    return part.isThere()
        ? Statement.meta(what, part.at("metaAnalysis"))
        : Statement.estimate(what, part, "estimate", "lower", "upper");
  }

  List<Statement> heterogeneity() {
    List<Statement> told = new ArrayList<>();
    arm("external").ifPresent(a -> told.addAll(spread("External AUROC", a.at("metaAnalysis"))));
    loss().ifPresent(d -> told.addAll(spread("Drop", d.at("metaAnalysis"))));
    return told;
  }

  private static List<Statement> spread(String what, Place meta) {
    if (!meta.at("tau2").isNumber() || !meta.at("i2").isNumber()) {
      return List.of();
    }
    List<Statement> told = new ArrayList<>();
    Cited k = Cited.count(meta.at("k"));
    Cited tau2 = Cited.figure(meta.at("tau2"), 5);
    Cited i2 = Cited.figure(meta.at("i2"), 0);
    told.add(
        meta.at("scale").isThere()
            ? Statement.of(
                what + " between {} sites: tau² {} (scale: {}), I² {} %.",
                k,
                tau2,
                Cited.text(meta.at("scale")),
                i2)
            : Statement.of(what + " between {} sites: tau² {}, I² {} %.", k, tau2, i2));
    told.addAll(prediction(what, meta));
    return told;
  }

  private static List<Statement> prediction(String what, Place meta) {
    // As in the report: the wider one is never narrower than the headline; others' files may lack
    // it.
    boolean wider = meta.at("widerPredictionLower").isNumber();
    Place lower = meta.at(wider ? "widerPredictionLower" : "predictionLower");
    Place upper = meta.at(wider ? "widerPredictionUpper" : "predictionUpper");
    return lower.isNumber() && upper.isNumber()
        ? List.of(
            Statement.of(
                what + " at a new site: 95 % prediction interval {} to {}.",
                Cited.figure(lower),
                Cited.figure(upper)))
        : List.of();
  }

  List<Statement> influence() {
    return loss()
        .map(d -> d.at("metaAnalysis").at("influence"))
        .filter(i -> i.node().isArray() && !i.node().isEmpty())
        .map(
            i ->
                List.of(
                    Statement.of(
                        "The drop without each of {} sites: {}.",
                        Cited.size(i),
                        Cited.file("tables/influence.csv"))))
        .orElse(List.of());
  }

  List<Statement> calibration() {
    List<Statement> told = new ArrayList<>();
    arm("external")
        .map(a -> a.at("calibrationOverSites"))
        .filter(Place::isThere)
        .ifPresent(
            c -> {
              told.add(
                  Statement.meta(
                      "External calibration in the large (0 is right)",
                      c.at("calibrationInTheLarge")));
              told.add(
                  Statement.meta(
                      "External calibration slope (1 is right)", c.at("calibrationSlope")));
              told.add(
                  Statement.meta(
                      "External observed to expected events (1 is right)",
                      c.at("observedToExpected")));
            });
    if (!told.isEmpty()) {
      told.add(Statement.of("By site: {}.", Cited.file("tables/calibration.csv")));
    }
    return told;
  }

  List<Statement> netBenefit() {
    return arm("external")
        .map(a -> a.at("pooled").at("netBenefit"))
        .filter(n -> n.node().isArray() && !n.node().isEmpty())
        .map(
            n ->
                List.of(
                    Statement.of(
                        "Net benefit at {} thresholds, beside treating everybody: {}.",
                        Cited.size(n),
                        Cited.file("tables/net-benefit.csv"))))
        .orElse(List.of());
  }

  List<Statement> thresholds() {
    List<Place> sites =
        primary.map(p -> p.down("thresholdTransport.sites").items()).orElse(List.of());
    return sites.isEmpty()
        ? List.of()
        : List.of(
            Statement.of(
                "Thresholds are chosen at the other sites (Youden's index; sensitivity of 0.9) and"
                    + " applied at each of {} sites: {}.",
                Cited.size(primary.orElseThrow().down("thresholdTransport.sites")),
                Cited.file("tables/thresholds-transported.csv")));
  }

  List<Statement> prevalence() {
    return primary
        .map(p -> p.down("prevalenceShift.sites"))
        .filter(s -> s.node().isArray() && !s.node().isEmpty())
        .map(
            s ->
                List.of(
                    Statement.of(
                        "Prevalence told without labels at {} sites; that nothing but prevalence"
                            + " differs is doubted at {}: {}.",
                        Cited.size(s),
                        Cited.howManyTrue(s, "labelShiftDoubted"),
                        Cited.file("tables/prevalence-shift.csv"))))
        .orElse(List.of());
  }

  List<Statement> updating() {
    return primary
        .map(p -> p.down("localUpdating.sites"))
        .filter(s -> s.node().isArray() && !s.node().isEmpty())
        .map(
            s ->
                List.of(
                    Statement.of(
                        "How many local patients a recalibration needs, at {} sites: {}. No updated"
                            + " model is given out.",
                        Cited.size(s),
                        Cited.file("tables/local-updating.csv"))))
        .orElse(List.of());
  }

  List<Statement> subgroups() {
    List<Statement> told = new ArrayList<>();
    for (Place by : arm("external").map(a -> a.at("subgroups").items()).orElse(List.of())) {
      if (by.at("by").text().contains(" x ")) {
        continue;
      }
      for (Place group : by.at("groups").items()) {
        Place gap = group.down("figures.aurocWithinSites.gap");
        if (gap.at("value").isNumber() && gap.at("lower").isNumber()) {
          Statement difference =
              Statement.of(
                  "External AUROC within sites by {}: {} minus {} {} (95 % interval {} to {}).",
                  Cited.text(by.at("by")),
                  Cited.text(group.at("group")),
                  Cited.text(by.at("reference")),
                  Cited.figure(gap.at("value")),
                  Cited.figure(gap.at("lower")),
                  Cited.figure(gap.at("upper")));
          told.add(
              gap.at("pHolm").isNumber()
                  ? difference.then(
                      Statement.of("P adjusted by Holm {}.", Cited.figure(gap.at("pHolm"))))
                  : difference);
        }
      }
    }
    if (!told.isEmpty()) {
      told.add(Statement.of("All groups and figures: {}.", Cited.file("tables/subgroups.csv")));
    }
    return told;
  }

  List<Statement> comparison() {
    List<Statement> told = new ArrayList<>();
    for (Place pair : files.resultsRoot().at("comparisons").items()) {
      boolean ours =
          primary
              .filter(p -> p.at("target").text().equals(pair.at("target").text()))
              .filter(p -> p.at("map").text().equals(pair.at("map").text()))
              .filter(p -> p.at("model").text().equals(pair.at("first").text()))
              .isPresent();
      if (ours) {
        told.add(
            Statement.of(
                "{} beside {}, on the same patients:",
                Cited.text(pair.at("first")),
                Cited.text(pair.at("second"))));
        told.add(
            Statement.meta(
                "External AUROC, first minus second", pair.down("arms.external.metaAnalysis")));
        told.add(
            Statement.meta(
                "Drop of the first minus drop of the second", pair.down("drop.metaAnalysis")));
      }
    }
    return told;
  }

  List<Statement> shortcut() {
    Optional<Place> shortcut =
        arm("external")
            .map(a -> a.at("shortcut"))
            .filter(s -> s.at("prevalenceAlone").isNumber())
            .filter(s -> s.at("pooled").isNumber() && s.at("withinSites").isNumber());
    return shortcut
        .map(
            s ->
                List.of(
                    Statement.of(
                        "A score that is the site's prevalence alone reaches an area of {} over all"
                            + " patients; the model's area is {} over all pairs and {} over pairs of"
                            + " one site.",
                        Cited.figure(s.at("prevalenceAlone")),
                        Cited.figure(s.at("pooled")),
                        Cited.figure(s.at("withinSites")))))
        .orElse(List.of());
  }

  List<Statement> readers() {
    return primary
        .map(p -> p.down("readers.kappa"))
        .filter(k -> k.at("value").isNumber())
        .map(
            k ->
                List.of(
                    Statement.estimate(
                        "Agreement of readers, kappa", k, "value", "lower", "upper")))
        .orElse(List.of());
  }

  List<Statement> verification() {
    return arm("external")
        .map(a -> a.at("partialVerification"))
        .filter(v -> v.at("verified").isNumber())
        .map(
            v ->
                List.of(
                    Statement.of(
                        "Of {} patients {} had the reference test; corrected areas: {}.",
                        Cited.count(v.at("n")),
                        Cited.count(v.at("verified")),
                        Cited.file("tables/imperfect-reference.csv"))))
        .orElse(List.of());
  }

  List<Statement> audit() {
    List<Statement> told = new ArrayList<>();
    for (Place map : files.auditRoot().at("maps").items()) {
      Place accuracy = map.down("sites.balancedAccuracy");
      if (accuracy.at("value").isNumber() && accuracy.at("chance").isNumber()) {
        told.add(
            Statement.of(
                "The site is told from {} of map {} with a balanced accuracy of {}, by chance {}.",
                Cited.text(map.at("seen")),
                Cited.text(map.at("map")),
                Cited.figure(accuracy.at("value")),
                Cited.figure(accuracy.at("chance"))));
      }
    }
    return told;
  }

  List<Statement> robustness() {
    List<Statement> told = new ArrayList<>();
    for (Place curve : files.stressRoot().at("curves").items()) {
      List<Place> points = curve.at("points").items();
      boolean ours =
          primary
              .filter(p -> p.at("target").text().equals(curve.at("target").text()))
              .filter(p -> p.at("map").text().equals(curve.at("map").text()))
              .isPresent();
      if (ours && !points.isEmpty()) {
        Place last = points.get(points.size() - 1);
        told.add(
            Statement.of(
                    "Maps changed by {} of grade {}:",
                    Cited.text(curve.at("kind")),
                    new Cited("stress.json", last.at("grade").key(), last.at("grade").text()))
                .then(
                    Statement.meta(
                        "change of the external AUROC", last.down("arms.external.change"))));
      }
    }
    return told;
  }

  private Optional<Place> arm(String name) {
    return primary.map(p -> p.at("arms").at(name)).filter(Place::isThere);
  }

  private Optional<Place> loss() {
    return primary.map(p -> p.at("drop")).filter(d -> !d.node().isMissingNode());
  }
}
