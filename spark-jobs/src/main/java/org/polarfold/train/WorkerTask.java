package org.polarfold.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.provenance.Seeds;

/**
 * What every worker does in one round.
 *
 * @param start the network that all workers start from
 * @param firstBatch the first batch of the epoch to take
 * @param batches how many to take, or as many as its share still has
 * @param batchSize examples of a batch; the last one of a share may be smaller
 * @param seed root of the seeds that order the examples
 */
record WorkerTask(NetworkState start, int firstBatch, int batches, int batchSize, long seed)
    implements Serializable {

  /** Takes the round's gradient steps on a worker's share. */
  WorkerResult run(int worker, MultiDataSet share) {
    int[] order = order(worker, (int) share.getFeatures(0).size(0));
    int from = Math.min(firstBatch * batchSize, order.length);
    int to = Math.min(from + batches * batchSize, order.length);
    ComputationGraph network = start.network();
    Nd4j.getRandom().setSeed(new Seeds(seed).seed("round", start.iteration(), worker));
    double loss = 0;
    for (int first = from; first < to; first += batchSize) {
      int[] rows = Arrays.copyOfRange(order, first, Math.min(first + batchSize, to));
      network.fit(rows(share, rows));
      loss += network.score() * rows.length;
    }
    return new WorkerResult(worker, to - from, loss, NetworkState.of(network));
  }

  /** The rows of a worker's share in this epoch's order. */
  private int[] order(int worker, int rows) {
    int[] order = IntStream.range(0, rows).toArray();
    Random random = new Random(new Seeds(seed).seed("order", start.epoch(), worker));
    for (int i = rows - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static MultiDataSet rows(MultiDataSet share, int[] rows) {
    return new org.nd4j.linalg.dataset.MultiDataSet(
        rows(share.getFeatures(), rows),
        rows(share.getLabels(), rows),
        rows(share.getFeaturesMaskArrays(), rows),
        rows(share.getLabelsMaskArrays(), rows));
  }

  private static INDArray @Nullable [] rows(INDArray @Nullable [] arrays, int[] rows) {
    return arrays == null
        ? null
        : Arrays.stream(arrays).map(array -> array.getRows(rows)).toArray(INDArray[]::new);
  }
}
