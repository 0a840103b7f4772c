package org.polarfold.planted;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.math3.util.FastMath;
import org.polarfold.audit.Seen;
import org.polarfold.audit.SiteAudit;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.Prediction;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.PredictionsBuilder;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.experiment.Splitting;
import org.polarfold.experiment.Splitting.Design;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.RidgeLogistic;
import org.polarfold.split.Enrolled;
import org.polarfold.split.Enrolment;
import org.polarfold.split.Fold;
import org.polarfold.split.SplitPlan;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.split.ValidationDesign;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.Target;

/**
 * One simulated consortium on the way of a study: planned with all four arms, learnt from by a
 * logistic regression in every fold, evaluated.
 */
final class Trial {

  /** As in the demonstration, with the matched arms. */
  private static final Splitting SPLITTING =
      new Splitting(
          5,
          Target.IMPAIRED_MFR,
          20,
          5,
          List.of(
              Design.INTERNAL, Design.EXTERNAL, Design.MATCHED_INTERNAL, Design.MATCHED_EXTERNAL));

  private static final String MODEL = "logistic";

  private final Cohort cohort;
  private final SplitPlan plan;

  Trial(Cohort cohort, Seeds seeds) {
    this.cohort = cohort;
    this.plan =
        SplitPlan.draw(
            "simulation",
            new Enrolment(cohort.patients(), SPLITTING, seeds.family("split")),
            ValidationDesign.of(SPLITTING));
  }

  /** What the pipeline makes of one target and map. */
  BinaryResult evaluated(Reading reading) {
    PredictionsBuilder predictions = Predictions.from("simulation");
    List<RidgeLogistic.Row> rows = rows(reading);
    Map<PatientId, Integer> places = new HashMap<>();
    for (Enrolled patient : cohort.patients()) {
      places.put(patient.patient(), places.size());
    }
    long row = 0;
    for (PlannedDesign design : plan.designs()) {
      Arm arm = new Arm(design.arm());
      for (Fold fold : design.folds()) {
        RidgeLogistic model = learnt(rows, fold);
        for (PatientId patient : fold.heldOut()) {
          int place = places.getOrDefault(patient, -1);
          double logit = model.score(rows.get(place));
          predictions.add(
              ++row,
              new Prediction(
                  patient,
                  cohort.patients().get(place).site(),
                  arm,
                  reading.target().key(),
                  MODEL,
                  reading.map().key(),
                  0,
                  0,
                  Optional.of(fold.name()),
                  0,
                  OptionalDouble.empty(),
                  OptionalDouble.of(rows.get(place).label()),
                  OptionalDouble.of(1 / (1 + FastMath.exp(-logit)))));
        }
      }
    }
    return Evaluation.of(predictions.build(), Resampling.NONE).binary().get(0);
  }

  /** How well sites are told from a map's segments, in the folds of the internal arm. */
  SiteAudit audit(MapKind map) {
    Map<PatientId, String> folds = new HashMap<>();
    for (Fold fold : plan.designs().get(0).folds()) {
      fold.heldOut().forEach(patient -> folds.put(patient, fold.name()));
    }
    List<Seen> seen = new ArrayList<>();
    for (Enrolled patient : cohort.patients()) {
      seen.add(
          new Seen(
              patient.site(),
              folds.getOrDefault(patient.patient(), ""),
              cohort.segments(map).get(seen.size()).toArray()));
    }
    return SiteAudit.of(seen, new Seeds(plan.seed()).family("audit"), SiteAudit.USUAL_SHUFFLES);
  }

  /** Everyone's segments and label; simulated labels are never missing. */
  private List<RidgeLogistic.Row> rows(Reading reading) {
    List<RidgeLogistic.Row> rows = new ArrayList<>();
    for (Enrolled patient : cohort.patients()) {
      rows.add(
          new RidgeLogistic.Row(
              cohort.segments(reading.map()).get(rows.size()),
              patient.label(reading.target()).orElseThrow(),
              0));
    }
    return rows;
  }

  private RidgeLogistic learnt(List<RidgeLogistic.Row> rows, Fold fold) {
    Set<PatientId> not = new HashSet<>(fold.heldOut());
    not.addAll(fold.setAside());
    List<RidgeLogistic.Row> training = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (!not.contains(cohort.patients().get(i).patient())) {
        training.add(rows.get(i));
      }
    }
    return new RidgeLogistic(training);
  }
}
