package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What each patient adds to the estimates of a regression target, summed once, so that a resample
 * of patients costs one pass over them.
 *
 * <p>The estimates take how often each patient was drawn, in order of the sample; a patient drawn
 * twice counts as two. They are means over repeats, and NaN where the draws leave them undefined.
 */
final class RegressionSums {

  private final double[] size;
  private final double[] least;
  private final double[] most;
  private final Part[] repeats;

  /** One repeat; sums over each patient's measurements. */
  private static final class Part {

    // Label and score less the mean label, difference less the mean difference: sums of squares
    // would otherwise lose their digits.
    private final double meanDifference;
    private final double[] absolute;
    private final double[] squared;
    private final double[] difference;
    private final double[] within;
    private final double[] label;
    private final double[] labelSquared;
    private final double[] both;
    private final double[] bothSquared;

    Part(RegressionSample sample, double[] scores) {
      int patients = sample.patients().length;
      double[] labels = sample.labels();
      double meanLabel = StatUtils.mean(labels);
      meanDifference = StatUtils.mean(scores) - meanLabel;
      absolute = new double[patients];
      squared = new double[patients];
      difference = new double[patients];
      within = new double[patients];
      label = new double[patients];
      labelSquared = new double[patients];
      both = new double[patients];
      bothSquared = new double[patients];
      for (int p = 0; p < patients; p++) {
        int from = sample.starts()[p];
        int to = sample.starts()[p + 1];
        for (int i = from; i < to; i++) {
          double d = scores[i] - labels[i];
          double y = labels[i] - meanLabel;
          double sum = y + scores[i] - meanLabel;
          absolute[p] += Math.abs(d);
          squared[p] += d * d;
          difference[p] += d - meanDifference;
          label[p] += y;
          labelSquared[p] += y * y;
          both[p] += sum;
          bothSquared[p] += sum * sum;
        }
        double own = difference[p] / (to - from) + meanDifference;
        for (int i = from; i < to; i++) {
          double rest = scores[i] - labels[i] - own;
          within[p] += rest * rest;
        }
      }
    }
  }

  private RegressionSums(double[] size, double[] least, double[] most, Part[] repeats) {
    this.size = size;
    this.least = least;
    this.most = most;
    this.repeats = repeats;
  }

  static RegressionSums of(RegressionSample sample) {
    int patients = sample.patients().length;
    double[] size = new double[patients];
    double[] least = new double[patients];
    double[] most = new double[patients];
    for (int p = 0; p < patients; p++) {
      int from = sample.starts()[p];
      int many = sample.starts()[p + 1] - from;
      size[p] = many;
      least[p] = StatUtils.min(sample.labels(), from, many);
      most[p] = StatUtils.max(sample.labels(), from, many);
    }
    return new RegressionSums(
        size,
        least,
        most,
        Arrays.stream(sample.scores())
            .map(scores -> new Part(sample, scores))
            .toArray(Part[]::new));
  }

  /** Every patient once. */
  int[] once() {
    int[] counts = new int[size.length];
    Arrays.fill(counts, 1);
    return counts;
  }

  /** Measurements of each patient. */
  double[] sizes() {
    return size;
  }

  /** Each patient's sum of absolute differences, one array a repeat. */
  double[][] absolute() {
    return Arrays.stream(repeats).map(part -> part.absolute).toArray(double[][]::new);
  }

  /** Each patient's sum of score minus label, one array a repeat. */
  double[][] differences() {
    double[][] sums = new double[repeats.length][size.length];
    for (int r = 0; r < sums.length; r++) {
      for (int p = 0; p < size.length; p++) {
        sums[r][p] = repeats[r].difference[p] + size[p] * repeats[r].meanDifference;
      }
    }
    return sums;
  }

  /** Mean absolute error over measurements. */
  double mae(int[] counts) {
    return mean(part -> dot(counts, part.absolute)) / measurements(counts);
  }

  /** Mean of score minus label over measurements. */
  double bias(int[] counts) {
    double all = measurements(counts);
    return mean(part -> part.meanDifference + dot(counts, part.difference) / all);
  }

  double lowerLimit(int[] counts) {
    return mean(part -> limits(counts, part).lower());
  }

  double upperLimit(int[] counts) {
    return mean(part -> limits(counts, part).upper());
  }

  /** Limits of agreement of one repeat. */
  LimitsOfAgreement.Once limits(int[] counts, int repeat) {
    return limits(counts, repeats[repeat]);
  }

  private LimitsOfAgreement.Once limits(int[] counts, Part part) {
    double between = 0;
    double sum = 0;
    double squaredSizes = 0;
    for (int p = 0; p < size.length; p++) {
      between += counts[p] * part.difference[p] * part.difference[p] / size[p];
      sum += counts[p] * part.difference[p];
      squaredSizes += counts[p] * size[p] * size[p];
    }
    double all = measurements(counts);
    return LimitsOfAgreement.Once.of(
        Arrays.stream(counts).sum(),
        all,
        squaredSizes,
        part.meanDifference + sum / all,
        Math.max(0, between - sum * sum / all),
        dot(counts, part.within));
  }

  /** ICC(2,1) of measurements, label and score being the two raters. */
  double icc(int[] counts) {
    double all = measurements(counts);
    if (constant(counts)) {
      return Double.NaN;
    }
    return mean(
        part -> {
          double sum = dot(counts, part.both);
          double differences = dot(counts, part.difference);
          double bias = part.meanDifference + differences / all;
          double ofTargets = (dot(counts, part.bothSquared) - sum * sum / all) / 2;
          double error = 0;
          for (int p = 0; p < size.length; p++) {
            double own = part.difference[p];
            error += counts[p] * (part.within[p] + own * own / size[p]);
          }
          double ofError = Math.max(0, error - differences * differences / all) / 2;
          return Icc.of(Math.round(all), 2, ofTargets, all * bias * bias / 2, ofError);
        });
  }

  /** One minus squared error over the squared distance of labels from their mean. */
  double r2(int[] counts) {
    double all = measurements(counts);
    if (constant(counts)) {
      return Double.NaN;
    }
    return mean(
        part -> {
          double sum = dot(counts, part.label);
          double total = dot(counts, part.labelSquared) - sum * sum / all;
          return 1 - dot(counts, part.squared) / total;
        });
  }

  /** Whether all labels drawn are equal, or none was drawn. */
  boolean constant(int[] counts) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < counts.length; p++) {
      if (counts[p] > 0) {
        low = Math.min(low, least[p]);
        high = Math.max(high, most[p]);
      }
    }
    return !(low < high);
  }

  private double measurements(int[] counts) {
    return dot(counts, size);
  }

  private double mean(ToDoubleFunction<Part> quantity) {
    double sum = 0;
    for (Part part : repeats) {
      sum += quantity.applyAsDouble(part);
    }
    return sum / repeats.length;
  }

  private static double dot(int[] counts, double[] values) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i] * values[i];
    }
    return sum;
  }
}
