package org.polarfold.train;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.polarfold.provenance.Seeds;

/**
 * Epochs of dl4j-spark's own {@code ParameterAveragingTrainingMaster}, for comparison, with
 * everything said to it that it would else draw or take from the cluster. It averages without
 * weights and running statistics as if they were weights, leaves out what does not fill a round,
 * draws anew who has which examples, begins Adam's correction of its means anew in every round, and
 * adds in the order in which tasks end. What it uses is counted.
 */
final class StockEpochs implements Epochs {

  private final JavaRDD<MultiDataSet> shares;
  private final ExampleForm form;
  private final Seeds seeds;
  private final LongAccumulator used;
  private final SparkComputationGraph spark;

  /**
   * Epochs to come.
   *
   * @param start the network that learns
   * @param shares one a partition; their number is that of the workers
   * @param batchSize examples of one gradient step
   * @param period gradient steps between two averagings
   */
  StockEpochs(
      ComputationGraph start,
      JavaRDD<MultiDataSet> shares,
      ExampleForm form,
      int batchSize,
      int period,
      Seeds seeds) {
    this.shares = shares;
    this.form = form;
    this.seeds = seeds;
    used = shares.context().longAccumulator();
    spark =
        new SparkComputationGraph(
            JavaSparkContext.fromSparkContext(shares.context()),
            start,
            new ParameterAveragingTrainingMaster.Builder(shares.getNumPartitions(), 1)
                .batchSizePerWorker(batchSize)
                .averagingFrequency(period)
                .saveUpdater(true)
                .rngSeed(seeds.seed("split"))
                .storageLevel(StorageLevel.MEMORY_ONLY())
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .trainingHooks(new Count(used))
                .build());
  }

  @Override
  public void next() {
    JavaRDD<MultiDataSet> single = single(network().getConfiguration().getEpochCount());
    spark.fitMultiDataSet(single);
    single.unpersist(false);
  }

  /** An example each: it counts by the piece. */
  private JavaRDD<MultiDataSet> single(int epoch) {
    ExampleForm shape = form;
    Seeds ofStep = seeds;
    return shares.mapPartitionsWithIndex(
        (worker, all) -> {
          List<MultiDataSet> single = new ArrayList<>();
          while (all.hasNext()) {
            MultiDataSet share = all.next();
            for (int i = 0; i < share.getLabels(0).size(0); i++) {
              int[] example = {i};
              single.add(shape.batch(share, example, shape.seen(ofStep, epoch, worker, example)));
            }
          }
          return single.iterator();
        },
        true);
  }

  @Override
  public ComputationGraph network() {
    return spark.getNetwork();
  }

  @Override
  public double loss() {
    return spark.getScore();
  }

  @Override
  public long examplesUsed() {
    return used.value();
  }

  @Override
  public void close() {}

  /** Counts the examples of every gradient step. */
  private record Count(LongAccumulator examples) implements TrainingHook {

    @Override
    public void preUpdate(MultiDataSet batch, Model network) {
      examples.add(batch.getLabels(0).size(0));
    }

    @Override
    public void preUpdate(DataSet batch, Model network) {}

    @Override
    public void postUpdate(DataSet batch, Model network) {}

    @Override
    public void postUpdate(MultiDataSet batch, Model network) {}
  }
}
