package org.polarfold.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarfold.evidence.Table.Row;

/** The tables of {@code results.json}, by name; rows in the order of the file. */
final class ResultTables {

  private static final List<String> PERFORMANCE =
      List.of("aurocBootstrap", "partialAuroc", "averagePrecision", "brier", "logLoss");
  private static final List<String> CALIBRATION =
      List.of("calibrationInTheLarge", "calibrationIntercept", "calibrationSlope");

  private final Map<String, Table> tables = new TreeMap<>();
  private final Table auroc =
      table(
          "auroc-by-site", "arm level site n events auroc se lower upper logit_lower logit_upper");
  private final Table performance =
      table("performance", "arm level site n events figure value lower upper");
  private final Table calibration =
      table("calibration", "arm level site n events figure value se lower upper");
  private final Table drop =
      table(
          "drop-by-site",
          "part level site n events first_arm second_arm first second difference se lower upper p");
  private final Table analyses =
      table(
          "analyses",
          "quantity arm k scale estimate lower upper prediction_lower prediction_upper tau2 i2 q q_p"
              + " hartung_knapp_lower hartung_knapp_upper wald_lower wald_upper");
  private final Table influence =
      table("influence", "quantity arm without_site estimate lower upper tau2");
  private final Table netBenefit =
      table("net-benefit", "arm level site threshold model treat_all lower upper");
  private final Table thresholds =
      table(
          "thresholds-transported",
          "site rule threshold judged_on tp fn tn fp sensitivity sensitivity_lower"
              + " sensitivity_upper specificity specificity_lower specificity_upper"
              + " selection_rate selection_rate_lower selection_rate_upper");
  private final Table predictive =
      table(
          "predictive-values",
          "site rule prevalence positive positive_lower positive_upper negative negative_lower"
              + " negative_upper");
  private final Table prevalence =
      table(
          "prevalence-shift",
          "site training_prevalence observed_prevalence method told se z p label_shift_doubted");
  private final Table updating =
      table(
          "local-updating",
          "site patients updating log_loss log_loss_without brier brier_without gain gain_se"
              + " estimable_share");
  private final Table subgroups =
      table(
          "subgroups",
          "arm by reference group n events figure value lower upper gap gap_lower gap_upper p p_holm"
              + " tests");
  private final Table matrix = table("site-matrix", "train test n events auroc se lower upper");
  private final Table reference = table("imperfect-reference", "arm estimator value lower upper");
  private final Table regression = table("regression", "arm level site n figure value lower upper");
  private final Table comparisons =
      new Table(
          words(
              "target map first_model second_model circular arm level site n events first second"
                  + " difference se lower upper p"));

  private ResultTables() {
    tables.put("comparisons", comparisons);
  }

  static Map<String, Table> of(Place results) {
    ResultTables all = new ResultTables();
    results.at("targets").items().forEach(all::target);
    results.at("comparisons").items().forEach(all::comparison);
    Map<String, Table> tables = all.tables;
    tables.values().removeIf(Table::isEmpty);
    return tables;
  }

  private Table table(String name, String columns) {
    Table table = new Table(words("target model map circular " + columns));
    tables.put(name, table);
    return table;
  }

  static String[] words(String text) {
    return text.split(" ", -1);
  }

  private void target(Place target) {
    boolean measured = target.at("kind").text().equals("regression");
    for (Place arm : target.at("arms").fields()) {
      if (measured) {
        regression(target, arm);
      } else {
        arm(target, arm);
      }
    }
    if (measured) {
      meta(target, "loss in mean absolute error", "", target.at("drop").at("metaAnalysis"));
      return;
    }
    drop(target, target.at("drop"));
    target.down("siteMatrix").items().forEach(entry -> matrix(target, entry));
    target.down("thresholdTransport.sites").items().forEach(site -> thresholds(target, site));
    target.down("prevalenceShift.sites").items().forEach(site -> prevalence(target, site));
    for (Place site : target.down("localUpdating.sites").items()) {
      site.at("rows").items().forEach(row -> updating(target, site, row));
    }
  }

  private static Row begin(Table table, Place target, Place source) {
    return table
        .row(source)
        .text("target", target.at("target").text())
        .text("model", target.at("model").text())
        .text("map", target.at("map").text())
        .text("circular", target.at("circular").text());
  }

