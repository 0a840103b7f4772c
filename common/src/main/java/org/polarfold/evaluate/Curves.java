package org.polarfold.evaluate;

import java.util.function.ToDoubleFunction;

/** Statistics of a sample's curves, each the mean over repeats on the same drawn patients. */
final class Curves {

  private final Sample sample;
  private final ScoreOrder[] repeats;

  private Curves(Sample sample, ScoreOrder[] repeats) {
    this.sample = sample;
    this.repeats = repeats;
  }

  /** Orders the scores of every repeat, once for all statistics and resamples. */
  static Curves of(Sample sample) {
    return new Curves(sample, ScoreOrder.ofEach(sample));
  }

  /** Area under the ROC curve. */
  Statistic area() {
    return new Area();
  }

  /** Average precision, step-wise, ties grouped. */
  Statistic averagePrecision() {
    return counts -> mean(order -> order.averagePrecision(counts));
  }

  /**
   * Area under the ROC curve left of a false positive rate.
   *
   * @param fpr in (0, 1]
   */
  Statistic areaUpTo(double fpr) {
    return counts -> mean(order -> order.areaUpTo(fpr, counts));
  }

  private double mean(ToDoubleFunction<ScoreOrder> statistic) {
    double sum = 0;
    for (ScoreOrder order : repeats) {
      sum += statistic.applyAsDouble(order);
    }
    return sum / repeats.length;
  }

  /** The area, and by DeLong's components the area without each patient. */
  private final class Area implements Statistic {

    @Override
    public double value(int[] counts) {
      return mean(order -> order.area(counts));
    }

    @Override
    public double[] withoutEach() {
      return DeLong.of(sample).withoutEach();
    }
  }
}
