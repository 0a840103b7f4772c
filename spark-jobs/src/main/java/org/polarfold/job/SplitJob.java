package org.polarfold.job;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.summingInt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.experiment.Experiment;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.Enrolment;
import org.polarfold.split.SplitPlan;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.split.SplitPlanFile;
import org.polarfold.split.ValidationDesign;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyStore;
import org.polarfold.store.StudyStore.NotEnrolled;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Draws the plan, by patient: {@code splits.json} of a run. That file is the truth afterwards. */
@Command(
    name = "split",
    mixinStandardHelpOptions = true,
    description = "Draw who trains and who is held out: splits.json of the run to work in.")
final class SplitJob implements Callable<Integer> {

  private static final String PLAN = "splits.json";

  @Parameters(paramLabel = "CONF", description = "The experiment's configuration file.")
  private Path conf = Path.of("");

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    Configuration configuration = Configuration.read(conf);
    try (SparkSession spark = options.open("split")) {
      Workplace place = new Workplace(spark, configuration, console);
      StudyStore studies = place.studies();
      RunFolder run = place.runs().begin(studies.ledger().datasetDigest());
      SplitPlan plan = run(studies, configuration.experiment(), run);
      console.say(
          "Planned "
              + plan.designs().stream()
                  .collect(
                      groupingBy(
                          PlannedDesign::arm,
                          LinkedHashMap::new,
                          summingInt(design -> design.folds().size())))
                  .entrySet()
                  .stream()
                  .map(arm -> arm.getValue() + " folds of arm " + arm.getKey())
                  .collect(joining(", ")));
      for (NotEnrolled left : studies.notEnrolled(configuration.experiment().mapKinds())) {
        console.say(told(left));
      }
      plan.notHeldOut().forEach((site, why) -> console.say(site + " is never held out: " + why));
      console.wrote("splits", run.shownPathOf(PLAN));
    }
    return 0;
  }

  private static String told(NotEnrolled left) {
    List<String> why = new ArrayList<>();
    if (left.relative() > 0) {
      why.add(left.relative() + " of relative uptake");
    }
    if (left.incomplete() > 0) {
      why.add(left.incomplete() + " without a reserve or one of the experiment's maps");
    }
    return "%s has studies that nothing is learnt from: %s"
        .formatted(left.site(), String.join(", ", why));
  }

  /** Draws the plan of a run, or reads it where the run has one. */
  static SplitPlan run(StudyStore studies, Experiment experiment, RunFolder run) {
    String datasetDigest = studies.ledger().datasetDigest();
    return run.text(PLAN)
        .map(text -> SplitPlanFile.read(text, run.shownPathOf(PLAN)))
        .orElseGet(
            () -> {
              Enrolment enrolment =
                  new Enrolment(
                      studies.enrolled(experiment.mapKinds()),
                      experiment.splitting(),
                      new Seeds(experiment.seed()).family("split"));
              SplitPlan plan =
                  SplitPlan.draw(
                      datasetDigest, enrolment, ValidationDesign.of(experiment.splitting()));
              run.write(PLAN, SplitPlanFile.write(plan));
              return plan;
            });
  }

  /**
   * The plan of a run.
   *
   * @throws UserException where there is none, or the lake has changed since
   */
  static SplitPlan existing(RunFolder run, String datasetDigest) {
    SplitPlan plan = drawn(run);
    if (!plan.datasetDigest().equals(datasetDigest)) {
      throw new UserException(
          "Cannot use the plan "
              + run.shownPathOf(PLAN)
              + ": the lake's studies have changed since (expected dataset "
              + plan.datasetDigest().substring(0, 12)
              + "; draw a new plan with ./run split)");
    }
    return plan;
  }

  /**
   * The plan of a run, whatever has become of the lake.
   *
   * @throws UserException where there is none
   */
  static SplitPlan drawn(RunFolder run) {
    return run.text(PLAN)
        .map(text -> SplitPlanFile.read(text, run.shownPathOf(PLAN)))
        .orElseThrow(
            () ->
                new UserException(
                    "Cannot find a plan: "
                        + run.shownPathOf(PLAN)
                        + " (expected ./run split before)"));
  }
}
