package org.polarfold.coverage;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Auroc;
import org.polarfold.evaluate.CalibrationCoefficient;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.PairedDifference;
import org.polarfold.evaluate.PairedDrop;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Results.ArmResult;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.evaluate.Results.DropResult;
import org.polarfold.evaluate.Results.WithinFoldsResult;

/** What the product makes of one consortium's scores. */
final class Evaluated {

  private final ArmResult external;
  private final DropResult drop;
  private final PairedDifference novelty;
  private final WithinFoldsResult withinFolds;
  private final Optional<DropResult> repeated;

  private Evaluated(Map<String, BinaryResult> results) {
    BinaryResult plain = Objects.requireNonNull(results.get(Scores.PLAIN));
    this.external = Objects.requireNonNull(plain.arms().get(Arm.EXTERNAL.name()));
    this.drop = Interval.value(plain.drop()).orElseThrow();
    this.novelty = Interval.value(drop.parts().novelty()).orElseThrow();
    this.withinFolds = Interval.value(drop.withinFolds()).orElseThrow();
    this.repeated =
        Optional.ofNullable(results.get(Scores.REPEATED))
            .map(BinaryResult::drop)
            .flatMap(Interval::value);
  }

  static Evaluated of(Scores scores) {
    return new Evaluated(
        Evaluation.of(scores.predictions(), Resampling.NONE).binary().stream()
            .collect(Collectors.toMap(BinaryResult::model, Function.identity())));
  }

  /** The area of the external arm at a site. */
  Estimate<Auroc> area(int site) {
    return external.sites().get(site).performance().auroc();
  }

  /** The areas of the external arm pooled. */
  Estimate<MetaAnalysis> areas() {
    return external.metaAnalysis();
  }

  /** The calibration slope of the external arm at a site. */
  Optional<Interval> slope(int site) {
    Estimate<CalibrationCoefficient> slope =
        external.sites().get(site).performance().calibration().calibrationSlope();
    return Interval.value(slope.map(one -> new Interval(one.value(), one.lower(), one.upper())));
  }

  /** Internal minus external. */
  DropResult drop() {
    return drop;
  }

  /** The drop at a site. */
  Optional<Interval> drop(int site) {
    return interval(drop.sites().get(site).paired());
  }

  /** The drop at a site on pairs of patients of the same fold. */
  Optional<Interval> withinFolds(int site) {
    return Interval.value(withinFolds.sites().get(site).withinFolds())
        .flatMap(one -> Interval.of(Estimate.of(one.drop()), one.lower(), one.upper()));
  }

  /** These drops pooled. */
  Estimate<MetaAnalysis> withinFolds() {
    return withinFolds.metaAnalysis();
  }

  /** The drop at a site, folds dealt more than once. */
  Optional<Interval> repeated(int site) {
    return repeated.flatMap(result -> interval(result.sites().get(site).paired()));
  }

  /** The drop of one curve over all sites. */
  Optional<Interval> oneCurve() {
    return interval(drop.pooled());
  }

  /** Matched-internal minus matched-external at a site. */
  Optional<Interval> novelty(int site) {
    PairedDifference.Difference one = novelty.sites().get(site).difference();
    return Interval.of(one.difference(), one.lower(), one.upper());
  }

  /** The novelty of all sites pooled. */
  Estimate<MetaAnalysis> novelty() {
    return novelty.metaAnalysis();
  }

  private static Optional<Interval> interval(PairedDrop paired) {
    return Interval.of(paired.drop(), paired.lower(), paired.upper());
  }
}
