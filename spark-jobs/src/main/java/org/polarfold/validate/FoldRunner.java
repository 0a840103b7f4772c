package org.polarfold.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.backbone.Backbone;
import org.polarfold.experiment.Experiment;
import org.polarfold.provenance.Digest;
import org.polarfold.store.CellStudies;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.PredictionStore;
import org.polarfold.store.RunFolder;
import org.polarfold.study.PatientId;
import org.polarfold.study.Target;
import org.polarfold.train.LogisticBaseline;
import org.polarfold.train.Trainer;
import org.polarfold.train.TransferNetwork;

/** Runs the cells of one fold, one after the other, on the same training and held-out studies. */
final class FoldRunner implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Validation validation;
  private final Experiment experiment;
  private final FoldOfMap fold;
  private final CellStudies studies;
  private final Trainer trainer;

  FoldRunner(
      Validation validation, FoldOfMap fold, JavaRDD<FeaturedStudy> all, List<PatientId> patients) {
    this.validation = validation;
    this.experiment = validation.experiment();
    this.fold = fold;
    this.studies =
        CellStudies.of(
            all, patients, fold.fold(), experiment.training().workers(), fold.seeds(experiment));
    this.trainer = new Trainer(experiment.training(), fold.seeds(experiment));
  }

  /** Runs a cell, unless it is finished and of the same digest; says whether it did. */
  boolean run(Stage stage) {
    RunFolder cell = folder(stage);
    String digest = digest(stage);
    if (cell.isDone()) {
      refuseAnother(cell, digest);
      return false;
    }
    cell.delete();
    Description description = new Description(stage, digest);
    switch (stage) {
      case STEP_1 -> {
        TransferNetwork network = trainer.step1(studies.training(), Backbone.featureCount());
        finish(cell, description, network);
      }
      case STEP_2 -> {
        TransferNetwork step1 = stored(folder(Stage.STEP_1));
        TransferNetwork network =
            trainer.step2(step1, studies.training(), stage.targets(experiment));
        finish(cell, description, network);
      }
      case BASELINE -> finishBaseline(cell, description);
    }
    return true;
  }

  private void finish(RunFolder cell, Description description, TransferNetwork network) {
    cell.write("network.zip", network.networkBytes());
    cell.write("inputs.json", network.inputsText());
    predict(cell, description.stage, target -> network.scores(studies.heldOut(), target));
    description.finish(cell, network.digest());
  }

  private void finishBaseline(RunFolder cell, Description description) {
    double ridge = experiment.baseline().ridge();
    predict(
        cell,
        Stage.BASELINE,
        target ->
            LogisticBaseline.fit(validation.spark(), studies.training(), target, ridge)
                .scores(studies.heldOut()));
    description.finish(cell, null);
  }

  private interface Scorer {
    JavaPairRDD<FeaturedStudy, Double> score(Target target);
  }

  private void predict(RunFolder cell, Stage stage, Scorer scorer) {
    PredictionStore.Origin origin =
        new PredictionStore.Origin(
            fold.arm(), stage.model(), fold.map().key(), fold.seed(), fold.fold().name());
    Optional<JavaRDD<Row>> rows =
        stage.targets(experiment).stream()
            .map(target -> rows(origin, target, scorer.score(target)))
            .reduce(JavaRDD::union);
    rows.ifPresent(
        all -> PredictionStore.write(validation.spark(), all, cell.pathOf("predictions.parquet")));
  }

  private static JavaRDD<Row> rows(
      PredictionStore.Origin origin, Target target, JavaPairRDD<FeaturedStudy, Double> scores) {
    String name = target.key();
    return scores.map(
        scored ->
            PredictionStore.row(origin, scored._1(), name, scored._1().label(target), scored._2()));
  }

  /** What a cell.json says. */
  private final class Description {

    private final Stage stage;
    private final String digest;

    Description(Stage stage, String digest) {
      this.stage = stage;
      this.digest = digest;
    }

    void finish(RunFolder cell, @Nullable String networkDigest) {
      ObjectNode root = JSON.createObjectNode();
      root.put("schema", "polarfold-cell/1");
      root.put("digest", digest);
      root.put("arm", fold.arm());
      root.put("fold", fold.fold().name());
      root.put("map", fold.map().key());
      root.put("seed", fold.seed());
      root.put("stage", stage.key());
      root.put("model", stage.model());
      root.put("trainingStudies", studies.training().count());
      root.put("heldOutStudies", fold.fold().heldOut().size());
      if (networkDigest != null) {
        root.put("networkDigest", networkDigest);
      }
      if (stage == Stage.STEP_2) {
        root.put("step1Digest", digest(Stage.STEP_1));
      }
      try {
        cell.write(
            "cell.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      cell.done();
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
            .add(experiment.baseline().toString())
            .add(experiment.targets().toString())
            .add(Backbone.featureKey(fold.map()));
    if (stage == Stage.STEP_2) {
      digest.add(digest(Stage.STEP_1));
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

  private TransferNetwork stored(RunFolder cell) {
    return TransferNetwork.read(
        cell.bytes("network.zip").orElseThrow(), cell.text("inputs.json").orElseThrow());
  }

  private RunFolder folder(Stage stage) {
    return validation.run().folder("cells").folder(fold.cell(stage));
  }

  @Override
  public void close() {
    studies.release();
  }
}
