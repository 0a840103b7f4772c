package org.polarfold.study;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The maps of a study that a model sees together: one, or several as channels.
 *
 * @param kinds in the order of {@link MapKind}, at least one, none twice
 */
public record InputMaps(List<MapKind> kinds) implements Serializable {

  private static final String AND = "-";

  /**
   * Copies the kinds.
   *
   * @throws IllegalArgumentException where there is none, one twice, or another order
   */
  public InputMaps {
    kinds = List.copyOf(kinds);
    if (kinds.isEmpty() || !kinds.equals(kinds.stream().distinct().sorted().toList())) {
      throw new IllegalArgumentException("Invalid maps: " + kinds);
    }
  }

  /** A single map. */
  public static InputMaps of(MapKind... kinds) {
    return new InputMaps(Arrays.stream(kinds).sorted().toList());
  }

  /** The maps of a {@link #key}; empty where it is none. */
  public static Optional<InputMaps> of(String key) {
    List<MapKind> kinds =
        Arrays.stream(MapKind.values())
            .filter(kind -> Arrays.asList(key.split(AND, -1)).contains(kind.key()))
            .toList();
    return Optional.of(kinds)
        .filter(known -> !known.isEmpty())
        .map(InputMaps::new)
        .filter(maps -> maps.key().equals(key));
  }

  /**
   * Whether a target is computed from the maps themselves, so that telling it is circular: impaired
   * flow reserve from the reserve.
   */
  public boolean define(Target target) {
    return target == Target.IMPAIRED_MFR && defineReserve();
  }

  /** The name used in files and configuration: {@code reserve}, or {@code rest-stress}. */
  public String key() {
    return kinds.stream().map(MapKind::key).collect(Collectors.joining(AND));
  }

  private boolean defineReserve() {
    return kinds.contains(MapKind.RESERVE)
        || (kinds.contains(MapKind.REST) && kinds.contains(MapKind.STRESS));
  }

  @Override
  public String toString() {
    return key();
  }
}
