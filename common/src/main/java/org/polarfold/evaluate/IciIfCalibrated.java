package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The integrated calibration index that these scores would show if they were perfectly calibrated:
 * labels are drawn with the scores as their probabilities and the smooth is fitted to them. The
 * index is a mean of distances and so never 0, least of all with few patients.
 *
 * @param mean over draws
 * @param percentile95 of them
 * @param simulations draws that gave a fit
 * @param withoutFit draws that gave none and are left out
 */
public record IciIfCalibrated(double mean, double percentile95, int simulations, int withoutFit)
    implements Serializable {

  /** How many sets of labels are drawn. */
  static final int SIMULATIONS = 200;

  private static final int LEAST = SIMULATIONS / 2;

  /**
   * Adds one repeat's index to each draw. The labels of one draw are made from the same random
   * numbers in every repeat, as the labels of real patients are the same.
   *
   * @param smooth of the repeat; its fit is lost
   * @param seed the same for all repeats
   * @param sums one a draw; not a number where a repeat had no fit
   */
  static void add(Smooth smooth, double[] scores, long seed, double[] sums) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] labels = new byte[scores.length];
    for (int s = 0; s < sums.length; s++) {
      SplittableRandom draw = random.split();
      for (int i = 0; i < scores.length; i++) {
        labels[i] = (byte) (draw.nextDouble() < scores[i] ? 1 : 0);
      }
      sums[s] += smooth.fits(labels) ? smooth.ici() : Double.NaN;
    }
  }

  /** From the sums over repeats. */
  static Estimate<IciIfCalibrated> of(double[] sums, int repeats) {
    double[] drawn =
        Arrays.stream(sums).filter(sum -> !Double.isNaN(sum)).map(sum -> sum / repeats).toArray();
    if (drawn.length < LEAST) {
      return Estimate.none(
          "only " + drawn.length + " of " + sums.length + " drawn sets of labels gave a fit");
    }
    return Estimate.of(
        new IciIfCalibrated(
            StatUtils.mean(drawn),
            Spline.quantiles(drawn, 95)[0],
            drawn.length,
            sums.length - drawn.length));
  }
}
