package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * How far scores agree with the labels as probabilities; each a mean over repeats.
 *
 * @param calibrationInTheLarge intercept of the label with the score's logit as offset (Cox,
 *     Biometrika 1958;45:562); 0 where scores are right on average, above where they are too low
 * @param observedToExpected patients with label 1 over the sum of scores
 * @param brier mean squared distance of score and label, in [0, 1]
 * @param logLoss mean negative log-likelihood, in nats
 */
public record Agreement(
    Estimate<Double> calibrationInTheLarge,
    Estimate<Double> observedToExpected,
    Estimate<Double> brier,
    Estimate<Double> logLoss)
    implements Serializable {

  static Agreement none(String why) {
    return new Agreement(
        Estimate.none(why), Estimate.none(why), Estimate.none(why), Estimate.none(why));
  }

  /**
   * One repeat.
   *
   * @param scores in [0, 1], never clipped; at least one
   */
  static Agreement of(byte[] labels, double[] scores) {
    double expected = 0;
    double squares = 0;
    double loss = 0;
    int events = 0;
    for (int i = 0; i < labels.length; i++) {
      double distance = labels[i] - scores[i];
      expected += scores[i];
      squares += distance * distance;
      loss -= labels[i] == 1 ? Math.log(scores[i]) : Math.log1p(-scores[i]);
      events += labels[i];
    }
    return new Agreement(
        inTheLarge(labels, scores, events),
        expected > 0 ? Estimate.of(events / expected) : Estimate.none("all scores are 0"),
        Estimate.of(squares / labels.length),
        Double.isInfinite(loss)
            ? Estimate.none("infinite: a score of exactly 0 or 1 is on the wrong side")
            : Estimate.of(loss / labels.length));
  }

  private static Estimate<Double> inTheLarge(byte[] labels, double[] scores, int events) {
    if (events == 0 || events == labels.length) {
      return Estimate.none("no patient with label " + (events == 0 ? 1 : 0));
    }
    double[] logits = new double[scores.length];
    double[] ones = new double[scores.length];
    Arrays.setAll(logits, i -> Distributions.logit(scores[i]));
    Arrays.fill(ones, 1);
    long atEnds = Arrays.stream(logits).filter(Double::isInfinite).count();
    return atEnds > 0
        ? Estimate.none(noLogit(atEnds))
        : LogisticFit.of(labels, ones, new double[][] {ones}, logits, new double[1])
            .map(fit -> fit.coefficients()[0]);
  }

  /** Why scores at the ends have no calibration on the logit scale. */
  static String noLogit(long count) {
    return "scores of exactly 0 or 1, which have no logit: " + count;
  }

  static Agreement mean(List<Agreement> repeats) {
    return new Agreement(
        Repeats.mean(repeats, Agreement::calibrationInTheLarge),
        Repeats.mean(repeats, Agreement::observedToExpected),
        Repeats.mean(repeats, Agreement::brier),
        Repeats.mean(repeats, Agreement::logLoss));
  }
}
