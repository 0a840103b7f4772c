package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.evaluate.Results.ArmResult;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.evaluate.Results.NewPatients;
import org.polarfold.evaluate.Results.SiteMatrixEntry;
import org.polarfold.evaluate.Results.TargetResult;

/**
 * Predictions to results: each target, model and map by itself, in each arm by site, pooled and
 * meta-analysed, and the drop between the internal and the external arm.
 */
public final class Evaluation {

  private final Predictions predictions;

  private final Resampling resampling;

  private final List<Supplement> supplements;

  private Evaluation(
      Predictions predictions, Resampling resampling, List<? extends Supplement> supplements) {
    this.predictions = predictions;
    this.resampling = resampling;
    this.supplements = List.copyOf(supplements);
  }

  /**
   * Estimates everything that the predictions allow. What cannot be estimated is said to be so in
   * its place.
   */
  public static Results of(Predictions predictions, Resampling resampling) {
    return of(predictions, resampling, List.of());
  }

  /**
   * The same, with what others estimate beside it.
   *
   * @param supplements their blocks stand in the results in this order
   */
  public static Results of(
      Predictions predictions, Resampling resampling, List<? extends Supplement> supplements) {
    Evaluation evaluation = new Evaluation(predictions, resampling, supplements);
    List<TargetResult> targets = new ArrayList<>();
    predictions.series().forEach((cell, arms) -> targets.add(evaluation.target(cell, arms)));
    return ModelComparison.in(Results.of(targets), ModelComparison.of(predictions));
  }

  private TargetResult target(
      Cell cell, SortedMap<Arm, SortedMap<Repeat, SortedMap<Integer, Series>>> arms) {
    if (predictions.isRegression(cell)) {
      SortedMap<Arm, RegressionArmSamples> samples = new TreeMap<>();
      arms.forEach(
          (arm, repeats) -> samples.put(arm, RegressionArmSamples.of(predictions, cell, repeats)));
      RegressionSamples handed = new RegressionSamples(samples, predictions.attributes());
      return new RegressionEvaluation(
              cell,
              resampling,
              Supplements.together(
                  supplements.stream().map(one -> one.ofRegression(handed)).toList()))
          .of(samples);
    }
    SortedMap<Arm, ArmSamples> samples = new TreeMap<>();
    arms.forEach((arm, repeats) -> samples.put(arm, ArmSamples.of(predictions, cell, repeats)));
    return binary(cell, samples);
  }

  private BinaryResult binary(Cell cell, SortedMap<Arm, ArmSamples> samples) {
    ArmEvaluation evaluation = new ArmEvaluation(cell, resampling);
    Supplements further = further(cell, samples);
    Map<String, ArmResult> arms = new LinkedHashMap<>();
    samples.forEach(
        (arm, ofArm) -> arms.put(arm.name(), evaluation.of(arm, ofArm).with(further.arm(arm))));
    Transport transport = Transport.of(cell, samples, resampling);
    return new BinaryResult(
        cell.target(),
        cell.model(),
        cell.map(),
        "binary",
        cell.circular(),
        Counts.sum(samples.values().stream().map(ArmSamples::counts).toList()),
        arms,
        new DropEvaluation(cell, samples, resampling).drop().map(drop -> drop.with(further.drop())),
        newPatients(samples),
        siteMatrix(samples),
        transport.thresholdTransport(),
        transport.prevalenceShift(),
        transport.localUpdating(),
        CaseMixTransport.of(samples),
        further.target());
  }

  private Supplements further(Cell cell, SortedMap<Arm, ArmSamples> samples) {
    CellSamples handed =
        new CellSamples(
            cell.target(),
            cell.model(),
            cell.map(),
            samples,
            predictions.attributes(),
            predictions.sources(cell.target()),
            predictions::site,
            resampling);
    return Supplements.together(supplements.stream().map(one -> one.of(handed)).toList());
  }

  private static Estimate<List<NewPatients>> newPatients(SortedMap<Arm, ArmSamples> arms) {
    ArmSamples internal = arms.get(Arm.INTERNAL);
    if (internal == null) {
      return Estimate.none("no internal arm");
    }
    List<NewPatients> others = new ArrayList<>();
    arms.forEach(
        (arm, samples) -> {
          boolean shared =
              Codes.common(internal.pooled().patients(), samples.pooled().patients()).length > 0;
          if (!shared) {
            others.add(
                new NewPatients(
                    arm.name(), UnpairedDifference.of(internal.pooled(), samples.pooled())));
          }
        });
    return others.isEmpty()
        ? Estimate.none("no arm of patients whom the internal arm lacks")
        : Estimate.of(List.copyOf(others));
  }

  private static Estimate<List<SiteMatrixEntry>> siteMatrix(SortedMap<Arm, ArmSamples> arms) {
    List<SiteMatrixEntry> entries = new ArrayList<>();
    arms.forEach(
        (arm, samples) ->
            arm.trainingSite()
                .ifPresent(
                    train ->
                        samples
                            .sites()
                            .forEach(
                                (test, sample) ->
                                    entries.add(SiteMatrixEntry.of(train, test, sample)))));
    return entries.isEmpty()
        ? Estimate.none("no arm of models trained at a single site")
        : Estimate.of(List.copyOf(entries));
  }
}
