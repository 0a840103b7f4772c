package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How near the scores of one arm come to real labels, as the flow reserve of 17 segments. Every
 * measurement weighs alike, so a patient with more segments weighs more.
 *
 * @param n patients
 * @param measurements segments of all of them
 * @param repeats repetitions averaged over
 * @param mae mean absolute error, in the label's unit
 * @param bias mean of score minus label, in the label's unit
 * @param limitsOfAgreement of single measurements
 * @param icc ICC(2,1) of measurements, label and score being the raters
 * @param r2 one minus squared error over that of the sample's own mean label; negative where the
 *     scores are worse than that
 * @param intervals by resampling patients, or sites and then patients
 * @param segments one entry a segment that was measured, 1 to 17
 */
public record RegressionPerformance(
    int n,
    int measurements,
    int repeats,
    Estimate<ClusterMean> mae,
    Estimate<ClusterMean> bias,
    Estimate<LimitsOfAgreement> limitsOfAgreement,
    Estimate<Double> icc,
    Estimate<Double> r2,
    RegressionIntervals intervals,
    List<Segment> segments)
    implements Serializable {

  static final String NOBODY = "no patient with a score in every repeat";
  private static final int MOST_SEGMENTS = 17;

  /**
   * One segment of the left ventricle.
   *
   * @param segment 1 to 17 (Cerqueira 2002)
   * @param n patients in whom it was measured
   * @param mae mean absolute error, in the label's unit
   * @param bias mean of score minus label, in the label's unit
   */
  public record Segment(int segment, int n, double mae, double bias) implements Serializable {}

  static RegressionPerformance of(RegressionSample sample) {
    return of(sample, statistics -> Redrawing.none(statistics.size(), Calibration.NO_DRAWS));
  }

  /**
   * Estimates a sample.
   *
   * @param redrawing of its patients
   */
  static RegressionPerformance of(RegressionSample sample, Redrawing redrawing) {
    RegressionSums sums = RegressionSums.of(sample);
    int n = sample.patients().length;
    int repeats = sample.repeats().size();
    if (n == 0) {
      return new RegressionPerformance(
          0,
          0,
          repeats,
          Estimate.none(NOBODY),
          Estimate.none(NOBODY),
          Estimate.none(NOBODY),
          Estimate.none(NOBODY),
          Estimate.none(NOBODY),
          RegressionIntervals.none(NOBODY),
          List.of());
    }
    return new RegressionPerformance(
        n,
        sample.measurements(),
        repeats,
        Estimate.of(ClusterMean.of(sums.absolute(), sums.sizes())),
        Estimate.of(ClusterMean.of(sums.differences(), sums.sizes())),
        LimitsOfAgreement.of(sums, repeats),
        ofVariedLabels(sums, sums::icc),
        ofVariedLabels(sums, sums::r2),
        RegressionIntervals.of(sums, redrawing),
        segments(sample));
  }

  private static Estimate<Double> ofVariedLabels(
      RegressionSums sums, ToDoubleFunction<int[]> quantity) {
    double value = quantity.applyAsDouble(sums.once());
    return Double.isNaN(value) ? Estimate.none("all labels are equal") : Estimate.of(value);
  }

  private static List<Segment> segments(RegressionSample sample) {
    int[] counts = new int[MOST_SEGMENTS + 1];
    double[] absolute = new double[MOST_SEGMENTS + 1];
    double[] plain = new double[MOST_SEGMENTS + 1];
    for (int i = 0; i < sample.measurements(); i++) {
      int segment = sample.segments()[i];
      counts[segment]++;
      for (double[] scores : sample.scores()) {
        double difference = scores[i] - sample.labels()[i];
        absolute[segment] += Math.abs(difference);
        plain[segment] += difference;
      }
    }
    List<Segment> segments = new ArrayList<>();
    for (int s = 1; s <= MOST_SEGMENTS; s++) {
      double all = (double) counts[s] * sample.scores().length;
      if (counts[s] > 0) {
        segments.add(new Segment(s, counts[s], absolute[s] / all, plain[s] / all));
      }
    }
    return List.copyOf(segments);
  }
}
