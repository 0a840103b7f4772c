package org.polarfold.evaluate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which cells' targets are told apart and which are measured. A target is a regression target where
 * the labels of most rows are neither 0 nor 1, and there are at least three different ones or one
 * that is no whole number. So one mistyped label among classes is found out rather than believed,
 * and so are classes coded as 1 and 2.
 */
final class Targets {

  private static final int CLASSES = 2;

  private final Map<Cell, Tally> tallies = new HashMap<>();

  void add(Cell cell, double label) {
    tallies.computeIfAbsent(cell, c -> new Tally()).add(label);
  }

  boolean isRegression(Cell cell) {
    Tally tally = tallies.get(cell);
    return tally != null && tally.isRegression();
  }

  /** What the labels of one cell are. */
  private static final class Tally {

    private final Set<Double> some = new HashSet<>();
    private long classes;
    private long others;
    private boolean fractional;

    void add(double label) {
      if (label == 0 || label == 1) {
        classes++;
      } else {
        others++;
      }
      fractional |= label != Math.rint(label);
      if (some.size() <= CLASSES) {
        some.add(label);
      }
    }

    boolean isRegression() {
      return others > classes && (fractional || some.size() > CLASSES);
    }
  }
}
