package org.polarfold.leakage;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.polarfold.backbone.FeatureCache;
import org.polarfold.experiment.Experiment;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.PredictionTable;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyStore;

/**
 * Looks for every kind of leak that can be seen at a point of a run. Why which of them stop it:
 * {@code docs/decisions/leakage.md}.
 *
 * @param experiment what is trained
 * @param plan who is held out
 * @param run the run's folder
 */
public record LeakageGate(Experiment experiment, SplitPlan plan, RunFolder run) {

  private static final String PLAN = "splits.json";
  private static final String PREDICTIONS = "predictions";

  /**
   * What is wrong before anything is trained: with the plan, the lake, the features and the
   * experiment.
   *
   * @param lake of the studies, as a person would write it
   */
  public List<Leak> beforeTraining(StudyStore studies, FeatureCache features, String lake) {
    Sides sides = Sides.of(plan);
    List<Leak> leaks = new ArrayList<>(CircularTargets.find(experiment));
    leaks.addAll(ForeignFeatures.find(experiment, features));
    leaks.addAll(
        PlanLeaks.find(
            sides,
            studies.enrolled(experiment.mapKinds()),
            experiment.splitting().namedExternal(),
            run.shownPathOf(PLAN)));
    Dataset<Row> learnable = studies.learnable(experiment.mapKinds());
    leaks.addAll(CopiedMapLeaks.find(learnable, sides, lake));
    leaks.addAll(CovariateLeaks.find(experiment, learnable, lake));
    return List.copyOf(leaks);
  }

  /** What is wrong with what was trained: with cells and predictions. The lake is not looked at. */
  public List<Leak> beforeReporting(SparkSession spark) {
    Sides sides = Sides.of(plan);
    List<Leak> leaks = new ArrayList<>(CircularTargets.find(experiment));
    leaks.addAll(CellLeaks.find(plan, experiment, sides, run));
    leaks.addAll(
        PredictionLeaks.find(
            PredictionTable.read(spark, run.pathOf(PREDICTIONS), run.shownPathOf(PREDICTIONS)),
            sides));
    return List.copyOf(leaks);
  }
}
