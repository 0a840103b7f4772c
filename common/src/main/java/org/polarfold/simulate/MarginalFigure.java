package org.polarfold.simulate;

import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.StatisticalSummary;

/**
 * A figure of the literature and what simulated patients show in its place.
 *
 * @param what state or reserve, and of which statistic
 * @param whom which patients, measured how
 * @param cited the cited figure in words, "none" where there is none and the row is for reading
 *     only
 * @param source where it is published
 * @param bounds within what the simulated figure must lie
 * @param simulated the simulated figure
 * @param departure why this figure is known to lie outside, if it is
 */
public record MarginalFigure(
    String what,
    String whom,
    String cited,
    String source,
    Optional<Bounds> bounds,
    double simulated,
    Optional<String> departure) {

  /**
   * From least to most, both included.
   *
   * @param why how they follow from the cited figure
   */
  public record Bounds(double least, double most, String why) {

    boolean hold(double value) {
      return value >= least && value <= most;
    }
  }

  /** How a row is judged. */
  public enum Verdict {
    NOT_JUDGED("not judged"),
    WITHIN("within"),
    OUTSIDE("outside"),
    /** Outside, for the reason that the table names. */
    KNOWN_OUTSIDE("outside, known"),
    /** The table says outside and the figure is within: the table is wrong. */
    NO_LONGER_OUTSIDE("within, table says outside");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** Whether the check fails by it. */
    public boolean fails() {
      return this == OUTSIDE || this == NO_LONGER_OUTSIDE;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  public Verdict verdict() {
    if (bounds.isEmpty()) {
      return Verdict.NOT_JUDGED;
    }
    boolean within = bounds.get().hold(simulated);
    if (departure.isPresent()) {
      return within ? Verdict.NO_LONGER_OUTSIDE : Verdict.KNOWN_OUTSIDE;
    }
    return within ? Verdict.WITHIN : Verdict.OUTSIDE;
  }

  /** What is made of the values of many patients. */
  enum Statistic {
    MEAN("mean"),
    SD("SD"),
    VARIATION("SD over mean");

    final String words;

    Statistic(String words) {
      this.words = words;
    }

    double of(StatisticalSummary values) {
      return switch (this) {
        case MEAN -> values.getMean();
        case SD -> values.getStandardDeviation();
        case VARIATION -> values.getStandardDeviation() / values.getMean();
      };
    }
  }
}
