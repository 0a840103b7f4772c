package org.polarfold.train;

import org.deeplearning4j.nn.graph.ComputationGraph;

/** A network that learns, by either way of averaging. */
sealed interface Epochs extends AutoCloseable permits WeightedEpochs, StockEpochs {

  /** Once more through the training studies. */
  void next();

  /** The network as it is by now. */
  ComputationGraph network();

  /** Mean loss of the last round's gradient steps. */
  double loss();

  /** Examples that gradient steps were taken on, over all epochs. */
  long examplesUsed();

  @Override
  void close();
}
