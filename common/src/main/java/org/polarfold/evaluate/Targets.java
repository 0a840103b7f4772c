package org.polarfold.evaluate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which targets are told apart and which are measured. A target is a regression target where it has
 * at least three different labels and most are neither 0 nor 1, so that one mistyped label among
 * classes is found out rather than believed.
 */
final class Targets {

  private static final int CLASSES = 2;

  private final Map<String, Tally> tallies = new HashMap<>();

  static Targets of(Map<Measure, PatientColumn> labels) {
    Targets targets = new Targets();
    labels.forEach(
        (measure, column) ->
            targets.tallies.computeIfAbsent(measure.target(), t -> new Tally()).add(column));
    return targets;
  }

  boolean isRegression(String target) {
    Tally tally = tallies.get(target);
    return tally != null && tally.isRegression();
  }

  /** What the labels of one target are. */
  private static final class Tally {

    private final Set<Double> some = new HashSet<>();
    private long classes;
    private long others;

    void add(PatientColumn labels) {
      for (int patient = 0; patient < labels.size(); patient++) {
        if (labels.has(patient)) {
          double label = labels.value(patient);
          if (label == 0 || label == 1) {
            classes++;
          } else {
            others++;
          }
          if (some.size() <= CLASSES) {
            some.add(label);
          }
        }
      }
    }

    boolean isRegression() {
      return some.size() > CLASSES && others > classes;
    }
  }
}
