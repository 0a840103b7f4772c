package org.polarfold.train;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.polarfold.experiment.InnerSplit;

/**
 * Keeps the network with the smallest loss on the watched part of the training studies, over epochs
 * and learning rates.
 */
final class InnerChoice {

  private static final int BATCH = 64;

  private final InnerSplit split;
  private final ExampleForm form;
  private double rate;
  private int epoch;
  private int sinceBetter;
  private double leastOfRate;
  private @Nullable NetworkState best;
  private Chosen chosen = new Chosen(Double.NaN, 0, Double.POSITIVE_INFINITY);

  InnerChoice(InnerSplit split, ExampleForm form) {
    this.split = split;
    this.form = form;
  }

  /** Begins with another learning rate. */
  void begin(double learningRate) {
    rate = learningRate;
    epoch = 0;
    sinceBetter = 0;
    leastOfRate = Double.POSITIVE_INFINITY;
  }

  /** Epochs of this learning rate so far. */
  int epoch() {
    return epoch;
  }

  /** Whether another epoch may be worth its time. */
  boolean goesOn() {
    return sinceBetter < split.patience();
  }

  /** Looks at the watched studies after an epoch. */
  void look(ComputationGraph network, JavaRDD<MultiDataSet> watched) {
    epoch++;
    NetworkState state = NetworkState.of(network);
    double loss = loss(state, watched);
    sinceBetter = loss < leastOfRate ? 0 : sinceBetter + 1;
    leastOfRate = Math.min(leastOfRate, loss);
    if (loss < chosen.loss() || best == null) {
      chosen = new Chosen(rate, epoch, loss);
      best = state;
    }
  }

  NetworkState best() {
    return Objects.requireNonNull(best);
  }

  Chosen chosen() {
    return chosen;
  }

  private record Loss(int worker, double sum, long studies) implements Serializable {}

  private double loss(NetworkState state, JavaRDD<MultiDataSet> watched) {
    Broadcast<NetworkState> sent =
        JavaSparkContext.fromSparkContext(watched.context()).broadcast(state);
    ExampleForm shape = form;
    List<Loss> losses =
        watched
            .mapPartitionsWithIndex(
                (worker, share) -> {
                  ComputationGraph network = sent.value().network();
                  double sum = 0;
                  long studies = 0;
                  while (share.hasNext()) {
                    MultiDataSet data = share.next();
                    int count = (int) data.getLabels(0).size(0);
                    for (int first = 0; first < count; first += BATCH) {
                      int[] rows = IntStream.range(first, Math.min(first + BATCH, count)).toArray();
                      MultiDataSet batch = shape.batch(data, rows, shape.first(rows));
                      double loss =
                          network.score(batch, false) - network.calcRegularizationScore(true);
                      sum += loss * rows.length;
                      studies += rows.length;
                    }
                  }
                  return List.of(new Loss(worker, sum, studies)).iterator();
                },
                true)
            .collect()
            .stream()
            .sorted(Comparator.comparingInt(Loss::worker))
            .toList();
    sent.unpersist(false);
    return losses.stream().mapToDouble(Loss::sum).sum()
        / losses.stream().mapToLong(Loss::studies).sum();
  }
}