  private void arm(Place target, Place arm) {
    String name = arm.name();
    for (Place[] place : places(arm)) {
      site(target, name, place[0], place[1]);
    }
    Place meta = arm.at("metaAnalysis");
    begin(auroc, target, meta)
        .text("arm", name)
        .text("level", "across-sites")
        .numbers(meta, "auroc", "estimate", "lower", "lower", "upper", "upper");
    begin(auroc, target, meta)
        .text("arm", name)
        .text("level", "new-site")
        .numbers(meta, "lower", "widerPredictionLower", "upper", "widerPredictionUpper");
    meta(target, "AUROC", name, meta);
    for (Place over : arm.at("calibrationOverSites").fields()) {
      if (!over.name().equals("acceptable")) {
        meta(target, over.name(), name, over);
      }
    }
    for (String key : List.of("prevalenceAlone", "pooled", "withinSites")) {
      begin(performance, target, arm.at("shortcut"))
          .text("arm", name)
          .text("level", "pooled")
          .text("figure", "shortcut." + key)
          .number("value", arm.at("shortcut").at(key));
    }
    subgroups(target, name, arm.at("subgroups"));
    reference(target, name, arm.at("partialVerification"));
  }

  /** The whole and each site of an arm: the block, and where its name is. */
  private static List<Place[]> places(Place arm) {
    List<Place[]> all = new ArrayList<>();
    for (Place site : arm.at("sites").items()) {
      all.add(new Place[] {site, site.at("site")});
    }
    all.add(new Place[] {arm.at("pooled"), arm.at("none")});
    return all;
  }

  private void site(Place target, String arm, Place block, Place name) {
    Place area = block.at("auroc");
    at(auroc, target, arm, block, area, name)
        .numbers(
            area,
            "auroc",
            "value",
            "se",
            "se",
            "lower",
            "lower",
            "upper",
            "upper",
            "logit_lower",
            "logitLower",
            "logit_upper",
            "logitUpper");
    for (String figure : PERFORMANCE) {
      Place place = block.at(figure);
      Row row = at(performance, target, arm, block, place, name).text("figure", figure);
      if (figure.equals("brier") || figure.equals("logLoss")) {
        row.number("value", place)
            .number("lower", block.at(figure + "Lower"))
            .number("upper", block.at(figure + "Upper"));
      } else {
        Place interval = place.at("interval").node().isMissingNode() ? place : place.at("interval");
        row.number("value", figure.equals("aurocBootstrap") ? area.at("value") : place.at("value"))
            .numbers(interval, "lower", "lower", "upper", "upper");
      }
    }
    for (String figure : List.of("atHalf", "guessing")) {
      Place place = block.at("accuracy").at(figure);
      at(performance, target, arm, block, place, name)
          .text("figure", "accuracy." + figure)
          .numbers(place, "value", "value", "lower", "lower", "upper", "upper");
    }
    for (String figure : CALIBRATION) {
      Place place = block.at(figure);
      at(calibration, target, arm, block, place, name)
          .text("figure", figure)
          .numbers(place, "value", "value", "se", "se", "lower", "lower", "upper", "upper");
    }
    at(calibration, target, arm, block, block.at("observedToExpected"), name)
        .text("figure", "observedToExpected")
        .number("value", block.at("observedToExpected"))
        .number("lower", block.at("observedToExpectedLower"))
        .number("upper", block.at("observedToExpectedUpper"));
    for (String figure : List.of("ici", "e50", "e90")) {
      at(calibration, target, arm, block, block.at(figure), name)
          .text("figure", figure)
          .number("value", block.at(figure));
    }
    for (Place point : block.at("netBenefit").items()) {
      begin(netBenefit, target, point)
          .text("arm", arm)
          .text("level", level(name))
          .text("site", name.text())
          .numbers(
              point,
              "threshold",
              "threshold",
              "model",
              "model",
              "treat_all",
              "treatAll",
              "lower",
              "lower",
              "upper",
              "upper");
    }
  }

  private static String level(Place name) {
    return name.isThere() ? "site" : "pooled";
  }

  private static Row at(
      Table table, Place target, String arm, Place block, Place source, Place name) {
    return begin(table, target, source)
        .text("arm", arm)
        .text("level", level(name))
        .text("site", name.text())
        .numbers(block, "n", "n", "events", "events");
  }

