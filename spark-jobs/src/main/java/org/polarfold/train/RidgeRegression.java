package org.polarfold.train;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.SparkSession;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.TrainingStudies;
import org.polarfold.store.WatchedStudies;
import org.polarfold.study.Target;

/** Logistic regression of one target with a squared penalty. */
final class RidgeRegression implements ConventionalModel {

  private static final long serialVersionUID = 1L;

  /** Of the training studies, where several ridges are tried. */
  private static final double WATCHED = 0.25;

  private final Predictors predictors;
  private final LogisticRegressionModel model;

  private RidgeRegression(Predictors predictors, LogisticRegressionModel model) {
    this.predictors = predictors;
    this.model = model;
  }

  /**
   * Fits the model to the training studies whose label is known. Of several ridges that one is
   * taken which, learnt from three quarters of them, has the smallest log loss on the fourth; of
   * equals the largest.
   *
   * @param ridges weights of the squared coefficients of standardised values, at least 0
   * @throws org.polarfold.UserException where only one class is there to learn from
   */
  static RidgeRegression fit(
      SparkSession spark,
      TrainingStudies studies,
      Predictors predictors,
      Target target,
      List<Double> ridges) {
    double ridge =
        ridges.size() == 1 ? ridges.get(0) : chosen(spark, studies, predictors, target, ridges);
    return fit(spark, studies, predictors, target, ridge);
  }

  private static double chosen(
      SparkSession spark,
      TrainingStudies studies,
      Predictors predictors,
      Target target,
      List<Double> ridges) {
    TrainingStudies.Inner inner = studies.inner(WATCHED, target);
    Map<Double, Double> losses = new HashMap<>();
    for (double ridge : ridges) {
      RidgeRegression tried = fit(spark, inner.learnt(), predictors, target, ridge);
      losses.put(ridge, tried.logLoss(inner.watched(), target));
    }
    return ridges.stream()
        .min(
            Comparator.comparing((Double ridge) -> Objects.requireNonNull(losses.get(ridge)))
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  private static RidgeRegression fit(
      SparkSession spark,
      TrainingStudies studies,
      Predictors predictors,
      Target target,
      double ridge) {
    try (TrainingTable table = TrainingTable.of(spark, studies, predictors, target)) {
      return new RidgeRegression(
          predictors,
          new LogisticRegression()
              .setRegParam(ridge)
              .setElasticNetParam(0)
              .setStandardization(true)
              .setMaxIter(200)
              .setTol(1e-9)
              .fit(table.rows()));
    }
  }

  /** Summed in the order of the workers. */
  private double logLoss(WatchedStudies watched, Target target) {
    return watched
        .shares()
        .filter(study -> study.label(target).isPresent())
        .mapPartitions(
            share -> {
              double sum = 0;
              while (share.hasNext()) {
                FeaturedStudy study = share.next();
                double p = score(study);
                sum -= Math.log(study.label(target).getAsInt() == 1 ? p : 1 - p);
              }
              return List.of(sum).iterator();
            })
        .collect()
        .stream()
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  @Override
  public double score(FeaturedStudy study) {
    return model.predictProbability(predictors.of(study)).apply(1);
  }
}
