package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Entries of a results.json as ./run evaluate writes them, with figures made up by hand. */
final class MadeResults {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> ARMS =
      List.of("internal", "external", "matched-internal", "matched-external");

  private MadeResults() {}

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of targets, each told by two models at the sites, in four arms and with all figures. */
  static ObjectNode file(List<String> targets, List<String> sites) {
    ObjectNode file = json("{'schema': '" + Results.SCHEMA + "'}");
    ArrayNode entries = file.putArray("targets");
    for (String target : targets) {
      for (String model : List.of("dl", "logistic")) {
        entries.add(target(target, model, sites));
      }
    }
    return file;
  }

  static ObjectNode target(String target, String model, List<String> sites) {
    ObjectNode entry = json("{'map': 'reserve', 'kind': 'binary'}");
    entry.put("target", target).put("model", model);
    ObjectNode arms = entry.putObject("arms");
    ObjectNode performance = performance();
    for (String arm : ARMS) {
      ObjectNode one = arms.putObject(arm);
      one.set("pooled", performance);
      ArrayNode list = one.putArray("sites");
      sites.forEach(site -> list.add(named(site, performance.deepCopy())));
      one.set("metaAnalysis", meta(0.8));
    }
    ObjectNode drop = entry.putObject("drop");
    list(
        drop,
        sites,
        "{'n': 120, 'events': 40, 'internal': 0.9, 'external': 0.8, 'drop': 0.1, 'lower': 0.05,"
            + " 'upper': 0.15}");
    drop.set("metaAnalysis", meta(0.1));
    ObjectNode parts = drop.putObject("parts");
    part(parts.putObject("internalSize"), sites, 0.03);
    part(parts.putObject("novelty"), sites, 0.06);
    part(parts.putObject("externalSize"), sites, 0.01);
    ObjectNode cell =
        json(
            "{'n': 120, 'events': 40, 'auroc': {'value': 0.7123, 'lower': 0.6, 'upper': 0.8,"
                + " 'logitLower': 0.61, 'logitUpper': 0.81}}");
    ArrayNode matrix = entry.putArray("siteMatrix");
    for (String train : sites) {
      for (String test : sites) {
        matrix.add(cell.deepCopy().put("train", train).put("test", test));
      }
    }
    list(
        entry.putObject("prevalenceShift"),
        sites,
        "{'n': 120, 'events': 40, 'trainingPrevalence': 0.3, 'observedPrevalence': {'value':"
            + " 0.3333, 'lower': 0.2554, 'upper': 0.4217}, 'saerens': {'value': 0.4, 'se': 0.05,"
            + " 'z': 1.3, 'p': 0.19}, 'bbse': {'notEstimable': 'no such thing'},"
            + " 'labelShiftDoubted': true, 'raw': {'observedToExpected': 0.71}, 'calibrated':"
            + " {'observedToExpected': 0.82}, 'atSaerens': {'observedToExpected': 0.93},"
            + " 'atBbse': {'observedToExpected': {'notEstimable': 'no such thing'}}}");
    list(
        entry.putObject("thresholdTransport"),
        sites,
        "{'rules': [{'rule': 'youden', 'threshold': 0.3, 'predictiveValues': [{'prevalence': 0.1,"
            + " 'positive': {'value': 0.2, 'lower': 0.1, 'upper': 0.3}, 'negative': {'value':"
            + " 0.9, 'lower': 0.8, 'upper': 0.95}}, {'prevalence': 0.5, 'positive': {'value':"
            + " 0.6, 'lower': 0.5, 'upper': 0.7}, 'negative': {'value': 0.7, 'lower': 0.6,"
            + " 'upper': 0.8}}]}]}");
    list(
        entry.putObject("localUpdating"),
        sites,
        "{'n': 120, 'events': 40, 'rows': [{'patients': 10, 'updating': 'intercept', 'gain': -0.3,"
            + " 'gainSe': 0.01}, {'patients': 100, 'updating': 'intercept', 'gain': 0.1,"
            + " 'gainSe': 0.01}], 'neededIntercept': 100, 'neededInterceptAndSlope':"
            + " {'notEstimable': 'at no number'}}");
    return entry;
  }

  /** 120 patients, 40 of them with label 1. */
  static ObjectNode performance() {
    ObjectNode performance =
        json(
            "{'n': 120, 'events': 40, 'auroc': {'value': 0.85, 'lower': 0.8, 'upper': 0.9,"
                + " 'logitLower': 0.79, 'logitUpper': 0.89}, 'calibrationSlope': {'value': 1.1,"
                + " 'lower': 0.9, 'upper': 1.3}, 'calibrationIntercept': {'value': -0.2, 'lower':"
                + " -0.4, 'upper': 0}, 'observedToExpected': 0.9, 'observedToExpectedLower': 0.7,"
                + " 'observedToExpectedUpper': 1.1, 'rocCurve': {'points': [], 'stepPatients':"
                + " 5}, 'calibrationCurve': {'interpret': false, 'interpretReason': '40 events and"
                + " 80 non-events, of at least 100 each', 'points': [], 'groups': []},"
                + " 'netBenefit': []}");
    ArrayNode roc = (ArrayNode) performance.path("rocCurve").path("points");
    for (int i = 0; i <= 40; i++) {
      roc.addObject().put("fpr", i / 40.0).put("tpr", Math.sqrt(i / 40.0));
    }
    ObjectNode calibration = (ObjectNode) performance.path("calibrationCurve");
    for (int i = 0; i <= 20; i++) {
      double share = i / 20.0;
      ((ArrayNode) calibration.path("points"))
          .addObject()
          .put("predicted", share)
          .put("observed", share * share);
    }
    for (int i = 0; i < 10; i++) {
      ((ArrayNode) calibration.path("groups"))
          .add(
              json("{'n': 12, 'observed': {'value': 0.5, 'lower': 0.25, 'upper': 0.75}}")
                  .put("predicted", 0.05 + i / 10.0));
    }
    for (int i = 1; i <= 10; i++) {
      ((ArrayNode) performance.path("netBenefit"))
          .add(
              json("{'lower': 0.1, 'upper': 0.3, 'overTreatAll': {'difference': 0.1, 'lower':"
                      + " 0.05, 'upper': 0.15}}")
                  .put("threshold", i / 20.0)
                  .put("model", 0.25 - i / 100.0)
                  .put("treatAll", 0.3 - i / 10.0));
    }
    return performance;
  }

  private static void part(ObjectNode part, List<String> sites, double difference) {
    list(
        part,
        sites,
        "{'n': 120, 'events': 40, 'difference': %s, 'lower': %s, 'upper': %s}"
            .formatted(difference, difference - 0.02, difference + 0.02));
    part.set("metaAnalysis", meta(difference));
  }

  private static ObjectNode meta(double estimate) {
    return json(
        "{'k': 6, 'estimate': %s, 'lower': %s, 'upper': %s, 'predictionLower': %s,"
                .formatted(estimate, estimate - 0.03, estimate + 0.03, estimate - 0.05)
            + " 'predictionUpper': %s, 'tau2': 0.001, 'i2': 12.5}".formatted(estimate + 0.05));
  }

  private static void list(ObjectNode parent, List<String> sites, String entry) {
    ArrayNode list = parent.putArray("sites");
    ObjectNode figures = json(entry);
    sites.forEach(site -> list.add(named(site, figures.deepCopy())));
  }

  private static ObjectNode named(String site, JsonNode figures) {
    ObjectNode named = JSON.createObjectNode().put("site", site);
    figures.fields().forEachRemaining(e -> named.set(e.getKey(), e.getValue()));
    return named;
  }
}
