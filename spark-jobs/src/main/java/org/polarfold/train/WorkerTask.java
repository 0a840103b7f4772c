package org.polarfold.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.Rounding;
import org.polarfold.provenance.Seeds;

/**
 * What every worker does in one round.
 *
 * @param start the network that all workers start from
 * @param firstBatch the first batch of the epoch to take
 * @param batches how many to take, or as many as its share still has
 * @param batchSize examples of a batch; the last one of a share may be smaller
 * @param form of the examples
 * @param seed root of the seeds that order the examples
 */
record WorkerTask(
    TrainingState start, int firstBatch, int batches, int batchSize, ExampleForm form, long seed)
    implements Serializable {

  private static final double NANO = 1e-9;

  /** Takes the round's gradient steps on a worker's share, with a graph of that network. */
  WorkerResult run(SentNetwork sent, int worker, MultiDataSet share) {
    int[] order = order(worker, (int) share.getLabels(0).size(0));
    int from = Math.min(firstBatch * batchSize, order.length);
    int to = Math.min(from + batches * batchSize, order.length);
    if (from == to) {
      TrainingState nothing =
          new TrainingState(new float[0], new float[0], start.iteration(), start.epoch());
      return new WorkerResult(worker, 0, 0, 0, "", nothing);
    }
    return sent.inState(
        start,
        network -> {
          Seeds seeds = new Seeds(seed);
          Nd4j.getRandom().setSeed(seeds.seed("round", start.iteration(), worker));
          long clock = System.nanoTime();
          double loss = 0;
          for (int first = from; first < to; first += batchSize) {
            int[] rows = Arrays.copyOfRange(order, first, Math.min(first + batchSize, to));
            network.fit(form.batch(share, rows, form.seen(seeds, start.epoch(), worker, rows)));
            loss += network.score() * rows.length;
          }
          double seconds = (System.nanoTime() - clock) * NANO;
          return new WorkerResult(
              worker,
              to - from,
              loss,
              seconds,
              Rounding.ofThisProcess(),
              TrainingState.of(network, sent.learnt()));
        });
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
}
