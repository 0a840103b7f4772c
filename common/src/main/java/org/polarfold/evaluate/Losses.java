package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Two proper scores (Gneiting and Raftery, Journal of the American Statistical Association
 * 2007;102:359): means over patients of a loss, averaged over repeats. Standard errors come from
 * the spread of patients, each with the mean of its losses over repeats, and from the spread of
 * repeats.
 *
 * @param brier mean squared distance of score and label, in [0, 1]
 * @param brierSe its standard error
 * @param brierLower 95 % Wald interval, cut to [0, 1]
 * @param brierUpper its other end
 * @param logLoss mean of minus the natural logarithm of the probability given to the label
 * @param logLossSe its standard error
 * @param logLossLower 95 % Wald interval, cut at 0
 * @param logLossUpper its other end
 */
public record Losses(
    Estimate<Double> brier,
    Estimate<Double> brierSe,
    Estimate<Double> brierLower,
    Estimate<Double> brierUpper,
    Estimate<Double> logLoss,
    Estimate<Double> logLossSe,
    Estimate<Double> logLossLower,
    Estimate<Double> logLossUpper)
    implements Serializable {

  /** Estimates a sample. */
  static Losses of(Sample sample) {
    if (sample.size() == 0) {
      Estimate<Mean> none = Estimate.none(Auroc.missing(sample));
      return of(none, none);
    }
    Mean brier = mean(sample, missed -> missed * missed);
    int infinite = infinite(sample);
    return of(
        Estimate.of(brier),
        infinite == 0
            ? Estimate.of(mean(sample, missed -> -Math.log(1 - missed)))
            : Estimate.none(
                "infinite: "
                    + infinite
                    + (infinite == 1 ? " score rules" : " scores rule")
                    + " out what the label says"));
  }

  private static Losses of(Estimate<Mean> brier, Estimate<Mean> logLoss) {
    return new Losses(
        brier.map(Mean::value),
        brier.flatMap(Mean::se),
        brier.flatMap(mean -> mean.end(-1, 1)),
        brier.flatMap(mean -> mean.end(1, 1)),
        logLoss.map(Mean::value),
        logLoss.flatMap(Mean::se),
        logLoss.flatMap(mean -> mean.end(-1, Double.MAX_VALUE)),
        logLoss.flatMap(mean -> mean.end(1, Double.MAX_VALUE)));
  }

  private static int infinite(Sample sample) {
    int infinite = 0;
    for (double[] scores : sample.scores()) {
      for (int i = 0; i < scores.length; i++) {
        if (missed(sample, scores, i) == 1) {
          infinite++;
        }
      }
    }
    return infinite;
  }

  /**
   * Over patients and repeats.
   *
   * @param loss of the distance between score and label
   */
  private static Mean mean(Sample sample, DoubleUnaryOperator loss) {
    int repeats = sample.repeats().size();
    double[] ofPatients = new double[sample.size()];
    double[] ofRepeats = new double[repeats];
    for (int r = 0; r < repeats; r++) {
      double[] scores = sample.scores()[r];
      for (int i = 0; i < scores.length; i++) {
        double one = loss.applyAsDouble(missed(sample, scores, i));
        ofPatients[i] += one / repeats;
        ofRepeats[r] += one / scores.length;
      }
    }
    return new Mean(StatUtils.mean(ofPatients), error(ofPatients, ofRepeats));
  }

  private static double missed(Sample sample, double[] scores, int i) {
    return sample.labels()[i] == 1 ? 1 - scores[i] : scores[i];
  }

  private static Estimate<Double> error(double[] ofPatients, double[] ofRepeats) {
    if (ofPatients.length == 1) {
      return Estimate.none("only one patient");
    }
    if (Arrays.stream(ofPatients).allMatch(one -> one == ofPatients[0])) {
      return Estimate.none(NetBenefit.NO_VARIANCE);
    }
    double between = ofRepeats.length > 1 ? StatUtils.variance(ofRepeats) / ofRepeats.length : 0;
    return Estimate.of(Math.sqrt(StatUtils.variance(ofPatients) / ofPatients.length + between));
  }

  /** A mean that cannot be negative. */
  private record Mean(double value, Estimate<Double> se) {

    Estimate<Double> end(int sign, double most) {
      return se.map(error -> Math.max(0, Math.min(most, value + sign * Distributions.Z * error)));
    }
  }
}
