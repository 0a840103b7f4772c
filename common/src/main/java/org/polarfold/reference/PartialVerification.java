package org.polarfold.reference;

import java.io.Serializable;
import java.util.List;
import org.polarfold.evaluate.BootstrapInterval;
import org.polarfold.evaluate.Estimate;

/**
 * An arm whose labels are known of some patients only, as it is and corrected for who they are.
 *
 * @param n patients with a score, verified or not
 * @param verified of whom the label is known
 * @param events those with label 1
 * @param areas {@code naive}, {@code inverseProbability}, {@code meanScore}, {@code doublyRobust}
 * @param binary at the carried threshold
 * @param referral who was verified
 * @param sensitivityAnalysis areas where verification depends on the label as well
 */
public record PartialVerification(
    int n,
    int verified,
    int events,
    List<Area> areas,
    Estimate<Binary> binary,
    Estimate<Referral> referral,
    Estimate<List<Tilted>> sensitivityAnalysis)
    implements Serializable {

  /**
   * An area under the ROC curve, or a drop in it.
   *
   * @param estimator its name
   * @param value in [0, 1]; a drop in [-1, 1]
   * @param interval patients drawn again, both regressions fitted anew each time
   */
  public record Area(String estimator, Estimate<Double> value, Estimate<BootstrapInterval> interval)
      implements Serializable {}

  /**
   * Binary results, each in [0, 1].
   *
   * @param sensitivity corrected as Begg and Greenes do
   * @param specificity likewise
   * @param naiveSensitivity among the verified
   * @param naiveSpecificity among the verified
   * @param sensitivityInterval patients drawn again
   * @param specificityInterval likewise
   */
  public record Binary(
      double sensitivity,
      double specificity,
      double naiveSensitivity,
      double naiveSpecificity,
      Estimate<BootstrapInterval> sensitivityInterval,
      Estimate<BootstrapInterval> specificityInterval)
      implements Serializable {}

  /**
   * The regression of verification.
   *
   * @param coefficients on the logit scale
   * @param smallestWeight of a verified patient: one over the probability of being so
   * @param largestWeight likewise; far above 1, few patients stand for many
   */
  public record Referral(
      List<Coefficient> coefficients, double smallestWeight, double largestWeight)
      implements Serializable {}

  /**
   * A coefficient.
   *
   * @param column as in {@code sex male}
   * @param value on the logit scale
   * @param se its standard error
   */
  public record Coefficient(String column, double value, double se) implements Serializable {}

  /**
   * One point of the sensitivity analysis.
   *
   * @param oddsRatio odds of label 1 of the unverified over those of verified patients of the same
   *     score and columns
   * @param auroc mean score area, or the drop in it
   */
  public record Tilted(double oddsRatio, double auroc) implements Serializable {}
}
