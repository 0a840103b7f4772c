package org.polarfold.stress;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polarfold.Plain;
import org.polarfold.UserException;

/**
 * How far maps are changed in each way.
 *
 * @param changes by kind, ascending by grade, grade 0 among them
 */
public record Grades(Map<Kind, List<MapChange>> changes) implements Serializable {

  private static final int MOST = 20;

  /** Copies the changes. */
  public Grades {
    EnumMap<Kind, List<MapChange>> copy = new EnumMap<>(Kind.class);
    changes.forEach((kind, some) -> copy.put(kind, List.copyOf(some)));
    changes = copy;
  }

  /** Every kind, by its usual grades. */
  public static Grades usual() {
    return new Grades(
        Arrays.stream(Kind.values())
            .collect(
                Collectors.toMap(
                    kind -> kind, kind -> changes(kind, numbers(kind, kind.usual())))));
  }

  /**
   * The kinds that are named, by the grades that are; all of them where none is.
   *
   * @param named by key of a kind, numbers between commas; the usual ones where empty
   * @throws UserException where a kind or a number is none
   */
  public static Grades of(Map<String, String> named) {
    if (named.isEmpty()) {
      return usual();
    }
    EnumMap<Kind, List<MapChange>> changes = new EnumMap<>(Kind.class);
    named.forEach(
        (key, text) -> {
          Kind kind = Kind.of(key).orElseThrow(() -> new UserException(unknown(key)));
          changes.put(kind, changes(kind, numbers(kind, text.isBlank() ? kind.usual() : text)));
        });
    return new Grades(changes);
  }

  private static String unknown(String key) {
    return "Invalid kind of --grades: "
        + key
        + " (expected "
        + Arrays.stream(Kind.values()).map(Kind::key).collect(Collectors.joining(", "))
        + ")";
  }

  private static List<Double> numbers(Kind kind, String text) {
    List<Double> numbers =
        Stream.of(text.split(",", -1)).map(number -> number(kind, number.strip())).toList();
    if (numbers.size() > MOST) {
      throw new UserException(
          "Invalid value of --grades %s: %d numbers (expected at most %d)"
              .formatted(kind.key(), numbers.size(), MOST));
    }
    return numbers;
  }

  private static double number(Kind kind, String text) {
    try {
      double number = Double.parseDouble(text);
      if (number >= kind.least() && number <= kind.most()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UserException(
        "Invalid value of --grades %s: %s (expected numbers from %s to %s between commas: %s)"
            .formatted(
                kind.key(),
                text,
                Plain.number(kind.least()),
                Plain.number(kind.most()),
                kind.unit()));
  }

  private static List<MapChange> changes(Kind kind, List<Double> grades) {
    // The sum makes -0.0 into 0.0.
    return Stream.concat(Stream.of(0.0), grades.stream().map(grade -> grade + 0.0))
        .distinct()
        .map(grade -> new MapChange(kind, grade))
        .sorted(Comparator.comparingDouble(MapChange::grade))
        .toList();
  }

  /** The changes that are the same for every network, the one that changes nothing first. */
  public List<MapChange> shared() {
    return Stream.concat(
            Stream.of(new MapChange(Kind.ROTATION, 0)),
            changes.values().stream()
                .flatMap(List::stream)
                .filter(change -> !change.kind().isAdversarial() && !change.isNone()))
        .toList();
  }

  /** The changes that are made against each network by itself. */
  public List<MapChange> adversarial() {
    return changes.values().stream()
        .flatMap(List::stream)
        .filter(change -> change.kind().isAdversarial() && !change.isNone())
        .toList();
  }
}
