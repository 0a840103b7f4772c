package org.polarfold.evaluate;

import java.io.Serializable;

/**
 * What another package estimates from the samples of a binary target: its blocks stand beside ours
 * in the results, and this package need not know it.
 */
@FunctionalInterface
public interface Supplement extends Serializable {

  /** Estimates one target of one model and map. */
  Supplements of(CellSamples cell);
}
