package org.polarfold.simulate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The area under the ROC curve that a score reaches in a population when it is the true risk, from
 * a large sample of risks. No label is drawn: a patient counts as positive by the risk and as
 * negative by the rest.
 *
 * @param value the area, 0.5 to 1
 * @param standardError its Monte-Carlo error, from 20 parts of the sample
 * @param patients how many were simulated
 */
public record PopulationAuroc(double value, double standardError, int patients)
    implements Serializable {

  private static final int PARTS = 20;

  /**
   * From true risks.
   *
   * @param risks 0 to 1, at least 40, in the order in which patients were drawn
   */
  static PopulationAuroc of(double[] risks) {
    int size = risks.length / PARTS;
    double sum = 0;
    double squares = 0;
    for (int part = 0; part < PARTS; part++) {
      double area = area(Arrays.copyOfRange(risks, part * size, (part + 1) * size));
      sum += area;
      squares += area * area;
    }
    double mean = sum / PARTS;
    double variance = Math.max(0, squares / PARTS - mean * mean) / (PARTS - 1);
    return new PopulationAuroc(area(risks), Math.sqrt(variance), risks.length);
  }

  private static double area(double[] risks) {
    double[] sorted = risks.clone();
    Arrays.sort(sorted);
    double below = 0;
    double positives = 0;
    double wins = 0;
    for (int i = 0; i < sorted.length; ) {
      double tiedPositives = 0;
      double tiedNegatives = 0;
      int next = i;
      while (next < sorted.length && sorted[next] == sorted[i]) {
        tiedPositives += sorted[next];
        tiedNegatives += 1 - sorted[next];
        next++;
      }
      wins += tiedPositives * (below + tiedNegatives / 2);
      below += tiedNegatives;
      positives += tiedPositives;
      i = next;
    }
    return wins / (positives * below);
  }
}
