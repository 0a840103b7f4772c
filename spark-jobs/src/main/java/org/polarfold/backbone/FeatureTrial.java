package org.polarfold.backbone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.Prediction;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.PredictionsBuilder;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.experiment.Splitting;
import org.polarfold.experiment.Splitting.Design;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.Enrolled;
import org.polarfold.split.Enrolment;
import org.polarfold.split.Fold;
import org.polarfold.split.SplitPlan;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.split.ValidationDesign;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Target;

/**
 * One consortium, planned as the pipeline plans it with an internal and an external arm, in which
 * the same heads learn from one kind of features or another.
 */
public final class FeatureTrial {

  private static final int FOLDS = 3;
  private static final Splitting SPLITTING =
      new Splitting(FOLDS, Target.IMPAIRED_MFR, 20, 5, List.of(Design.INTERNAL, Design.EXTERNAL));
  private static final String MODEL = "dl";

  /** What is told, in which arm. */
  public record Told(Target target, String arm) {}

  private final List<PerfusionStudy> patients;
  private final Map<PatientId, Integer> places = new HashMap<>();
  private final TrialHeads heads;
  private final SplitPlan plan;
  private final Seeds seeds;

  /**
   * Plans.
   *
   * @param patients of all sites, with every label
   * @param seeds of the plan and of the heads
   */
  public FeatureTrial(List<PerfusionStudy> patients, Seeds seeds) {
    this.patients = List.copyOf(patients);
    this.seeds = seeds;
    this.heads = new TrialHeads(patients);
    List<Enrolled> enrolled = new ArrayList<>();
    for (PerfusionStudy study : patients) {
      places.put(study.patient(), places.size());
      enrolled.add(new Enrolled(study.patient(), study.site(), study.clinical().labels()));
    }
    this.plan =
        SplitPlan.draw(
            "features",
            new Enrolment(enrolled, SPLITTING, seeds.family("split")),
            ValidationDesign.of(SPLITTING));
  }

  /**
   * Learns and tells in every fold.
   *
   * @param features a row a patient, in their order
   * @return areas under the ROC curve within sites, pooled on the logit scale
   */
  public Map<Told, Double> areas(float[][] features) {
    Map<Target, PredictionsBuilder> predictions = new HashMap<>();
    TrialHeads.TARGETS.forEach(target -> predictions.put(target, Predictions.from("features")));
    for (PlannedDesign design : plan.designs()) {
      for (Fold fold : design.folds()) {
        tell(features, new Arm(design.arm()), fold, predictions);
      }
    }
    Map<Told, Double> areas = new HashMap<>();
    predictions.forEach(
        (target, builder) -> {
          BinaryResult result = Evaluation.of(builder.build(), Resampling.NONE).binary().get(0);
          result
              .arms()
              .forEach(
                  (arm, estimates) -> {
                    if (estimates.metaAnalysis() instanceof Estimate.Value<MetaAnalysis> over) {
                      areas.put(new Told(target, arm), over.value().estimate());
                    }
                  });
        });
    return areas;
  }

  private void tell(
      float[][] features, Arm arm, Fold fold, Map<Target, PredictionsBuilder> predictions) {
    Set<PatientId> not = new HashSet<>(fold.heldOut());
    not.addAll(fold.setAside());
    int[] told = fold.heldOut().stream().mapToInt(this::place).toArray();
    IntPredicate learnt = place -> !not.contains(patients.get(place).patient());
    int[] learntFrom = IntStream.range(0, patients.size()).filter(learnt).toArray();
    heads
        .scores(features, learntFrom, told, seeds.family(arm.name(), fold.name()))
        .forEach(
            (target, scores) -> {
              PredictionsBuilder builder = predictions.computeIfAbsent(target, t -> unknown());
              for (int i = 0; i < told.length; i++) {
                builder.add(i + 1, prediction(told[i], arm, fold, target, scores[i]));
              }
            });
  }

  private static PredictionsBuilder unknown() {
    throw new IllegalStateException("a target that is not told");
  }

  private int place(PatientId patient) {
    return places.getOrDefault(patient, -1);
  }

  private Prediction prediction(int place, Arm arm, Fold fold, Target target, double score) {
    PerfusionStudy study = patients.get(place);
    return new Prediction(
        study.patient(),
        study.site(),
        arm,
        target.key(),
        MODEL,
        "map",
        0,
        0,
        Optional.of(fold.name()),
        0,
        OptionalDouble.empty(),
        OptionalDouble.of(study.clinical().label(target).orElseThrow()),
        OptionalDouble.of(score));
  }
}
