package org.polarfold.train;

import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.sql.SparkSession;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.TrainingStudies;
import org.polarfold.study.Target;

/**
 * Gradient-boosted trees of one target: Spark ML's, after Friedman, Comput Stat Data Anal
 * 2002;38:367. Few, shallow and slow to learn, as suits some hundred studies; not tuned.
 */
final class BoostedTrees implements ConventionalModel {

  private static final long serialVersionUID = 1L;
  private static final int TREES = 40;
  private static final int DEPTH = 2;
  private static final double RATE = 0.1;
  private static final double SUBSAMPLED = 0.7;

  private final Predictors predictors;
  private final GBTClassificationModel model;

  private BoostedTrees(Predictors predictors, GBTClassificationModel model) {
    this.predictors = predictors;
    this.model = model;
  }

  /**
   * Fits the model to the training studies whose label is known.
   *
   * @throws org.polarfold.UserException where only one class is there to learn from
   */
  static BoostedTrees fit(
      SparkSession spark,
      TrainingStudies studies,
      Predictors predictors,
      Target target,
      long seed) {
    try (TrainingTable table = TrainingTable.of(spark, studies, predictors, target)) {
      return new BoostedTrees(
          predictors,
          new GBTClassifier()
              .setMaxIter(TREES)
              .setMaxDepth(DEPTH)
              .setStepSize(RATE)
              .setSubsamplingRate(SUBSAMPLED)
              .setSeed(seed)
              .fit(table.rows()));
    }
  }

  @Override
  public double score(FeaturedStudy study) {
    return model.predictProbability(predictors.of(study)).apply(1);
  }
}