  private void meta(Place target, String quantity, String arm, Place meta) {
    if (meta.node().isMissingNode()) {
      return;
    }
    begin(analyses, target, meta)
        .text("quantity", quantity)
        .text("arm", arm)
        .text("scale", meta.at("scale").text())
        .numbers(
            meta,
            "k",
            "k",
            "estimate",
            "estimate",
            "lower",
            "lower",
            "upper",
            "upper",
            "prediction_lower",
            "widerPredictionLower",
            "prediction_upper",
            "widerPredictionUpper",
            "tau2",
            "tau2",
            "i2",
            "i2",
            "q",
            "q",
            "q_p",
            "qP")
        .numbers(
            meta,
            "hartung_knapp_lower",
            "hartungKnappLower",
            "hartung_knapp_upper",
            "hartungKnappUpper",
            "wald_lower",
            "waldLower",
            "wald_upper",
            "waldUpper");
    for (Place without : meta.at("influence").items()) {
      begin(influence, target, without)
          .text("quantity", quantity)
          .text("arm", arm)
          .text("without_site", without.at("site").text())
          .numbers(
              without, "estimate", "estimate", "lower", "lower", "upper", "upper", "tau2", "tau2");
    }
  }

  private void drop(Place target, Place all) {
    for (Place[] place : places(all)) {
      paired(target, "drop", place[0], place[0], place[1], "internal", "external", "drop");
    }
    meta(target, "drop", "", all.isThere() ? all.at("metaAnalysis") : all);
    for (Place part : all.at("parts").fields()) {
      if (!part.isThere()) {
        begin(drop, target, part).text("part", part.name());
        continue;
      }
      for (Place[] place : places(part)) {
        paired(target, part.name(), part, place[0], place[1], "first", "second", "difference");
      }
      meta(target, "drop, " + part.name(), "", part.at("metaAnalysis"));
    }
    for (Place site : all.down("withinFolds.sites").items()) {
      Place block = site.at("withinFolds");
      paired(target, "withinFolds", block, block, site.at("site"), "internal", "external", "drop");
    }
    meta(target, "drop within folds", "", all.at("withinFolds").at("metaAnalysis"));
    subgroups(target, "drop", all.at("subgroups"));
    reference(target, "drop", all.at("partialVerification"));
  }

  private void paired(
      Place target,
      String part,
      Place arms,
      Place block,
      Place name,
      String first,
      String second,
      String difference) {
    boolean named = first.equals("first");
    begin(drop, target, block)
        .text("part", part)
        .text("level", level(name))
        .text("site", name.text())
        .text("first_arm", named ? arms.at("first").text() : first)
        .text("second_arm", named ? arms.at("second").text() : second)
        .numbers(block, "n", "n", "events", "events", "first", first, "second", second)
        .numbers(block, "difference", difference, "se", "se", "lower", "lower", "upper", "upper")
        .number("p", block.at("p"));
  }

  private void subgroups(Place target, String arm, Place list) {
    for (Place by : list.items()) {
      for (Place group : by.at("groups").items()) {
        for (Place figure : group.at("figures").fields()) {
          Place gap = figure.at("gap");
          begin(subgroups, target, figure)
              .text("arm", arm)
              .text("by", by.at("by").text())
              .text("reference", by.at("reference").text())
              .text("group", group.at("group").text())
              .text("figure", figure.name())
              .numbers(group, "n", "n", "events", "events")
              .numbers(figure, "value", "value", "lower", "lower", "upper", "upper")
              .numbers(gap, "gap", "value", "gap_lower", "lower", "gap_upper", "upper")
              .numbers(gap, "p", "p", "p_holm", "pHolm", "tests", "tests");
        }
      }
    }
  }

  private void reference(Place target, String arm, Place verification) {
    for (Place area : verification.at("areas").items()) {
      begin(reference, target, area)
          .text("arm", arm)
          .text("estimator", area.at("estimator").text())
          .number("value", area.at("value"))
          .numbers(area.at("interval"), "lower", "lower", "upper", "upper");
    }
  }

  private void matrix(Place target, Place entry) {
    begin(matrix, target, entry)
        .text("train", entry.at("train").text())
        .text("test", entry.at("test").text())
        .numbers(entry, "n", "n", "events", "events")
        .numbers(
            entry.at("auroc"), "auroc", "value", "se", "se", "lower", "lower", "upper", "upper");
  }

