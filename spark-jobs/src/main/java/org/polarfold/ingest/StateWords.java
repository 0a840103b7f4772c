package org.polarfold.ingest;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;

/**
 * The words by which a site tells its states apart.
 *
 * @param words by state, at least one, no word twice
 */
record StateWords(Map<MapKind, String> words) {

  /** Reads {@code rest}, {@code stress} and {@code reserve} of a block; any may be left out. */
  static StateWords of(Settings block, Quantity quantity) {
    Map<MapKind, String> words = new EnumMap<>(MapKind.class);
    for (MapKind kind : MapKind.values()) {
      if (block.has(kind.key())) {
        String word = block.text(kind.key());
        if (words.containsValue(word)) {
          throw block.invalid(kind.key(), "another word than that of any other state");
        }
        if (kind == MapKind.RESERVE && quantity != Quantity.FLOW) {
          throw block.invalid(kind.key(), "no reserve of relative uptake");
        }
        words.put(kind, word);
      }
    }
    if (words.isEmpty()) {
      throw block.invalid(MapKind.REST.key(), "at least one of rest, stress and reserve");
    }
    return new StateWords(words);
  }

  Set<MapKind> states() {
    return words.keySet();
  }

  /** The state that a word stands for. */
  Optional<MapKind> state(String word) {
    return words.entrySet().stream()
        .filter(entry -> entry.getValue().equals(word))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The state that a cell names. */
  MapKind kind(TableRow row, int column, String name) throws RecordFlaw {
    Optional<MapKind> kind = row.text(column, name).flatMap(this::state);
    if (kind.isEmpty()) {
      throw new RecordFlaw(
          RejectionReason.UNREADABLE_RECORD,
          "column " + name + ": expected one of " + String.join(", ", all()));
    }
    return kind.get();
  }

  /** All words, for messages. */
  List<String> all() {
    return List.copyOf(words.values());
  }
}
