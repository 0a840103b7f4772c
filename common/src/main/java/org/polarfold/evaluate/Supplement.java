package org.polarfold.evaluate;

import java.io.Serializable;

/**
 * What another package estimates from the samples of a target: its blocks stand beside ours in the
 * results, and this package need not know it.
 */
@FunctionalInterface
public interface Supplement extends Serializable {

  /** Estimates one binary target of one model and map. */
  Supplements of(CellSamples cell);

  /** Estimates one regression target of one model and map. */
  default Supplements ofRegression(RegressionSamples cell) {
    return Supplements.NONE;
  }
}
