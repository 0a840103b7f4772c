package org.polarfold.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * What must be told wherever a figure of the run is shown.
 *
 * @param simulated whether it is known that the data are simulated
 * @param stain why figures are not to be reported; empty where they are
 * @param circularFigures endings of figures' names whose target the map itself defines
 */
record Marks(boolean simulated, String stain, List<String> circularFigures) {

  static final String SIMULATED = "Simulated data: not clinical results";
  static final String CIRCULAR =
      "Circular pair: the map itself defines the target, so a high AUROC is no finding";

  /** Lines for what is told of everything, and of a circular pair besides. */
  List<String> lines(boolean circular) {
    List<String> lines = new ArrayList<>();
    if (simulated) {
      lines.add(SIMULATED);
    }
    if (!stain.isEmpty()) {
      lines.add("Not to be reported. " + stain);
    }
    if (circular) {
      lines.add(CIRCULAR);
    }
    return List.copyOf(lines);
  }

  boolean isCircular(String figure) {
    return circularFigures.stream().anyMatch(pair -> (figure + "-").contains("-" + pair + "-"));
  }
}
