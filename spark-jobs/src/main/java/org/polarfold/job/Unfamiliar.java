package org.polarfold.job;

import java.io.PrintStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.PlaceMeans;
import org.polarfold.backbone.WeightFlaw;
import org.polarfold.familiarity.Familiarity;
import org.polarfold.familiarity.Familiarity.Distances;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.train.ModelFacts;

/**
 * How far studies lie from those that a model has learnt from, where it says.
 *
 * @param learnt what distances are from; null where the model does not say
 * @param means features without their places
 */
record Unfamiliar(@Nullable Broadcast<Familiarity> learnt, PlaceMeans means)
    implements Serializable {

  /** A study is far where at most this share of those learnt from is as far. */
  private static final double FAR = 0.05;

  /**
   * Of a model.
   *
   * @throws WeightFlaw where what it says of its studies are no features of these
   */
  static Unfamiliar of(ModelFacts facts, Backbone backbone, SparkSession spark) throws WeightFlaw {
    PlaceMeans means = backbone.placeMeans(facts.maps());
    if (facts.learntFrom().size() < Familiarity.FEWEST) {
      return new Unfamiliar(null, means);
    }
    int values = backbone.length(facts.maps()) / means.places();
    if (facts.learntFrom().get(0).length != values) {
      throw new WeightFlaw(values + " features of each study that it has learnt from");
    }
    List<double[]> studies = new ArrayList<>();
    for (float[] study : facts.learntFrom()) {
      // As they were drawn: their places are gone already.
      studies.add(new PlaceMeans(1).of(study));
    }
    return new Unfamiliar(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(new Familiarity(studies)),
        means);
  }

  Optional<Distances> distances(FeaturedStudy study) {
    return Optional.ofNullable(learnt)
        .map(familiarity -> familiarity.value().of(means.of(study.features())));
  }

  /** Says how many are far. */
  void tell(JavaRDD<FeaturedStudy> studies, PrintStream out) {
    if (learnt == null) {
      out.println(
          "How unfamiliar studies are is not told: the model does not say what it learnt from");
      return;
    }
    Unfamiliar self = this;
    long far =
        studies
            .filter(
                study ->
                    self.distances(study)
                        .filter(
                            distances ->
                                distances.mahalanobisShare() <= FAR
                                    || distances.nearestShare() <= FAR)
                        .isPresent())
            .count();
    out.println(
        far
            + " of "
            + studies.count()
            + " studies lie farther than 95 % of those that the model has learnt from, to their"
            + " mean or to the nearest of them (5 to 10 % by chance)");
  }
}
