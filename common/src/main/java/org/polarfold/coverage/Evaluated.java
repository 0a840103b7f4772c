package org.polarfold.coverage;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Auroc;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.PairedDrop;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.Results;
import org.polarfold.evaluate.Results.ArmResult;
import org.polarfold.evaluate.Results.DropResult;
import org.polarfold.evaluate.Results.SiteDrop;
import org.polarfold.evaluate.Results.TargetResult;

/**
 * What the product makes of one consortium's scores.
 *
 * @param external the external arm
 * @param drop internal minus external
 * @param novelty matched-internal minus matched-external
 * @param repeated the drop with folds dealt more than once
 * @param byFold the drop in each fold of a site by itself
 * @param slopes of calibration of the external arm, one a site
 */
record Evaluated(
    ArmResult external,
    DropResult drop,
    DropResult novelty,
    DropResult repeated,
    List<List<PairedDrop>> byFold,
    List<Optional<Interval>> slopes) {

  static Evaluated of(Cohort cohort, Scores scores) {
    Results results = evaluate(scores.bySite());
    return new Evaluated(
        Objects.requireNonNull(target(results, Scores.PLAIN).arms().get(Arm.EXTERNAL.name())),
        drop(results, Scores.PLAIN),
        drop(results, Scores.MATCHED),
        drop(results, Scores.REPEATED),
        byFold(cohort, scores),
        sites(cohort).mapToObj(site -> slope(cohort, scores, site)).toList());
  }

  /** The area of the external arm at a site. */
  Estimate<Auroc> area(int site) {
    return external.sites().get(site).performance().auroc();
  }

  private static List<List<PairedDrop>> byFold(Cohort cohort, Scores scores) {
    List<SiteDrop> all = drop(evaluate(scores.byFold()), Scores.PLAIN).sites();
    return sites(cohort)
        .mapToObj(
            site ->
                IntStream.range(0, TrainingSets.FOLDS)
                    .mapToObj(fold -> scores.foldOfSite(site, fold))
                    .flatMap(name -> all.stream().filter(one -> one.site().equals(name)))
                    .map(SiteDrop::paired)
                    .toList())
        .toList();
  }

  private static Optional<Interval> slope(Cohort cohort, Scores scores, int site) {
    int[] patients = cohort.at(site);
    double[] logits = new double[patients.length];
    byte[] labels = new byte[patients.length];
    for (int i = 0; i < patients.length; i++) {
      double score = scores.external()[patients[i]];
      logits[i] = Math.log(score / (1 - score));
      labels[i] = cohort.labels()[patients[i]];
    }
    return CalibrationSlope.of(logits, labels);
  }

  private static Results evaluate(Predictions predictions) {
    return Evaluation.of(predictions);
  }

  private static DropResult drop(Results results, String model) {
    return Interval.value(target(results, model).drop()).orElseThrow();
  }

  private static TargetResult target(Results results, String model) {
    return results.targets().stream()
        .filter(one -> one.model().equals(model))
        .findFirst()
        .orElseThrow();
  }

  private static IntStream sites(Cohort cohort) {
    return IntStream.range(0, cohort.sites().size());
  }
}
