package org.polarfold.simulate;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How far a figure moves, over simulations that differ by their seed alone.
 *
 * @param shift what was planted
 * @param figure which figure, of what
 * @param expectation what it should do
 * @param seeds in how many simulations
 * @param mean its mean move
 * @param lower 95 % interval of the mean (Student's t over seeds)
 * @param upper its other end
 */
public record ShiftEffect(
    String shift,
    String figure,
    Expectation expectation,
    int seeds,
    double mean,
    double lower,
    double upper) {

  /** Moves of an area or of a calibration figure that are no move. */
  private static final double STILL = 0.01;

  /** What a figure should do. */
  public enum Expectation {
    RISES("rises"),
    FALLS("falls"),
    STAYS("stays within 0.01"),
    DOES_NOT_RISE("does not rise by 0.01"),
    NONE("-");

    private final String words;

    Expectation(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * The mean move and its interval.
   *
   * @param moves one a simulation, at least two
   */
  public static ShiftEffect of(
      String shift, String figure, Expectation expectation, double[] moves) {
    double mean = StatUtils.mean(moves);
    double error = Math.sqrt(StatUtils.variance(moves) / moves.length);
    double reach = error * new TDistribution(moves.length - 1).inverseCumulativeProbability(0.975);
    return new ShiftEffect(
        shift, figure, expectation, moves.length, mean, mean - reach, mean + reach);
  }

  /** Whether the interval shows what was expected; true where nothing was. */
  public boolean shown() {
    return switch (expectation) {
      case RISES -> lower > 0;
      case FALLS -> upper < 0;
      case STAYS -> lower > -STILL && upper < STILL;
      case DOES_NOT_RISE -> upper < STILL;
      case NONE -> true;
    };
  }
}
