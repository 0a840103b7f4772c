package org.polarfold.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.polarfold.backbone.Rounding;
import org.polarfold.provenance.Seeds;

/**
 * Synchronous parameter averaging (McMahan et al., AISTATS 2017, with every worker in every round):
 * each worker takes some gradient steps on its own share, then parameters and updater state become
 * the mean over workers, weighted by the examples that each has used, summed in double in the order
 * of the workers.
 *
 * <p>One pass of {@code SparkComputationGraph.fitMultiDataSet} is one epoch over an RDD whose every
 * partition holds one worker's whole share as a single {@code MultiDataSet}. Every example is used
 * exactly once an epoch, which is asserted: dl4j-spark's own master loses up to a third of them and
 * averages without weights. With one worker the result is that of {@code ComputationGraph.fit}, bit
 * by bit. The running statistics of batch normalisations are combined as those of one pool.
 *
 * <p>A graph stays alive where it was built, and shares stay where they are: in a round only what
 * training changes travels. {@link #close} ends the training, and executors forget its graphs.
 */
public final class ParameterAveraging
    implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>>, AutoCloseable {

  /** Of jobs, in Spark's own pages and logs. */
  private static final String DESCRIPTION = "spark.job.description";

  private final int batchSize;
  private final int period;
  private final ExampleForm form;
  private final Seeds seeds;
  private final RoundListener listener;
  private long examplesUsed;
  private double stepSeconds;
  private @Nullable ComputationGraph networkSent;
  private @Nullable Broadcast<SentNetwork> sentNetwork;
  private @Nullable List<Long> shareSizes;
  private int rddOfSizes = -1;

  /**
   * A master for one training.
   *
   * @param batchSize examples of one gradient step, at least 1
   * @param period gradient steps between two averagings, at least 1
   * @param seeds decide the order of examples in every epoch
   */
  public ParameterAveraging(int batchSize, int period, Seeds seeds) {
    this(batchSize, period, ExampleForm.PLAIN, seeds, (epoch, loss, roundings) -> {});
  }

  /** Hears of every round. */
  @FunctionalInterface
  interface RoundListener {
    /**
     * A round is over.
     *
     * @param epoch that it is part of, from 1
     * @param loss mean over its examples
     * @param roundings of the processes that trained in it, as {@link Rounding} marks them
     */
    void round(int epoch, double loss, SortedSet<String> roundings);
  }

  ParameterAveraging(
      int batchSize, int period, ExampleForm form, Seeds seeds, RoundListener listener) {
    if (batchSize < 1 || period < 1) {
      throw new IllegalArgumentException(
          "Invalid averaging: batches of " + batchSize + ", every " + period);
    }
    this.batchSize = batchSize;
    this.period = period;
    this.form = form;
    this.seeds = seeds;
    this.listener = listener;
  }

  /** Examples used since this master was made: epochs times training examples. */
  public long examplesUsed() {
    return examplesUsed;
  }

  /**
   * Seconds of the longest worker's gradient steps, over all rounds; the rest of the time went to
   * the averaging.
   */
  double stepSeconds() {
    return stepSeconds;
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph spark, JavaRDD<MultiDataSet> shares) {
    ComputationGraph network = spark.getNetwork();
    Broadcast<SentNetwork> sent = sent(spark);
    Places learnt = sent.value().learnt();
    RunningStatistics statistics = RunningStatistics.of(network, learnt);
    List<Long> sizes = sizes(shares);
    long batches = sizes.stream().mapToLong(n -> (n + batchSize - 1) / batchSize).max().orElse(0);
    TrainingState state = TrainingState.of(network, learnt);
    long used = 0;
    int epoch = state.epoch() + 1;
    SparkContext context = spark.getSparkContext().sc();
    String described = context.getLocalProperty(DESCRIPTION);
    for (int first = 0; first < batches; first += period) {
      context.setLocalProperty(
          DESCRIPTION,
          (described == null ? "" : described + ", ")
              + "epoch "
              + epoch
              + ", round "
              + (first / period + 1));
      WorkerTask task = new WorkerTask(state, first, period, batchSize, form, seeds.root());
      List<WorkerResult> results = round(spark.getSparkContext(), sent, task, shares);
      state = WorkerResult.mean(results, statistics);
      spark.setScore(WorkerResult.meanLoss(results));
      used += results.stream().mapToLong(WorkerResult::examples).sum();
      listener.round(epoch, WorkerResult.meanLoss(results), WorkerResult.roundings(results));
      stepSeconds += results.stream().mapToDouble(WorkerResult::seconds).max().orElse(0);
    }
    context.setLocalProperty(DESCRIPTION, described);
    state.putInto(network, learnt);
    long expected = sizes.stream().mapToLong(Long::longValue).sum();
    if (used != expected) {
      throw new IllegalStateException(
          "Parameter averaging used " + used + " examples in an epoch (expected " + expected + ")");
    }
    examplesUsed += used;
  }

  /** What every worker brings back from one round, in their order. */
  private static List<WorkerResult> round(
      JavaSparkContext spark,
      Broadcast<SentNetwork> sent,
      WorkerTask task,
      JavaRDD<MultiDataSet> shares) {
    Broadcast<WorkerTask> told = spark.broadcast(task);
    try {
      List<WorkerResult> results =
          new ArrayList<>(
              shares
                  .mapPartitionsWithIndex(
                      (worker, share) -> {
                        List<WorkerResult> result = new ArrayList<>();
                        share.forEachRemaining(
                            data -> result.add(told.value().run(sent.value(), worker, data)));
                        return result.iterator();
                      },
                      true)
                  .collect());
      results.sort(Comparator.comparingInt(WorkerResult::worker));
      return results;
    } finally {
      told.destroy();
    }
  }

  /** The network as it was sent to the workers, once. */
  @SuppressWarnings("ReferenceEquality") // networks that are alike are equal, and not the same
  private Broadcast<SentNetwork> sent(SparkComputationGraph spark) {
    Broadcast<SentNetwork> known = sentNetwork;
    if (known != null && networkSent == spark.getNetwork()) {
      return known;
    }
    close();
    networkSent = spark.getNetwork();
    sentNetwork = spark.getSparkContext().broadcast(SentNetwork.of(networkSent));
    return sentNetwork;
  }

  /** Ends the training: executors forget its graphs. */
  @Override
  public void close() {
    if (sentNetwork != null) {
      sentNetwork.value().forget();
      sentNetwork.destroy();
      sentNetwork = null;
      networkSent = null;
    }
  }

  private List<Long> sizes(JavaRDD<MultiDataSet> shares) {
    List<Long> known = shareSizes;
    if (known != null && rddOfSizes == shares.id()) {
      return known;
    }
    // By partition: a partition with two and one with none would balance in their number.
    List<List<Long>> byPartition =
        shares
            .mapPartitions(
                partition -> {
                  List<Long> rows = new ArrayList<>();
                  partition.forEachRemaining(share -> rows.add(share.getLabels(0).size(0)));
                  return List.<List<Long>>of(rows).iterator();
                })
            .collect();
    List<Long> counted = new ArrayList<>();
    for (List<Long> rows : byPartition) {
      if (rows.size() != 1) {
        throw new IllegalArgumentException(
            "Invalid shares: "
                + rows.size()
                + " in partition "
                + counted.size()
                + " (expected one in each)");
      }
      counted.add(rows.get(0));
    }
    shareSizes = counted;
    rddOfSizes = shares.id();
    return counted;
  }

  private static UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException(
        "Parameter averaging trains a ComputationGraph on MultiDataSets, not " + what);
  }

  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
    throw unsupported("a MultiLayerNetwork");
  }

  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph network) {
    throw unsupported("by a TrainingWorker");
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
    throw unsupported("a MultiLayerNetwork");
  }

  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    throw unsupported("DataSets");
  }

  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer network,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader multiLoader) {
    throw unsupported("paths");
  }

  @Override
  public String toJson() {
    return "{\"batchSize\":"
        + batchSize
        + ",\"averagingPeriod\":"
        + period
        + ",\"seed\":"
        + seeds.root()
        + "}";
  }

  @Override
  public String toYaml() {
    return toJson(); // JSON is YAML
  }

  // dl4j-spark's interface asks for these; averaging has no hooks, listeners or temporary files.
  @Override
  public void addHook(TrainingHook hook) {
    throw unsupported("with hooks");
  }

  @Override
  public void removeHook(TrainingHook hook) {
    throw unsupported("with hooks");
  }

  @Override
  public void setCollectTrainingStats(boolean collect) {
    if (collect) {
      throw unsupported("with statistics");
    }
  }

  @Override
  public boolean getIsCollectTrainingStats() {
    return false;
  }

  @Override
  public @Nullable SparkTrainingStats getTrainingStats() {
    return null;
  }

  @Override
  public void setListeners(Collection<TrainingListener> listeners) {
    if (!listeners.isEmpty()) {
      throw unsupported("with listeners");
    }
  }

  @Override
  public void setListeners(StatsStorageRouter router, Collection<TrainingListener> listeners) {
    setListeners(listeners);
  }

  @Override
  public boolean deleteTempFiles(JavaSparkContext spark) {
    return true;
  }

  @Override
  public boolean deleteTempFiles(SparkContext spark) {
    return true;
  }
}
