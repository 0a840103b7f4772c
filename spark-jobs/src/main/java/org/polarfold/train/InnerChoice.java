package org.polarfold.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
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
final class InnerChoice implements AutoCloseable {

  private static final int BATCH = 64;

  private final InnerSplit split;
  private final ExampleForm form;
  private final JavaSparkContext spark;
  private @Nullable Broadcast<SentNetwork> sent;
  private double rate;
  private int epoch;
  private int sinceBetter;
  private double leastOfRate;
  private @Nullable TrainingState best;
  private Chosen chosen = new Chosen(Double.NaN, 0, Double.POSITIVE_INFINITY);

  InnerChoice(InnerSplit split, ExampleForm form, JavaSparkContext spark) {
    this.split = split;
    this.form = form;
    this.spark = spark;
  }

  /** Begins with another learning rate, and the network that learns by it. */
  void begin(double learningRate, ComputationGraph network) {
    close();
    sent = spark.broadcast(SentNetwork.of(network));
    rate = learningRate;
    epoch = 0;
    sinceBetter = 0;
    leastOfRate = Double.POSITIVE_INFINITY;
  }

  /**
   * What it knows between two epochs.
   *
   * @param epoch of the learning rate that is being tried
   * @param sinceBetter epochs
   * @param leastOfRate the least loss of that rate
   * @param best the network with the least loss of all
   */
  record Memory(int epoch, int sinceBetter, double leastOfRate, TrainingState best, Chosen chosen) {

    void write(DataOutput out) throws IOException {
      out.writeInt(epoch);
      out.writeInt(sinceBetter);
      out.writeDouble(leastOfRate);
      best.write(out);
      out.writeDouble(chosen.learningRate());
      out.writeInt(chosen.epoch());
      out.writeDouble(chosen.loss());
    }

    static Memory read(DataInput in) throws IOException {
      return new Memory(
          in.readInt(),
          in.readInt(),
          in.readDouble(),
          TrainingState.read(in),
          new Chosen(in.readDouble(), in.readInt(), in.readDouble()));
    }
  }

  /** What it knows, after an epoch. */
  Memory memory() {
    return new Memory(epoch, sinceBetter, leastOfRate, Objects.requireNonNull(best), chosen);
  }

  /** Goes on from what it knew, having begun with the same learning rate. */
  void recall(Memory memory) {
    epoch = memory.epoch;
    sinceBetter = memory.sinceBetter;
    leastOfRate = memory.leastOfRate;
    best = memory.best;
    chosen = memory.chosen;
  }

  /** Epochs of this learning rate so far. */
  int epoch() {
    return epoch;
  }

  /** Whether another epoch may be worth its time. */
  boolean goesOn() {
    return sinceBetter < split.patience();
  }

  /**
   * Looks at the watched studies after an epoch.
   *
   * @return whether their loss is finite, so that it may still become smaller
   */
  boolean look(ComputationGraph network, JavaRDD<MultiDataSet> watched) {
    epoch++;
    Broadcast<SentNetwork> begun = Objects.requireNonNull(sent);
    TrainingState state = TrainingState.of(network, begun.value().learnt());
    double told = loss(begun, state, watched);
    double loss = Double.isFinite(told) ? told : Double.POSITIVE_INFINITY;
    sinceBetter = loss < leastOfRate ? 0 : sinceBetter + 1;
    leastOfRate = Math.min(leastOfRate, loss);
    if (loss < chosen.loss() || best == null) {
      chosen = new Chosen(rate, epoch, loss);
      best = state;
    }
    return Double.isFinite(loss);
  }

  /** Puts the best network's weights into one of the same graph. */
  void restore(ComputationGraph network) {
    Objects.requireNonNull(best).putInto(network, Places.learnt(network));
  }

  Chosen chosen() {
    return chosen;
  }

  private record Loss(int worker, double sum, long studies) implements Serializable {}

  private double loss(
      Broadcast<SentNetwork> network, TrainingState state, JavaRDD<MultiDataSet> watched) {
    Broadcast<TrainingState> now = spark.broadcast(state);
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
    return losses.stream().mapToDouble(Loss::sum).sum()
        / losses.stream().mapToLong(Loss::studies).sum();
  }

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
    if (sent != null) {
      sent.value().forget();
      sent.destroy();
      sent = null;
    }
  }
}