  private void thresholds(Place target, Place site) {
    for (Place rule : site.at("rules").items()) {
      for (String on : List.of("chosen", "internal", "external")) {
        Place judged = rule.at(on);
        Row row =
            begin(thresholds, target, judged)
                .text("site", site.at("site").text())
                .text("rule", rule.at("rule").text())
                .text("judged_on", on)
                .number("threshold", rule.at("threshold"))
                .numbers(judged, "tp", "tp", "fn", "fn", "tn", "tn", "fp", "fp");
        share(row, "sensitivity", judged.at("sensitivity"));
        share(row, "specificity", judged.at("specificity"));
        share(row, "selection_rate", judged.at("selectionRate"));
      }
      for (Place value : rule.at("predictiveValues").items()) {
        Row row =
            begin(predictive, target, value)
                .text("site", site.at("site").text())
                .text("rule", rule.at("rule").text())
                .number("prevalence", value.at("prevalence"));
        share(row, "positive", value.at("positive"));
        share(row, "negative", value.at("negative"));
      }
    }
  }

  private static void share(Row row, String column, Place share) {
    row.number(column, share.at("value"))
        .number(column + "_lower", share.at("lower"))
        .number(column + "_upper", share.at("upper"));
  }

  private void prevalence(Place target, Place site) {
    for (String method : List.of("saerens", "bbse")) {
      Place told = site.at(method);
      begin(prevalence, target, told)
          .text("site", site.at("site").text())
          .text("method", method)
          .number("training_prevalence", site.at("trainingPrevalence"))
          .number("observed_prevalence", site.at("observedPrevalence").at("value"))
          .numbers(told, "told", "value", "se", "se", "z", "z", "p", "p")
          .number("label_shift_doubted", site.at("labelShiftDoubted"));
    }
  }

  private void updating(Place target, Place site, Place row) {
    begin(updating, target, row)
        .text("site", site.at("site").text())
        .text("updating", row.at("updating").text())
        .numbers(row, "patients", "patients", "log_loss", "logLoss", "brier", "brier")
        .numbers(row, "log_loss_without", "logLossWithout", "brier_without", "brierWithout")
        .numbers(row, "gain", "gain", "gain_se", "gainSe", "estimable_share", "estimableShare");
  }

  private void regression(Place target, Place arm) {
    for (Place[] place : places(arm)) {
      for (String figure : List.of("mae", "bias", "icc", "r2")) {
        Place value = place[0].at(figure);
        Row row =
            begin(regression, target, value)
                .text("arm", arm.name())
                .text("level", level(place[1]))
                .text("site", place[1].text())
                .text("figure", figure)
                .number("n", place[0].at("n"));
        if (value.isNumber()) {
          row.number("value", value);
        } else {
          row.numbers(value, "value", "value", "lower", "lower", "upper", "upper");
        }
      }
    }
    meta(target, "mean absolute error", arm.name(), arm.at("maeOverSites"));
    meta(target, "bias", arm.name(), arm.at("biasOverSites"));
  }

  private void comparison(Place pair) {
    for (Place arm : pair.at("arms").fields()) {
      for (Place[] place : places(arm)) {
        difference(pair, arm.name(), place[0], level(place[1]), place[1]);
      }
      metaOf(pair, arm.name(), arm.at("metaAnalysis"));
    }
    for (Place site : pair.at("drop").at("sites").items()) {
      difference(pair, "drop", site.at("difference"), "site", site.at("site"));
    }
    metaOf(pair, "drop", pair.at("drop").at("metaAnalysis"));
  }

  private Row pair(Place pair, String arm, Place source) {
    return comparisons
        .row(source)
        .text("target", pair.at("target").text())
        .text("map", pair.at("map").text())
        .text("first_model", pair.at("first").text())
        .text("second_model", pair.at("second").text())
        .text("circular", pair.at("circular").text())
        .text("arm", arm);
  }

  private void difference(Place pair, String arm, Place block, String level, Place name) {
    pair(pair, arm, block)
        .text("level", level)
        .text("site", name.text())
        .numbers(block, "n", "n", "events", "events", "first", "first", "second", "second")
        .numbers(block, "difference", "difference", "se", "se", "lower", "lower")
        .numbers(block, "upper", "upper", "p", "p");
  }

  private void metaOf(Place pair, String arm, Place meta) {
    if (!meta.node().isMissingNode()) {
      pair(pair, arm, meta)
          .text("level", "across-sites")
          .numbers(meta, "difference", "estimate", "lower", "lower", "upper", "upper");
    }
  }
}
