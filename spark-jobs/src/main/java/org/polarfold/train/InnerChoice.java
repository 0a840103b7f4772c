package org.polarfold.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.polarfold.experiment.Selection;

/** Keeps the network with the smallest loss on watched studies, over epochs and learning rates. */
final class InnerChoice implements AutoCloseable {

  private final Selection selection;
  private final ExampleForm form;
  private final JavaSparkContext spark;
  private @Nullable WatchedLoss watching;
  private double rate;
  private int epoch;
  private int sinceBetter;
  private double leastOfRate;
  private @Nullable TrainingState best;
  private Chosen chosen = new Chosen(Double.NaN, 0, Double.POSITIVE_INFINITY);

  InnerChoice(Selection selection, ExampleForm form, JavaSparkContext spark) {
    this.selection = selection;
    this.form = form;
    this.spark = spark;
  }

  /** Begins with another learning rate, and the network that learns by it. */
  void begin(double learningRate, ComputationGraph network) {
    close();
    watching = new WatchedLoss(spark, form, network);
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
    return sinceBetter < selection.patience();
  }

  /**
   * Looks at the watched studies after an epoch.
   *
   * @return whether their loss is finite, so that it may still become smaller
   */
  boolean look(ComputationGraph network, JavaRDD<MultiDataSet> watched) {
    epoch++;
    WatchedLoss begun = Objects.requireNonNull(watching);
    TrainingState state = begun.state(network);
    double loss = begun.of(state, watched);
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

  @Override
  public void close() {
    if (watching != null) {
      watching.close();
      watching = null;
    }
  }
}
