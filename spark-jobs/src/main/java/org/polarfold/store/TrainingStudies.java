package org.polarfold.store;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.polarfold.split.PatientSum;
import org.polarfold.study.Target;

/**
 * The studies that a cell may learn from, one partition a worker. Only {@link CellStudies} makes
 * them, or parts of them; whatever is fitted accepts nothing else.
 */
public final class TrainingStudies {

  private final JavaRDD<FeaturedStudy> shares;
  private final long count;

  TrainingStudies(JavaRDD<FeaturedStudy> shares, long count) {
    this.shares = shares;
    this.count = count;
  }

  /** A partition a worker, in an order that depends on the cell's seed only. */
  public JavaRDD<FeaturedStudy> shares() {
    return shares;
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** Whose they are, as the studies themselves tell it and not the plan. */
  public PatientSum patients() {
    return shares
        .map(FeaturedStudy::patient)
        .aggregate(
            PatientSum.NOBODY,
            (sum, patient) -> sum.plus(PatientSum.of(patient)),
            PatientSum::plus);
  }

  /**
   * Training studies cut in two.
   *
   * @param learnt to learn from
   * @param watched to see by when enough is learnt
   */
  public record Inner(TrainingStudies learnt, TrainingStudies watched) {}

  /**
   * Sets a share of every worker's studies apart, the same of each class. The order within a worker
   * is drawn by seed, so every so manieth study is a draw.
   *
   * @param share of the studies to watch, above 0 and below 1
   * @param target whose classes are told apart; a missing label is a class too
   */
  public Inner inner(double share, Target target) {
    return new Inner(part(share, target, false), part(share, target, true));
  }

  private TrainingStudies part(double share, Target target, boolean watched) {
    JavaRDD<FeaturedStudy> part =
        shares.mapPartitions(
            studies -> {
              long[] ofClass = new long[3];
              List<FeaturedStudy> chosen = new ArrayList<>();
              while (studies.hasNext()) {
                FeaturedStudy study = studies.next();
                int label = study.label(target).orElse(2);
                boolean isWatched =
                    Math.floor((ofClass[label] + 1) * share) > Math.floor(ofClass[label] * share);
                ofClass[label]++;
                if (isWatched == watched) {
                  chosen.add(study);
                }
              }
              return chosen.iterator();
            },
            true);
    return new TrainingStudies(part, part.count());
  }
}
