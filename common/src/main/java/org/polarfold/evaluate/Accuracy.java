package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many patients are told right when a score of a half and more counts as label 1, beside what
 * the same answer for everybody gives: of few events, guessing is right about most.
 *
 * @param atHalf patients told right; over repeats the mean of their numbers
 * @param guessing patients of the larger class
 */
public record Accuracy(Proportion atHalf, Proportion guessing) implements Serializable {

  private static final double HALF = 0.5;

  static Estimate<Accuracy> of(Sample sample) {
    int n = sample.size();
    if (n == 0) {
      return Estimate.none(Auroc.missing(sample));
    }
    List<OperatingPoint> points =
        IntStream.range(0, sample.repeats().size())
            .mapToObj(repeat -> OperatingPoint.of(sample, repeat, HALF))
            .toList();
    OperatingPoint point = OperatingPoint.mean(points);
    return Estimate.of(
        new Accuracy(
            Proportion.among(point.tp() + point.tn(), n),
            Proportion.among(Math.max(sample.events(), n - sample.events()), n)));
  }
}
