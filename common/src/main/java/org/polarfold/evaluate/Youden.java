package org.polarfold.evaluate;

import java.util.List;
import java.util.OptionalDouble;

/** The threshold with the largest Youden index (Youden, Cancer 1950;3:32). */
public final class Youden {

  private Youden() {}

  /**
   * The observed score with the largest sum of sensitivity and specificity, the lowest on ties.
   *
   * @param labels 0 or 1
   * @param scores in [0, 1], one a label
   * @return empty where a class has nobody
   */
  public static OptionalDouble threshold(byte[] labels, double[] scores) {
    Repeat once = new Repeat(0, 0);
    int[] patients = new int[labels.length];
    for (int i = 0; i < patients.length; i++) {
      patients[i] = i;
    }
    Sample sample = new Sample(List.of(once), patients, labels, new double[][] {scores});
    Estimate<Double> best = ScoreTally.of(List.of(sample), once).youden();
    return best instanceof Estimate.Value<Double> value
        ? OptionalDouble.of(value.value())
        : OptionalDouble.empty();
  }
}
