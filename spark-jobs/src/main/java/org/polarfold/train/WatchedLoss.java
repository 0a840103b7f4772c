package org.polarfold.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** The loss that a network in training has on studies it does not learn from. */
final class WatchedLoss implements AutoCloseable {

  private static final int BATCH = 64;

  private final JavaSparkContext spark;
  private final ExampleForm form;
  private final Broadcast<SentNetwork> sent;

  /**
   * Of one training.
   *
   * @param network as it begins
   */
  WatchedLoss(JavaSparkContext spark, ExampleForm form, ComputationGraph network) {
    this.spark = spark;
    this.form = form;
    this.sent = spark.broadcast(SentNetwork.of(network));
  }

  /** What training has made of the network by now. */
  TrainingState state(ComputationGraph network) {
    return TrainingState.of(network, sent.value().learnt());
  }

  /**
   * Mean over the watched studies of the loss without weight decay, summed in the order of the
   * workers; infinite where it is no number.
   */
  double of(TrainingState state, JavaRDD<MultiDataSet> watched) {
    Broadcast<TrainingState> now = spark.broadcast(state);
    Broadcast<SentNetwork> network = sent;
    ExampleForm shape = form;
    List<Loss> losses =
        watched
            .mapPartitionsWithIndex(
                (worker, share) -> {
                  List<Loss> all = new ArrayList<>();
                  share.forEachRemaining(
                      data ->
                          all.add(
                              network
                                  .value()
                                  .inState(
                                      now.value(), graph -> loss(graph, shape, worker, data))));
                  return all.iterator();
                },
                true)
            .collect()
            .stream()
            .sorted(Comparator.comparingInt(Loss::worker))
            .toList();
    now.destroy();
    double loss =
        losses.stream().mapToDouble(Loss::sum).sum()
            / losses.stream().mapToLong(Loss::studies).sum();
    return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
  }

  private record Loss(int worker, double sum, long studies) implements Serializable {}

  private static Loss loss(
      ComputationGraph graph, ExampleForm form, int worker, MultiDataSet data) {
    int count = (int) data.getLabels(0).size(0);
    double sum = 0;
    for (int first = 0; first < count; first += BATCH) {
      int[] rows = IntStream.range(first, Math.min(first + BATCH, count)).toArray();
      MultiDataSet batch = form.batch(data, rows, form.first(rows));
      sum += (graph.score(batch, false) - graph.calcRegularizationScore(true)) * rows.length;
    }
    return new Loss(worker, sum, count);
  }

  @Override
  public void close() {
    sent.value().forget();
    sent.destroy();
  }
}
