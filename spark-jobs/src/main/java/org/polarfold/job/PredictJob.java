package org.polarfold.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.FeatureCache;
import org.polarfold.backbone.WeightFlaw;
import org.polarfold.experiment.Network;
import org.polarfold.familiarity.Familiarity.Distances;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.CellStudies;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.PredictionStore;
import org.polarfold.store.RunFolder;
import org.polarfold.store.SiteCohort;
import org.polarfold.store.StudyStore;
import org.polarfold.study.Target;
import org.polarfold.train.HeadNetwork;
import org.polarfold.train.MadeFor;
import org.polarfold.train.ModelFacts;
import org.polarfold.train.SavedModel;
import org.polarfold.train.TransferNetwork;
import org.polarfold.validate.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a finished model the studies of a lake: for a hospital that only tests. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Show a finished model the studies of a lake, and write what it makes of each.",
      "Refuses studies of another tracer, kinetic model, attenuation correction or stressor than the"
          + " model has seen. Evaluate with ./run evaluate --predictions."
    })
final class PredictJob implements Callable<Integer> {

  private static final long LARGEST = 1L << 30;

  /** Shares of the time, about. */
  private static final double FEATURES = 0.8;

  private static final double SCORES = 0.2;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "A model that ./run model, or a cell of a run, has written.")
  private Path model = Path.of("");

  @Option(
      names = "--studies",
      required = true,
      paramLabel = "LAKE",
      description = "The lake that ./run ingest has written; features are kept in it.")
  private String lake = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "Receives the predictions: .csv, which replaces a file of that name, or .parquet, a"
              + " folder that is not there yet.")
  private Path out = Path.of("");

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The file of weights that the model was made with, where it has a ResNet-50.")
  private Optional<String> weights = Optional.empty();

  @Option(
      names = "--unfamiliar",
      description = "Predict studies too that are unlike any that the model has seen.")
  private boolean unfamiliar;

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    boolean csv = out.toString().endsWith(".csv");
    if (!csv && !out.toString().endsWith(".parquet")) {
      throw new UserException(
          "Invalid value of --out: " + out + " (expected a name that ends in .csv or .parquet)");
    }
    requireWritable(csv);
    SavedModel saved = saved();
    ModelFacts facts = saved.facts();
    Network seen = network(facts);
    Progress progress = console.progress(FEATURES + SCORES);
    progress.now("reading studies");
    try (SparkSession spark = options.open("predict")) {
      StudyStore studies = StudyStore.at(spark, lake);
      requireFamiliar(facts, studies);
      Backbone backbone = Backbone.of(seen, spark.sparkContext().hadoopConfiguration());
      TransferNetwork network = network(saved, backbone);
      FeatureCache features =
          new FeatureCache(
              spark,
              RunFolder.at(lake, spark.sparkContext().hadoopConfiguration()),
              studies,
              backbone,
              facts.network().augmentation(),
              new Seeds(0));
      Unfamiliar apart = unfamiliar(facts, backbone, spark);
      JavaRDD<FeaturedStudy> seenHere =
          TaskProgress.during(
              spark.sparkContext(),
              progress,
              FEATURES,
              "computing features",
              () -> features.studies(facts.maps()).cache());
      JavaRDD<Row> rows = rows(network, facts, seenHere, apart).cache();
      progress.now("predicting");
      if (csv) {
        PredictionStore.writeCsv(spark, rows, out);
      } else {
        PredictionStore.writeShown(spark, rows, out.toString());
      }
      apart.tell(seenHere, console.out());
      tell(facts, studies, rows.count() / facts.targets().size());
    }
    return 0;
  }

  /** Now, and not after everything has been computed. */
  private void requireWritable(boolean csv) {
    Path folder = Optional.ofNullable(out.toAbsolutePath().getParent()).orElse(out);
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new UserException(
          "Cannot write predictions: "
              + out
              + " (expected a file in a folder that can be written)");
    }
    // Predictions are written anew; whatever else has the name must not be lost.
    if (csv ? Files.exists(out) && !PredictionStore.isCsv(out) : Files.exists(out)) {
      throw new UserException(
          "Cannot write predictions: "
              + out
              + " (expected a name that is not taken"
              + (csv ? ", or a file of ./run predict)" : ")"));
    }
  }

  private SavedModel saved() {
    try {
      if (!Files.isRegularFile(model)) {
        throw refused("a file, and there is none", null);
      }
      if (Files.size(model) > LARGEST) {
        throw refused("at most 1 GiB", null);
      }
      return SavedModel.read(Files.readAllBytes(model));
    } catch (WeightFlaw e) {
      throw refused(e.expected(), e);
    } catch (IOException e) {
      throw refused("a file that can be read", e);
    }
  }

  private UserException refused(String expected, @Nullable Exception cause) {
    String message = "Cannot use model: " + model + " (expected " + expected + ")";
    return cause == null ? new UserException(message) : new UserException(message, cause);
  }

  /** With the weights where they lie here. */
  private Network network(ModelFacts facts) {
    Optional<String> needed = facts.network().weights().map(Network.WeightsFile::sha256);
    if (needed.isPresent() != weights.isPresent()) {
      throw new UserException(
          "Invalid value of --weights: "
              + weights.orElse("none")
              + " (expected "
              + needed.map(sha256 -> "the file of SHA-256 " + sha256).orElse("none")
              + ", as of "
              + model
              + ")");
    }
    return weights.map(facts.network()::withWeightsAt).orElse(facts.network());
  }

  private TransferNetwork network(SavedModel saved, Backbone backbone) {
    ModelFacts facts = saved.facts();
    if (!backbone.key().equals(facts.frozenPart())) {
      throw refused("one with the frozen part of this version, " + backbone.key(), null);
    }
    try {
      return saved.network(
          HeadNetwork.finished(
              backbone.features(facts.maps()), backbone.unfrozen(), facts.hiddenUnits()));
    } catch (WeightFlaw e) {
      throw refused(e.expected(), e);
    }
  }

  private Unfamiliar unfamiliar(ModelFacts facts, Backbone frozen, SparkSession spark) {
    try {
      return Unfamiliar.of(facts, frozen, spark);
    } catch (WeightFlaw e) {
      throw refused(e.expected(), e);
    }
  }

  private void requireFamiliar(ModelFacts facts, StudyStore studies) {
    MadeFor madeFor = facts.madeFor();
    List<SiteCohort> sites = SiteCohort.of(studies.withMaps(facts.maps().kinds()));
    List<String> unlike = new ArrayList<>();
    for (SiteCohort site : sites) {
      String name = site.site().value();
      madeFor
          .unlike(site.acquisition(), site.patients())
          .forEach(line -> unlike.add("site " + name + ": " + line));
      if (madeFor.sites().contains(name)) {
        console.warn(
            "Site "
                + name
                + " bears the name of one that the model has learnt from:"
                + " its own patients tell nothing about new ones.");
      }
    }
    if (!unlike.isEmpty() && !unfamiliar) {
      throw new UserException(
          "Cannot predict what the model was not made for: "
              + unlike.get(0)
              + (unlike.size() > 1 ? ", and " + (unlike.size() - 1) + " more" : "")
              + "; --unfamiliar predicts them all the same");
    }
    unlike.forEach(line -> console.warn("Unlike anything that the model has seen: " + line));
  }

  private static JavaRDD<Row> rows(
      TransferNetwork network, ModelFacts facts, JavaRDD<FeaturedStudy> studies, Unfamiliar apart) {
    PredictionStore.Origin origin =
        new PredictionStore.Origin(
            "external", Validation.networkModel(), facts.maps().key(), 0, 0, "finished");
    List<Target> targets = network.targets();
    return network
        .scores(CellStudies.shown(studies))
        .flatMap(
            scored -> {
              Optional<Distances> distances = apart.distances(scored._1());
              return IntStream.range(0, targets.size())
                  .mapToObj(
                      t ->
                          PredictionStore.shown(
                              PredictionStore.row(
                                  origin,
                                  scored._1(),
                                  targets.get(t).key(),
                                  scored._1().label(targets.get(t)),
                                  scored._2()[t]),
                              distances))
                  .iterator();
            });
  }

  private void tell(ModelFacts facts, StudyStore studies, long shown) {
    long without = studies.ledger().accepted() - shown;
    if (without > 0) {
      console.say(
          without
              + " studies of the lake have no map of flow that the model looks at: "
              + facts.maps().key());
    }
    for (Target target : facts.targets()) {
      if (facts.maps().define(target)) {
        console.say(target.key() + " is circular: the " + facts.maps().key() + " map defines it");
      }
      Double threshold = facts.thresholds().get(target);
      console.say(
          target.key()
              + ": "
              + (threshold == null
                  ? "no threshold, for lack of a class among the studies it learnt from"
                  : String.format(Locale.ROOT, "positive from %.3f", threshold)));
    }
    console.tellSimulated(facts.madeFor().simulated() || studies.ledger().simulated());
    console.say(shown + " studies predicted");
    console.wrote("predictions", out.toString());
    console.result(Map.of("studies", shown));
  }
}
