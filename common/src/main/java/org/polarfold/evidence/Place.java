package org.polarfold.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A place in one of the run's JSON files.
 *
 * @param file the file's name, as {@code results.json}
 * @param key the way to it, as {@code targets[0].arms.external.metaAnalysis.estimate}; a name with
 *     other characters than letters, digits and {@code _ -} stands in brackets and quotation marks
 * @param node what is there; a missing node where nothing is
 */
record Place(String file, String key, JsonNode node) {

  Place at(String name) {
    boolean plain = name.matches("[A-Za-z0-9_-]+");
    String step = plain ? (key.isEmpty() ? "" : ".") + name : "[\"" + name + "\"]";
    return new Place(file, key + step, node.path(name));
  }

  /** Several steps, none of whose names has a full stop. */
  Place down(String names) {
    Place place = this;
    for (String name : names.split("\\.", -1)) {
      place = place.at(name);
    }
    return place;
  }

  List<Place> items() {
    return IntStream.range(0, node.isArray() ? node.size() : 0)
        .mapToObj(i -> new Place(file, key + "[" + i + "]", node.get(i)))
        .toList();
  }

  List<Place> fields() {
    List<Place> fields = new ArrayList<>();
    node.fieldNames().forEachRemaining(name -> fields.add(at(name)));
    return fields;
  }

  /** The items that something holds for. */
  List<Place> items(Predicate<Place> holds) {
    return items().stream().filter(holds).toList();
  }

  boolean isNumber() {
    return node.isNumber();
  }

  boolean isThere() {
    return !node.isMissingNode() && !node.isNull() && !node.has("notEstimable");
  }

  String text() {
    return node.asText("");
  }

  /** The last step's name, as it is in the file. */
  String name() {
    return key.endsWith("\"]")
        ? key.substring(key.lastIndexOf("[\"") + 2, key.length() - 2)
        : key.substring(key.lastIndexOf('.') + 1);
  }
}
