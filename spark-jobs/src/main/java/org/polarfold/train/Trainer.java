package org.polarfold.train;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.polarfold.experiment.Training;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.TrainingStudies;
import org.polarfold.study.Target;

/**
 * Trains the heads of a cell in two transfer steps, by parameter averaging.
 *
 * @param training the experiment's settings
 * @param seeds the cell's seeds
 */
public record Trainer(Training training, Seeds seeds) {

  /** Step 1: flow reserve of the segments and impaired flow reserve. */
  public TransferNetwork step1(TrainingStudies studies, int features) {
    FeatureScaling scaling = FeatureScaling.fit(studies, features);
    ComputationGraph start = HeadNetwork.step1(training, features, seeds.seed("weights", 1));
    return train(start, studies, scaling, List.of(Target.IMPAIRED_MFR), training.step1(), 1);
  }

  /**
   * Step 2: traits, from step 1's weights.
   *
   * @param step1 what the same cell's step 1 has learnt
   * @param traits at least one
   */
  public TransferNetwork step2(
      TransferNetwork step1, TrainingStudies studies, List<Target> traits) {
    List<Target> targets = new ArrayList<>(step1.targets());
    targets.addAll(traits);
    ComputationGraph start =
        HeadNetwork.step2(step1.network(), training, traits, seeds.seed("weights", 2));
    return train(start, studies, step1.scaling(), targets, training.step2(), 2);
  }

  private TransferNetwork train(
      ComputationGraph start,
      TrainingStudies studies,
      FeatureScaling scaling,
      List<Target> targets,
      Training.TransferStep step,
      int number) {
    ParameterAveraging master =
        new ParameterAveraging(
            training.batchSize(), training.averagingPeriod(), seeds.family("step", number));
    JavaRDD<MultiDataSet> shares = Examples.of(studies, scaling, targets).cache();
    try {
      SparkComputationGraph spark =
          new SparkComputationGraph(
              JavaSparkContext.fromSparkContext(shares.context()), start, master);
      for (int epoch = 0; epoch < step.epochs(); epoch++) {
        spark.fitMultiDataSet(shares);
      }
      long expected = studies.count() * step.epochs();
      if (master.examplesUsed() != expected) {
        throw new IllegalStateException(
            "Training used " + master.examplesUsed() + " examples (expected " + expected + ")");
      }
      return new TransferNetwork(scaling, spark.getNetwork(), targets);
    } finally {
      shares.unpersist(false);
    }
  }
}
