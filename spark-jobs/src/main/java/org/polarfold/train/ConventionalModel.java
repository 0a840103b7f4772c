package org.polarfold.train;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.SparkSession;
import org.polarfold.experiment.Comparators;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.HeldOutStudies;
import org.polarfold.store.TrainingStudies;
import org.polarfold.study.Target;
import scala.Tuple2;

/** A fitted model that the network is compared with, of one target. */
public sealed interface ConventionalModel extends Serializable
    permits BoostedTrees, Guessing, RidgeRegression {

  /**
   * Fits a model to the training studies whose label is known.
   *
   * @param model which
   * @param ridges of regressions; of several, the one that does best inside the training studies
   * @param seed of what is drawn
   * @throws org.polarfold.UserException where a model that learns has only one class to learn from
   */
  static ConventionalModel fit(
      SparkSession spark,
      Comparators.Model model,
      List<Double> ridges,
      TrainingStudies studies,
      Target target,
      long seed) {
    return switch (model) {
      case MAJORITY -> Guessing.fit(studies, target);
      case LOGISTIC -> RidgeRegression.fit(spark, studies, Predictors.segments(), target, ridges);
      case DEMOGRAPHIC ->
          RidgeRegression.fit(
              spark, studies, Predictors.demographic(studies, target), target, ridges);
      case LINEAR_FEATURES ->
          RidgeRegression.fit(spark, studies, Predictors.features(), target, ridges);
      case LINEAR_FEATURES_WITHOUT_SITE ->
          RidgeRegression.fit(
              spark, studies, Predictors.featuresWithoutSite(studies), target, ridges);
      case BOOSTED_TREES -> BoostedTrees.fit(spark, studies, Predictors.segments(), target, seed);
    };
  }

  /** The probability of the target for a study. */
  double score(FeaturedStudy study);

  /** The probability of the target for every held-out study. */
  default JavaPairRDD<FeaturedStudy, Double> scores(HeldOutStudies heldOut) {
    ConventionalModel fitted = this;
    return heldOut.studies().mapToPair(study -> new Tuple2<>(study, fitted.score(study)));
  }
}
