package org.polarfold.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.polarfold.provenance.Seeds;

/**
 * Rounds of averaging of a network of no meaning: as Polarfold does them, as dl4j-spark does, and
 * with nothing but the transfer of what is learnt.
 */
public final class AveragingRounds implements AutoCloseable {

  private static final int BATCH = 32;
  private static final int SEED = 52;
  private static final int SEGMENTS = 17;
  private static final double NANO = 1e-9;

  /**
   * One round.
   *
   * @param seconds that it took
   * @param stepSeconds that its longest worker's gradient steps took of them
   */
  public record Round(double seconds, double stepSeconds) {}

  private final JavaSparkContext spark;
  private final JavaRDD<MultiDataSet> shares;
  private final ParameterAveraging ours;
  private final SparkComputationGraph ourGraph;
  private final StockEpochs stock;
  private final TrainingState state;

  /**
   * A network of one hidden layer with heads for 17 segments and a probability, learnt by Adam.
   *
   * @param spark with at least a core a worker
   * @param features that it looks at
   * @param hidden units
   * @param workers each with examples for a round
   * @param steps gradient steps of a round, each of 32 examples
   */
  public AveragingRounds(JavaSparkContext spark, int features, int hidden, int workers, int steps) {
    this.spark = spark;
    int examples = BATCH * steps;
    shares =
        spark
            .parallelize(IntStream.range(0, workers).boxed().toList(), workers)
            .map(worker -> examples(worker, examples, features))
            .cache();
    ours = new ParameterAveraging(BATCH, steps, new Seeds(SEED));
    ourGraph = new SparkComputationGraph(spark, network(features, hidden), ours);
    stock =
        new StockEpochs(
            network(features, hidden), shares, ExampleForm.PLAIN, BATCH, steps, new Seeds(SEED));
    state = TrainingState.of(ourGraph.getNetwork(), Places.learnt(ourGraph.getNetwork()));
  }

  private static MultiDataSet examples(int worker, int count, int features) {
    Nd4j.getRandom().setSeed(SEED + worker);
    return new org.nd4j.linalg.dataset.MultiDataSet(
        new org.nd4j.linalg.api.ndarray.INDArray[] {Nd4j.randn(DataType.FLOAT, count, features)},
        new org.nd4j.linalg.api.ndarray.INDArray[] {
          Nd4j.randn(DataType.FLOAT, count, SEGMENTS),
          Nd4j.rand(DataType.FLOAT, count, 1).gt(0.5).castTo(DataType.FLOAT)
        });
  }

  private static ComputationGraph network(int features, int hidden) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .dataType(DataType.FLOAT)
                .updater(new Adam(1e-4))
                .weightInit(WeightInit.XAVIER)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(features))
                .addLayer(
                    "shared",
                    new DenseLayer.Builder().nOut(hidden).activation(Activation.RELU).build(),
                    "in")
                .addLayer(
                    "segments", head(LossFunction.MSE, SEGMENTS, Activation.IDENTITY), "shared")
                .addLayer("impaired", head(LossFunction.XENT, 1, Activation.SIGMOID), "shared")
                .setOutputs("segments", "impaired")
                .build());
    network.init();
    return network;
  }

  private static OutputLayer head(LossFunction loss, int units, Activation activation) {
    return new OutputLayer.Builder(loss).nOut(units).activation(activation).build();
  }

  /** Parameters that learn. */
  public long parameters() {
    return state.learnt().length;
  }

  /** A round as Polarfold does it; the first one builds the graphs. */
  public Round ours() {
    double before = ours.stepSeconds();
    double seconds = seconds(() -> ourGraph.fitMultiDataSet(shares));
    return new Round(seconds, ours.stepSeconds() - before);
  }

  /** Seconds of a round of the same gradient steps as dl4j-spark does it. */
  public double stock() {
    return seconds(stock::next);
  }

  /**
   * Seconds that the way of parameters and updater state takes, to every worker and back: a job of
   * Spark that does nothing else, less one without them.
   */
  public double transfer() {
    TrainingState nothing = new TrainingState(new float[0], new float[0], 0, 0);
    return seconds(() -> echo(state)) - seconds(() -> echo(nothing));
  }

  private record Answer(long examples, TrainingState state) implements Serializable {}

  private void echo(TrainingState sent) {
    Broadcast<TrainingState> told = spark.broadcast(sent);
    List<Answer> answers =
        shares
            .mapPartitions(
                share -> {
                  List<Answer> all = new ArrayList<>();
                  share.forEachRemaining(
                      data -> all.add(new Answer(data.getLabels(0).size(0), told.value())));
                  return all.iterator();
                },
                true)
            .collect();
    told.destroy();
    if (answers.size() != shares.getNumPartitions()) {
      throw new IllegalStateException("Invalid answers: " + answers.size());
    }
  }

  private static double seconds(Runnable what) {
    long clock = System.nanoTime();
    what.run();
    return (System.nanoTime() - clock) * NANO;
  }

  @Override
  public void close() {
    ours.close();
    stock.close();
    shares.unpersist(true);
  }
}
