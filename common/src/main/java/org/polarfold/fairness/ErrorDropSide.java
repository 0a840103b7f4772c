package org.polarfold.fairness;

import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.RegressionDrop;

/** What a group of a regression target loses: external minus internal, on the same measurements. */
record ErrorDropSide(RegressionDrop drop) implements Side<ErrorDropSide> {

  @Override
  public Estimate<Figure> figure(Metric metric) {
    return metric == Metric.MEAN_ABSOLUTE_ERROR
        ? drop.drop().map(value -> Figure.wald(value, drop.se()))
        : Estimate.none("no drop of this figure is estimated");
  }
}
