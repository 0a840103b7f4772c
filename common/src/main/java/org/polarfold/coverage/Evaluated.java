package org.polarfold.coverage;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Auroc;
import org.polarfold.evaluate.DropPart;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.PairedDrop;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Results;
import org.polarfold.evaluate.Results.ArmResult;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.evaluate.Results.DropResult;
import org.polarfold.evaluate.Results.SiteDrop;

/**
 * What the product makes of one consortium's scores.
 *
 * @param external the external arm
 * @param drop internal minus external
 * @param novelty matched-internal minus matched-external
 * @param repeated the drop with folds dealt more than once
 * @param byFold the drop in each fold of a site by itself
 */
record Evaluated(
    ArmResult external,
    DropResult drop,
    DropPart novelty,
    DropResult repeated,
    List<List<PairedDrop>> byFold) {

  static Evaluated of(Cohort cohort, Scores scores) {
    Results results = evaluate(scores.bySite());
    DropResult drop = drop(results, Scores.PLAIN);
    return new Evaluated(
        Objects.requireNonNull(target(results, Scores.PLAIN).arms().get(Arm.EXTERNAL.name())),
        drop,
        Interval.value(drop.parts().novelty()).orElseThrow(),
        drop(results, Scores.REPEATED),
        byFold(cohort, scores));
  }

  /** The area of the external arm at a site. */
  Estimate<Auroc> area(int site) {
    return external.sites().get(site).performance().auroc();
  }

  /** The calibration slope of the external arm at a site. */
  Optional<Interval> slope(int site) {
    return Interval.value(
        external
            .sites()
            .get(site)
            .performance()
            .calibration()
            .calibrationSlope()
            .map(slope -> new Interval(slope.value(), slope.lower(), slope.upper())));
  }

  /** The drop on pairs of the same fold at a site. */
  Optional<Interval> withinFolds(int site) {
    return Interval.value(drop.withinFolds())
        .flatMap(within -> Interval.value(within.sites().get(site).withinFolds()))
        .flatMap(within -> Interval.of(Estimate.of(within.drop()), within.lower(), within.upper()));
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

  private static Results evaluate(Predictions predictions) {
    return Evaluation.of(predictions, Resampling.NONE);
  }

  private static DropResult drop(Results results, String model) {
    return Interval.value(target(results, model).drop()).orElseThrow();
  }

  private static BinaryResult target(Results results, String model) {
    return results.binary().stream()
        .filter(one -> one.model().equals(model))
        .findFirst()
        .orElseThrow();
  }

  private static IntStream sites(Cohort cohort) {
    return IntStream.range(0, cohort.sites().size());
  }
}
