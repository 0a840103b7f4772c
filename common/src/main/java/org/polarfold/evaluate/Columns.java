package org.polarfold.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;
import org.polarfold.UserException;

/** Where a file of predictions has which column. */
final class Columns {

  static final List<String> REQUIRED =
      List.of("patient", "site", "arm", "target", "model", "label", "score");

  private final Map<String, Integer> places;
  private final int size;

  private Columns(Map<String, Integer> places, int size) {
    this.places = places;
    this.size = size;
  }

  /**
   * Finds the columns.
   *
   * @throws UserException where a required one is missing or any name stands twice
   */
  static Columns of(String file, List<String> header) {
    // Before names are repeated to the user: a file without a header has patients in this place.
    for (String name : REQUIRED) {
      if (!header.contains(name)) {
        throw new UserException(
            "Invalid predictions: %s:1, column %s: missing (expected a header with %s, in any order)"
                .formatted(file, name, String.join(",", REQUIRED)));
      }
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      if (places.put(header.get(i), i) != null) {
        throw new UserException(
            "Invalid predictions: %s:1, column %s: named twice (expected once)"
                .formatted(file, header.get(i)));
      }
    }
    return new Columns(Map.copyOf(places), header.size());
  }

  /** What follows a prefix in the names of columns that begin with it, in order of name. */
  List<String> after(String prefix) {
    return places.keySet().stream()
        .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
        .map(name -> name.substring(prefix.length()))
        .sorted()
        .toList();
  }

  int size() {
    return size;
  }

  /** The text of a required column. */
  String required(CSVRecord cells, String column) {
    return cells.get(places.getOrDefault(column, -1));
  }

  /** The text of an optional column, absent where the column is or the text is empty. */
  Optional<String> optional(CSVRecord cells, String column) {
    return Optional.ofNullable(places.get(column)).map(cells::get).filter(text -> !text.isEmpty());
  }
}
