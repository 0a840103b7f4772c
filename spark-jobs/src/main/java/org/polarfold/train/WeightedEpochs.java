package org.polarfold.train;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Epochs of {@link ParameterAveraging}. */
final class WeightedEpochs implements Epochs {

  private final JavaRDD<MultiDataSet> shares;
  private final ParameterAveraging master;
  private final SparkComputationGraph spark;

  WeightedEpochs(ComputationGraph start, JavaRDD<MultiDataSet> shares, ParameterAveraging master) {
    this.shares = shares;
    this.master = master;
    spark =
        new SparkComputationGraph(
            JavaSparkContext.fromSparkContext(shares.context()), start, master);
  }

  @Override
  public void next() {
    spark.fitMultiDataSet(shares);
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
    return master.examplesUsed();
  }

  @Override
  public void close() {
    master.close();
  }
}
