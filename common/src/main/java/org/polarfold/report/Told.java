package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where in a file a figure stands, in words.
 *
 * @param analysis target, map and model, or the file
 * @param words what is estimated, from the whole to its part
 * @param place the site or group; empty where none in particular
 */
record Told(String analysis, List<String> words, String place) {

  static final Told NOTHING = new Told("", List.of(), "");

  /** Keys that hold others together and say nothing of what is estimated. */
  private static final Set<String> FRAMES =
      Set.of("targets", "arms", "sites", "figures", "groups", "points", "rules", "curves", "value");

  /** Parts of one interval: what one of them lacks, all lack. */
  private static final Set<String> OF_INTERVAL =
      Set.of("se", "z", "p", "lower", "upper", "logitSe", "logitLower", "logitUpper");

  private static final String LEFT_OUT = "left out across sites";

  /** The texts by which an entry of a list is told from its like. */
  private static final List<String> NAMES =
      List.of("rule", "seen", "distance", "attribute", "method", "arm", "figure");

  private static final int MODEL_LENGTH = 40;

  private static final Pattern ABBREVIATED = Pattern.compile("\\b(auroc|ici|tpr|fpr|bbse)\\b");

  /** What stands under a key. */
  Told under(String key) {
    if (FRAMES.contains(key)) {
      return this;
    }
    if (key.equals("metaAnalysis")) {
      return at("across sites");
    }
    if (key.equals("pooled")) {
      return at("pooled");
    }
    if (key.equals("leftOut")) {
      return with(LEFT_OUT);
    }
    if (OF_INTERVAL.contains(key)) {
      return with("interval");
    }
    if (key.matches("(p|widerP)rediction(Lower|Upper)")) {
      return with("prediction interval");
    }
    return with(inWords(key));
  }

  /** An entry of a list. */
  Told within(JsonNode entry, RunFacts run) {
    Told told = this;
    if (entry.path("target").isTextual() && entry.path("map").isTextual()) {
      told = new Told(named(entry, run), words, place);
    } else if (entry.path("map").isTextual()) {
      told = told.with(entry.path("map").asText() + " map");
    }
    for (String name : NAMES) {
      if (entry.path(name).isTextual()) {
        told = told.with(inWords(entry.path(name).asText()));
      }
    }
    if (entry.path("points").isArray()) {
      told = told.with(inWords(entry.path("kind").asText()));
    }
    if (entry.path("grade").isNumber()) {
      told = told.at("grade " + entry.path("grade").asText());
    }
    if (entry.path("by").isTextual()) {
      told = told.at(inWords(entry.path("by").asText()));
    }
    if (entry.path("group").isTextual()) {
      told = told.at((place.isEmpty() ? "" : place + ": ") + entry.path("group").asText());
    }
    return entry.path("site").isTextual() ? told.at(entry.path("site").asText()) : told;
  }

  /** Whether these are sites that a pooled figure lacks. */
  boolean isOfSitesLeftOut() {
    return !words.isEmpty() && words.get(words.size() - 1).equals(LEFT_OUT);
  }

  /** What is estimated. */
  String estimate() {
    return String.join(", ", words);
  }

  private String named(JsonNode entry, RunFacts run) {
    String title = Page.title(entry.path("target").asText(), entry.path("map").asText());
    if (entry.path("model").isTextual()) {
      title += ", " + model(entry.path("model"), run);
    }
    if (entry.path("first").isTextual()) {
      title +=
          ", %s against %s"
              .formatted(model(entry.path("first"), run), model(entry.path("second"), run));
    }
    return analysis.isEmpty() ? title : title + ", " + analysis.toLowerCase(Locale.ROOT);
  }

  private static String model(JsonNode key, RunFacts run) {
    return Words.shortened(Page.model(run, key.asText()), MODEL_LENGTH);
  }

  private Told at(String where) {
    return new Told(analysis, words, where);
  }

  private Told with(String word) {
    if (!words.isEmpty() && words.get(words.size() - 1).equals(word)) {
      return this;
    }
    List<String> more = new ArrayList<>(words);
    more.add(word);
    return new Told(analysis, List.copyOf(more), place);
  }

  private static String inWords(String key) {
    String words =
        Words.clean(key.replaceAll("(?<=[a-z])(?=[A-Z])", " ").replaceAll("[_-]", " "))
            .toLowerCase(Locale.ROOT);
    return ABBREVIATED
        .matcher(words)
        .replaceAll(found -> found.group().toUpperCase(Locale.ROOT))
        .replace("saerens", "Saerens")
        .replace("mc clish", "McClish");
  }
}
