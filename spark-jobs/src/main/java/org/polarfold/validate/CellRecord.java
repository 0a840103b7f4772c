package org.polarfold.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Stream;
import org.polarfold.experiment.Experiment;
import org.polarfold.experiment.Selection;
import org.polarfold.provenance.Digest;
import org.polarfold.split.Fold;
import org.polarfold.split.PatientSum;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.RunFolder;

/**
 * A finished cell of a plan, and what its {@code cell.json} says of what it was made from.
 *
 * @param name of its folder
 * @param arm that the plan holds out for
 * @param repeat of the design's draws, 0 for the first
 * @param fold who is held out
 * @param selection how it is told when enough is learnt; empty where nobody is watched
 * @param json what it says, empty where nothing can be read
 * @param file the file, as a person would write it
 */
public record CellRecord(
    String name,
    String arm,
    int repeat,
    Fold fold,
    Optional<Selection> selection,
    Optional<JsonNode> json,
    String file) {

  /** Whose studies everything was fitted to. */
  public static final String FITTED = "fittedTo";

  /** Whose studies the network's steps were taken on. */
  public static final String LEARNT = "learntFrom";

  /** Whose studies told when enough was learnt. */
  public static final String WATCHED = "watched";

  private static final String PLAN = "planDigest";
  private static final String SETTINGS = "settingsDigest";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The finished cells of a run, in the order they are run in. */
  public static Stream<CellRecord> finished(Experiment experiment, SplitPlan plan, RunFolder run) {
    RunFolder cells = run.folder("cells");
    return FoldOfMap.of(experiment, plan).stream()
        .flatMap(
            fold ->
                fold.stages(experiment).stream().map(stage -> of(experiment, fold, stage, cells)))
        .flatMap(Optional::stream);
  }

  private static Optional<CellRecord> of(
      Experiment experiment, FoldOfMap fold, Stage stage, RunFolder cells) {
    RunFolder cell = cells.folder(fold.cell(stage));
    return cell.isDone()
        ? Optional.of(
            new CellRecord(
                fold.cell(stage),
                fold.arm(),
                fold.repeat(),
                fold.fold(),
                stage.kind() == Stage.Kind.COMPARATOR
                    ? Optional.empty()
                    : experiment.training().selection(),
                cell.text("cell.json").flatMap(CellRecord::parsed),
                cell.shownPathOf("cell.json")))
        : Optional.empty();
  }

  private static Optional<JsonNode> parsed(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static void write(
      ObjectNode root,
      SplitPlan plan,
      Experiment experiment,
      PatientSum fitted,
      LearntFrom learntFrom) {
    root.put(PLAN, plan.digest());
    root.put(SETTINGS, settings(experiment));
    write(root, FITTED, fitted);
    learntFrom.learnt().ifPresent(sum -> write(root, LEARNT, sum));
    learntFrom.watched().ifPresent(sum -> write(root, WATCHED, sum));
  }

  private static void write(ObjectNode root, String key, PatientSum sum) {
    root.putObject(key).put("patients", sum.count()).put("sum", sum.hex());
  }

  /** Of a key above; empty where it does not say. */
  public Optional<PatientSum> patients(String key) {
    return json.map(root -> root.path(key))
        .flatMap(node -> PatientSum.of(node.path("patients").asLong(), node.path("sum").asText()));
  }

  /** Whether it is the record of this very cell, of this plan and this experiment. */
  public boolean isOf(SplitPlan plan, Experiment experiment) {
    return text(PLAN).equals(plan.digest())
        && text(SETTINGS).equals(settings(experiment))
        && text("arm").equals(arm)
        && text("repeat").equals(Integer.toString(repeat))
        && text("fold").equals(fold.name());
  }

  private String text(String key) {
    return json.map(root -> root.path(key).asText()).orElse("");
  }

  /** Of what every cell of an experiment depends on beside the plan and the backbone's weights. */
  private static String settings(Experiment experiment) {
    return Digest.sha256()
        .add(Long.toString(experiment.seed()))
        .add(experiment.training().toString())
        .add(experiment.comparators().ridges().toString())
        .add(experiment.targets().toString())
        .add(experiment.network().toString())
        .add(experiment.harmonisation().toString())
        .hex();
  }
}
