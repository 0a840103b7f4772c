package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A prevalence that was told without labels, against the observed one of the same patients.
 *
 * <p>The standard error is that of the difference: both come from the same patients, so it is made
 * from each patient's influence on the difference, plus what the training sites leave open (slope
 * and intercept of the recalibration, or TPR and FPR). The intercept and the training prevalence
 * enter EM together, as in a case-control study (Prentice and Pyke, Biometrika 1979;66:403).
 * Thresholds are taken as chosen beforehand.
 *
 * @param value in [0, 1]; mean over repeats
 * @param se standard error of {@code value - observed}
 * @param z that difference over it
 * @param p two-sided, normal: small where the patients contradict label shift
 */
public record ShiftEstimate(
    double value, Estimate<Double> se, Estimate<Double> z, Estimate<Double> p)
    implements Serializable {

  private static final String EDGE = "the estimate lies on the edge of what the scores allow";

  /**
   * One repeat.
   *
   * @param value in [0, 1]
   * @param difference from the observed, before the estimate was cut
   * @param variance of the difference
   */
  record Once(double value, double difference, Estimate<Double> variance) {}

  /** EM on calibrated scores. */
  static Once saerens(
      double[] scores, double[] logits, byte[] labels, double training, double[][] covariance) {
    double value = LabelShift.saerens(scores, training);
    int n = scores.length;
    double[] slopes = new double[n];
    double information = 0;
    for (int i = 0; i < n; i++) {
      slopes[i] = LabelShift.slopeOf(scores[i], training, value);
      information += slopes[i] * slopes[i];
    }
    double difference = value - StatUtils.mean(asDoubles(labels));
    // Inside the slope is 0 but for rounding.
    boolean inside = Math.abs(StatUtils.mean(slopes)) < 1e-6 && value > 0 && value < 1;
    double fromTraining =
        fromTraining(scores, logits, training, value, covariance) / (information * information);
    if (!inside || !Double.isFinite(fromTraining)) {
      return new Once(value, difference, Estimate.none(EDGE));
    }
    double[] influence = new double[n];
    for (int i = 0; i < n; i++) {
      influence[i] = n * slopes[i] / information - labels[i];
    }
    return new Once(value, difference, ofMean(influence).map(own -> own + fromTraining));
  }

  /** The variance of the likelihood's slope that the line of recalibration brings in. */
  private static double fromTraining(
      double[] scores, double[] logits, double training, double value, double[][] covariance) {
    double byIntercept = 0;
    double bySlope = 0;
    for (int i = 0; i < scores.length; i++) {
      double change =
          LabelShift.slopeByScore(scores[i], training, value) * scores[i] * (1 - scores[i]);
      byIntercept += change;
      bySlope += change * logits[i];
    }
    return Math.max(
        0,
        byIntercept * byIntercept * covariance[0][0]
            + 2 * byIntercept * bySlope * covariance[0][1]
            + bySlope * bySlope * covariance[1][1]);
  }

  /** BBSE on the scores as they are. */
  static Estimate<Once> bbse(double[] scores, byte[] labels, double threshold, ScoreTally others) {
    OperatingPoint point = others.at(threshold);
    int events = others.events();
    int nonEvents = others.nonEvents();
    if (events == 0 || nonEvents == 0) {
      return Estimate.none(LabelShift.NO_BETTER);
    }
    double tpr = point.tp() / events;
    double fpr = point.fp() / nonEvents;
    double[] influence = new double[scores.length];
    double positive = 0;
    for (int i = 0; i < scores.length; i++) {
      int above = scores[i] >= threshold ? 1 : 0;
      positive += above;
      influence[i] = above / (tpr - fpr) - labels[i];
    }
    return LabelShift.bbse(positive / scores.length, tpr, fpr)
        .map(
            plain -> {
              double fromTraining =
                  plain * plain * tpr * (1 - tpr) / events
                      + (1 - plain) * (1 - plain) * fpr * (1 - fpr) / nonEvents;
              double gap = (tpr - fpr) * (tpr - fpr);
              return new Once(
                  LabelShift.cut(plain),
                  plain - StatUtils.mean(asDoubles(labels)),
                  ofMean(influence).map(own -> own + fromTraining / gap));
            });
  }

  /** The mean over repeats. */
  static Estimate<ShiftEstimate> mean(List<Estimate<Once>> repeats) {
    return Repeats.mean(repeats, one -> one.map(Once::value))
        .map(
            value -> {
              double[] differences =
                  repeats.stream().mapToDouble(one -> differenceOf(one)).toArray();
              double difference = StatUtils.mean(differences);
              Estimate<Double> se =
                  Repeats.mean(repeats, one -> one.flatMap(Once::variance))
                      .map(variance -> Math.sqrt(variance + Repeats.between(differences)))
                      .flatMap(
                          error ->
                              error > 0
                                  ? Estimate.of(error)
                                  : Estimate.none("no variance between patients"));
              Estimate<Double> z = se.map(error -> difference / error);
              return new ShiftEstimate(value, se, z, z.map(Distributions::twoSided));
            });
  }

  private static double differenceOf(Estimate<Once> one) {
    return one instanceof Estimate.Value<Once> present ? present.value().difference() : 0;
  }

  private static Estimate<Double> ofMean(double[] influence) {
    return influence.length < 2
        ? Estimate.none("only one patient")
        : Estimate.of(StatUtils.variance(influence) / influence.length);
  }

  private static double[] asDoubles(byte[] labels) {
    double[] values = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      values[i] = labels[i];
    }
    return values;
  }
}
