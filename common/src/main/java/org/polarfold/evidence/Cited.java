package org.polarfold.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.polarfold.report.Words;

/**
 * A figure or a word as it is shown, and where it is from.
 *
 * @param file the file's name
 * @param key the place in it, as {@link Place} writes it; {@code [*]} stands for every item of a
 *     list, and what was done with them follows in brackets: {@code (sum)}, {@code (count)}, {@code
 *     (true)} for how many are true, {@code (names)}
 * @param shown as it is shown
 */
record Cited(String file, String key, String shown) {

  /** A number to so many decimals. */
  static Cited figure(Place place, int decimals) {
    return new Cited(place.file(), place.key(), Words.figure(place.node().doubleValue(), decimals));
  }

  /** A number to three decimals. */
  static Cited figure(Place place) {
    return figure(place, 3);
  }

  /** A whole number. */
  static Cited count(Place place) {
    return new Cited(place.file(), place.key(), Words.count(place.node().longValue()));
  }

  /** A word or a text. */
  static Cited text(Place place) {
    return new Cited(place.file(), place.key(), Words.clean(place.text()));
  }

  /** How many items a list has. */
  static Cited size(Place list) {
    return new Cited(list.file(), list.key() + " (count)", Words.count((long) list.node().size()));
  }

  /** The names of an object's keys. */
  static Cited names(Place object) {
    List<String> names = new ArrayList<>();
    object.node().fieldNames().forEachRemaining(name -> names.add(Words.clean(name)));
    return new Cited(object.file(), object.key() + " (names)", String.join(", ", names));
  }

  /**
   * The sum of whole numbers, one of each item; what an item lacks counts 0.
   *
   * @param within the way from the item to its number
   */
  static Cited sum(Place list, String within) {
    long sum = 0;
    for (JsonNode item : list.node()) {
      sum += step(item, within).longValue();
    }
    return over(list, within, "sum", sum);
  }

  /** How many items say that something is true. */
  static Cited howManyTrue(Place list, String within) {
    long sum = 0;
    for (JsonNode item : list.node()) {
      sum += step(item, within).asBoolean() ? 1 : 0;
    }
    return over(list, within, "true", sum);
  }

  private static Cited over(Place list, String within, String how, long value) {
    String key = list.key() + "[*]." + within + " (" + how + ")";
    return new Cited(list.file(), key, Words.count(value));
  }

  private static JsonNode step(JsonNode item, String within) {
    JsonNode node = item;
    for (String name : within.split("\\.", -1)) {
      node = node.path(name);
    }
    return node;
  }

  /** Another file of the pack. */
  static Cited file(String name) {
    return new Cited(name, "", name);
  }
}
