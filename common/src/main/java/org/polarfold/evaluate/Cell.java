package org.polarfold.evaluate;

import java.util.Comparator;
import org.polarfold.study.InputMaps;
import org.polarfold.study.Target;

/** What is evaluated by itself: one target told by one model from one map. */
record Cell(String target, String model, String map) implements Comparable<Cell> {

  private static final Comparator<Cell> ORDER =
      Comparator.comparing(Cell::target).thenComparing(Cell::model).thenComparing(Cell::map);

  /** Whether the map itself defines the target. */
  boolean circular() {
    return Target.of(target)
        .flatMap(known -> InputMaps.of(map).filter(maps -> maps.define(known)))
        .isPresent();
  }

  /** Names of an estimate, from which its seed is made. */
  Object[] names(Object arm, Object place) {
    return new Object[] {target, model, map, arm, place};
  }

  @Override
  public int compareTo(Cell other) {
    return ORDER.compare(this, other);
  }
}
