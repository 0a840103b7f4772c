package org.polarfold.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.backbone.WeightFlaw;
import org.polarfold.experiment.Experiment;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.provenance.Digest;
import org.polarfold.split.PatientSum;
import org.polarfold.store.CellStudies;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.HeldOutStudies;
import org.polarfold.store.PredictionStore;
import org.polarfold.store.RunFolder;
import org.polarfold.store.WatchedStudies;
import org.polarfold.study.PatientId;
import org.polarfold.study.Target;
import org.polarfold.train.ConventionalModel;
import org.polarfold.train.HeadNetwork;
import org.polarfold.train.LearntSample;
import org.polarfold.train.ModelFacts;
import org.polarfold.train.SavedModel;
import org.polarfold.train.Trainer;
import org.polarfold.train.TransferNetwork;

/**
 * Runs the cells of one fold, one after the other, on the same training and held-out studies. A
 * cell that throws is tried once more, and then left as failed; the others go on.
 */
final class FoldRunner implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The file of a cell's network. */
  static final String MODEL = "model.zip";

  private final Validation validation;
  private final Experiment experiment;
  private final FoldOfMap fold;
  private final Alike alike;
  private final CellStudies studies;
  private final HeadNetwork structure;
  private final Trainer trainer;
  private @Nullable PatientSum fittedTo;

  FoldRunner(
      Validation validation, FoldOfMap fold, JavaRDD<FeaturedStudy> all, List<PatientId> patients) {
    this.validation = validation;
    this.experiment = validation.experiment();
    this.fold = fold;
    CellStudies asMeasured =
        CellStudies.of(
            all, patients, fold.fold(), experiment.training().workers(), fold.seeds(experiment));
    this.alike = Alike.of(validation, fold, asMeasured);
    this.studies = alike.studies();
    this.structure =
        new HeadNetwork(
            validation.backbone().features(fold.map()),
            validation.backbone().unfrozen(),
            experiment.training());
    this.trainer =
        new Trainer(
            structure,
            1 + experiment.network().augmentation().variants(),
            fold.seeds(experiment),
            // Its results say so wherever they are shown.
            experiment.training().looksAtHeldOut() ? Optional.of(lookedAt()) : Optional.empty());
  }

  private WatchedStudies lookedAt() {
    HeldOutStudies heldOut = alike.heldOut().get(fold.arm());
    if (heldOut == null || fold.fold().heldOut().isEmpty()) {
      throw new UserException(
          "Invalid value of training.selection.rule: oracle (expected another rule for a network of"
              + " everybody: nobody is held out)");
    }
    return heldOut.seenByOracle();
  }

  /** What became of a cell. */
  enum Outcome {
    /** It was finished before, with the same digest. */
    FOUND,
    /** It is finished now. */
    TRAINED,
    /** It is not finished, as {@link FailedCell} tells. */
    FAILED
  }

  /**
   * Runs a cell, unless it is finished.
   *
   * @param checkpointEvery how much time of it may be lost
   * @param ending whether all shall end, so that what throws is no failure of the cell's
   * @throws UserException where a finished cell was made by something else
   */
  Outcome run(Stage stage, Duration checkpointEvery, BooleanSupplier ending) {
    RunFolder cell = folder(stage);
    Description description = new Description(stage, digest(stage));
    if (cell.isDone()) {
      refuseAnother(cell, description.digest);
      return Outcome.FOUND;
    }
    validation.spark().sparkContext().setJobDescription(fold.cell(stage));
    Optional<FailedCell> failed =
        stage.kind() == Stage.Kind.STEP_2 && !folder(Stage.step1(experiment)).isDone()
            ? Optional.of(new FailedCell("its step 1 failed", 0))
            : FailedCell.of(() -> train(cell, description, checkpointEvery), ending);
    if (failed.isPresent()) {
      cell.delete();
      failed.get().write(cell);
      return Outcome.FAILED;
    }
    return Outcome.TRAINED;
  }

  private void train(RunFolder cell, Description description, Duration checkpointEvery) {
    Stage stage = description.stage;
    CellJournal journal = new CellJournal(cell, description.digest, checkpointEvery);
    journal.begin();
    switch (stage.kind()) {
      case STEP_1 -> {
        TransferNetwork network = trainer.step1(studies.training(), journal);
        finish(cell, description, network, journal.learntFrom());
      }
      case STEP_2 -> {
        TransferNetwork step1 = stored(folder(Stage.step1(experiment)));
        TransferNetwork network =
            trainer.step2(step1, studies.training(), stage.targets(), journal);
        finish(cell, description, network, journal.learntFrom());
      }
      case COMPARATOR -> finishComparator(cell, description);
    }
    journal.end();
    cell.done();
  }

  private void finish(
      RunFolder cell, Description description, TransferNetwork network, LearntFrom learntFrom) {
    cell.write(MODEL, SavedModel.bytes(network, facts(network)));
    Stage stage = description.stage;
    if (!stage.targets().isEmpty() && !fold.fold().heldOut().isEmpty()) {
      PredictionStore.Origin origin = origin(stage);
      int[] places = stage.targets().stream().mapToInt(network.targets()::indexOf).toArray();
      List<Target> targets = stage.targets();
      write(
          cell,
          alike.heldOut().entrySet().stream()
              .map(
                  arm ->
                      rows(
                          origin.of(arm.getKey()), targets, places, network.scores(arm.getValue())))
              .reduce(JavaRDD::union)
              .orElseThrow());
    }
    description.write(cell, network, learntFrom);
  }

  private static JavaRDD<Row> rows(
      PredictionStore.Origin origin,
      List<Target> targets,
      int[] places,
      JavaPairRDD<FeaturedStudy, double[]> scores) {
    return scores.flatMap(
        scored ->
            IntStream.range(0, places.length)
                .mapToObj(t -> row(origin, targets.get(t), scored._1(), scored._2()[places[t]]))
                .iterator());
  }

  private void finishComparator(RunFolder cell, Description description) {
    Stage stage = description.stage;
    List<Double> ridges = experiment.comparators().ridges();
    PredictionStore.Origin origin = origin(description.stage);
    stage.targets().stream()
        .map(
            target ->
                ConventionalModel.fit(
                        validation.spark(),
                        stage.comparator(),
                        ridges,
                        studies.training(),
                        target,
                        fold.seeds(experiment).seed(stage.key(), target.key()))
                    .scores(studies.heldOut())
                    .map(scored -> row(origin, target, scored._1(), scored._2())))
        .reduce(JavaRDD::union)
        .ifPresent(rows -> write(cell, rows));
    description.write(cell, null, new LearntFrom(Optional.of(fittedTo()), Optional.empty()));
  }

  /** Whose studies everything in this fold is fitted to that is: scales, weights, models. */
  private PatientSum fittedTo() {
    PatientSum known = fittedTo;
    if (known == null) {
      known = studies.training().patients();
      fittedTo = known;
    }
    return known;
  }

  private PredictionStore.Origin origin(Stage stage) {
    return new PredictionStore.Origin(
        fold.arm(),
        stage.model(),
        fold.map().key(),
        fold.repeat(),
        fold.seed(),
        fold.fold().name());
  }

  private void write(RunFolder cell, JavaRDD<Row> rows) {
    PredictionStore.write(validation.spark(), rows, cell.pathOf("predictions.parquet"));
  }

  private static Row row(
      PredictionStore.Origin origin, Target target, FeaturedStudy study, double score) {
    return PredictionStore.row(origin, study, target.key(), study.label(target), score);
  }

  /** What a cell.json says. */
  private final class Description {

    private final Stage stage;
    private final String digest;

    Description(Stage stage, String digest) {
      this.stage = stage;
      this.digest = digest;
    }

    void write(RunFolder cell, @Nullable TransferNetwork network, LearntFrom learntFrom) {
      ObjectNode root = JSON.createObjectNode();
      root.put("schema", "polarfold-cell/1");
      root.put("digest", digest);
      root.put("arm", fold.arm());
      root.put("repeat", fold.repeat());
      root.put("fold", fold.fold().name());
      root.put("map", fold.map().key());
      root.put("seed", fold.seed());
      root.put("stage", stage.key());
      root.put("model", stage.model());
      root.put("trainingStudies", studies.training().count());
      root.put("heldOutStudies", fold.fold().heldOut().size());
      CellRecord.write(root, validation.plan(), experiment, fittedTo(), learntFrom);
      if (network != null) {
        alike.describe().ifPresent(facts -> root.set("harmonisation", JSON.valueToTree(facts)));
      }
      if (network != null) {
        root.put("networkDigest", network.digest());
        root.put("averaged", experiment.training().averaging().description());
        network
            .shown()
            .ifPresent(
                shown -> {
                  root.put("examplesUsed", shown.used());
                  root.put("examplesExpected", shown.expected());
                });
        network.chosen().ifPresent(chosen -> root.set("selection", JSON.valueToTree(chosen)));
      }
      if (stage.kind() == Stage.Kind.STEP_2) {
        root.put("step1Digest", digest(Stage.step1(experiment)));
      }
      try {
        cell.write(
            "cell.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Everything that a cell's result depends on; step 2 on step 1 as well. */
  private String digest(Stage stage) {
    Digest digest =
        Digest.sha256()
            .add(validation.plan().digest())
            .add(fold.cell(stage))
            .add(Long.toString(experiment.seed()))
            .add(experiment.training().toString())
            .add(experiment.comparators().ridges().toString())
            .add(experiment.targets().toString())
            .add(validation.backbone().key())
            .add(experiment.network().toString());
    if (!experiment.harmonisation().equals(SiteHarmonisation.NONE)) {
      digest.add(experiment.harmonisation().toString());
    }
    if (stage.kind() == Stage.Kind.STEP_2) {
      digest.add(digest(Stage.step1(experiment)));
    }
    return digest.hex();
  }

  private static void refuseAnother(RunFolder cell, String digest) {
    String found =
        cell.text("cell.json")
            .map(
                text -> {
                  try {
                    return JSON.readTree(text).path("digest").asText();
                  } catch (JsonProcessingException e) {
                    return "unreadable";
                  }
                })
            .orElse("missing");
    if (!found.equals(digest)) {
      throw new UserException(
          "Cannot continue cell "
              + cell
              + ": it was made with other settings, digest "
              + shortened(found)
              + " (expected "
              + shortened(digest)
              + "); begin a new run");
    }
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  private ModelFacts facts(TransferNetwork network) {
    TransferNetwork.Learnt learnt = network.learnt(studies.training());
    return new ModelFacts(
        experiment.network(),
        validation.backbone().key(),
        fold.map(),
        experiment.training().hiddenUnits(),
        network.targets(),
        learnt.thresholds(),
        validation.origin().of(learnt.sites(), studies.training().count()),
        learntFrom());
  }

  /** Only of a model to hand on, since a cell's is shown nobody new. */
  private List<float[]> learntFrom() {
    return fold.fold().heldOut().isEmpty()
        ? LearntSample.fit(
            studies.training(),
            validation.backbone().placeMeans(fold.map()),
            fold.seeds(experiment))
        : List.of();
  }

  private TransferNetwork stored(RunFolder cell) {
    try {
      return SavedModel.read(cell.bytes(MODEL).orElseThrow()).network(structure);
    } catch (WeightFlaw e) {
      throw new UserException(
          "Cannot read " + cell.shownPathOf(MODEL) + " (expected " + e.expected() + ")", e);
    }
  }

  RunFolder folder(Stage stage) {
    return validation.run().folder("cells").folder(fold.cell(stage));
  }

  @Override
  public void close() {
    alike.release();
  }
}
