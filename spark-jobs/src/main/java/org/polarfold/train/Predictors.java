package org.polarfold.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.polarfold.UserException;
import org.polarfold.harmonise.SiteErasure;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.TrainingStudies;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/**
 * What a conventional model is told of a study.
 *
 * @param of the values, as many of every study, each finite
 */
record Predictors(Function<FeaturedStudy, double[]> of) implements Serializable {

  /** The 17 segment means of each map, in its unit. */
  static Predictors segments() {
    return new Predictors(FeaturedStudy::segments);
  }

  /** What the frozen network yields. */
  static Predictors features() {
    return new Predictors(
        study -> {
          float[] features = study.features();
          double[] values = new double[features.length];
          for (int i = 0; i < features.length; i++) {
            values[i] = features[i];
          }
          return values;
        });
  }

  /**
   * The same without what a linear model could tell the training studies' sites by.
   *
   * @throws UserException where the network yields too many values for a covariance
   */
  static Predictors featuresWithoutSite(TrainingStudies studies) {
    List<String> sites = studies.sites();
    List<SiteErasure.Sums> shares =
        studies
            .shares()
            .mapPartitions(
                share -> {
                  List<SiteErasure.Sums> sums = new ArrayList<>();
                  while (share.hasNext()) {
                    FeaturedStudy study = share.next();
                    if (sums.isEmpty()) {
                      sums.add(sums(sites.size(), study.features().length));
                    }
                    sums.get(0).add(sites.indexOf(study.site()), study.features());
                  }
                  return sums.iterator();
                },
                true)
            // in the order of the workers
            .collect();
    SiteErasure.Sums all = shares.get(0);
    shares.subList(1, shares.size()).forEach(all::add);
    SiteErasure erasure = SiteErasure.fit(all);
    return new Predictors(study -> erasure.erased(study.features()));
  }

  private static SiteErasure.Sums sums(int sites, int length) {
    if (length > SiteErasure.MOST_VALUES) {
      throw new UserException(
          "Cannot fit linear-features-without-site on "
              + length
              + " values of a study (expected at most "
              + SiteErasure.MOST_VALUES
              + ": a network that is frozen further)");
    }
    return new SiteErasure.Sums(sites, length);
  }

  /**
   * Age in years, sex, and of each map's 17 segment means their mean, least, greatest and standard
   * deviation. An unknown age is the training studies' mean, an unknown sex halfway, each beside a
   * value that says so. Sex is left out where it is what is told.
   *
   * @param studies to learn the mean age from
   * @param target what is told
   */
  static Predictors demographic(TrainingStudies studies, Target target) {
    List<Double> ages =
        studies
            .shares()
            .map(FeaturedStudy::ageYears)
            .filter(age -> !age.isNaN())
            .mapPartitions(
                share -> {
                  double sum = 0;
                  long count = 0;
                  while (share.hasNext()) {
                    sum += share.next();
                    count++;
                  }
                  return List.of(List.of(sum, (double) count)).iterator();
                })
            .collect()
            .stream()
            .reduce((a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)))
            .orElse(List.of(0.0, 0.0));
    double meanAge = ages.get(1) == 0 ? 0 : ages.get(0) / ages.get(1);
    boolean sexToo = target != Target.SEX;
    return new Predictors(
        study -> {
          double[] clinical = clinical(study, meanAge, 0.5, sexToo);
          double[] summary = summary(study);
          double[] all = Arrays.copyOf(clinical, clinical.length + summary.length);
          System.arraycopy(summary, 0, all, clinical.length, summary.length);
          return all;
        });
  }

  /** Age and sex, each with whether it is unknown, as {@link Covariates#CLINICAL} names them. */
  static double[] clinical(
      FeaturedStudy study, double unknownAge, double unknownSex, boolean sexToo) {
    List<Double> values = new ArrayList<>();
    boolean aged = !Double.isNaN(study.ageYears());
    values.add(aged ? study.ageYears() : unknownAge);
    values.add(aged ? 0.0 : 1.0);
    if (sexToo) {
      boolean known = study.label(Target.SEX).isPresent();
      values.add(known ? (double) study.label(Target.SEX).getAsInt() : unknownSex);
      values.add(known ? 0.0 : 1.0);
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** What sums the segments of each map up, as {@link Covariates#SUMMARY} names it. */
  static double[] summary(FeaturedStudy study) {
    List<Double> values = new ArrayList<>();
    double[] segments = study.segments();
    for (int map = 0; map < segments.length; map += Segment17.COUNT) {
      double sum = 0;
      double squares = 0;
      double least = Double.POSITIVE_INFINITY;
      double greatest = Double.NEGATIVE_INFINITY;
      for (int s = map; s < map + Segment17.COUNT; s++) {
        sum += segments[s];
        squares += segments[s] * segments[s];
        least = Math.min(least, segments[s]);
        greatest = Math.max(greatest, segments[s]);
      }
      double mean = sum / Segment17.COUNT;
      values.add(mean);
      values.add(least);
      values.add(greatest);
      values.add(Math.sqrt(Math.max(0, squares / Segment17.COUNT - mean * mean)));
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The values of a study. */
  Vector of(FeaturedStudy study) {
    try {
      return Vectors.dense(of.call(study));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
