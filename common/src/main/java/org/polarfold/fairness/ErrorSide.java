package org.polarfold.fairness;

import org.polarfold.evaluate.ClusterMean;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.RegressionSample;

/** A group of a regression target in one arm: how far scores lie from what was measured. */
record ErrorSide(RegressionSample group) implements Side<ErrorSide> {

  @Override
  public Estimate<Figure> figure(Metric metric) {
    return switch (metric) {
      case MEAN_ABSOLUTE_ERROR -> figure(group.meanAbsoluteError());
      case BIAS -> figure(group.bias());
      default -> Estimate.none(Metric.OF_LABELS_ALONE);
    };
  }

  private static Estimate<Figure> figure(Estimate<ClusterMean> mean) {
    return mean.map(one -> Figure.wald(one.value(), one.se()));
  }
}
