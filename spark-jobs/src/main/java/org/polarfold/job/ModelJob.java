package org.polarfold.job;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.FeatureCache;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.RunFolder;
import org.polarfold.validate.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Trains the networks that a consortium hands on: {@code models/} of the last run. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = {
      "Train networks on every patient of the last run, to hand on: one file a map and step.",
      "The run's estimates are of the procedure, with sites and patients held out.",
      "Of these networks there is no estimate until another hospital has tested them",
      "with ./run predict."
    })
final class ModelJob implements Callable<Integer> {

  @Parameters(paramLabel = "CONF", description = "The experiment's configuration file.")
  private Path conf = Path.of("");

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    Configuration configuration = Configuration.read(conf);
    try (SparkSession spark = options.open("model")) {
      Workplace place = new Workplace(spark, configuration, console);
      RunFolder run = place.runs().existing();
      SplitPlan plan = SplitJob.existing(run, place.studies().ledger().datasetDigest());
      Backbone backbone = place.backbone();
      Validation validation =
          new Validation(spark, configuration.experiment(), plan, backbone, place.origin(), run);
      TrainJob.requireMemory(place, validation, 1);
      TrainJob.requireDevices(place);
      Progress progress = console.progress(0);
      FeatureCache features = place.features(backbone);
      SortedMap<String, byte[]> models =
          validation.everyone(
              plan.development(),
              maps -> {
                progress.now("computing features of map " + maps.key());
                JavaRDD<FeaturedStudy> studies = features.studies(maps);
                progress.now("training on every patient, map " + maps.key());
                return studies;
              });
      RunFolder folder = run.folder("models");
      for (Map.Entry<String, byte[]> model : models.entrySet()) {
        String name = model.getKey() + ".zip";
        folder.write(name, model.getValue());
        console.say("Model: " + folder.shownPathOf(name));
      }
      console.wrote("models", folder.toString());
    }
    return 0;
  }
}
