package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Results;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.experiment.Experiment;
import org.polarfold.ingest.Pseudonyms;
import org.polarfold.planted.NoveltyCoverage;
import org.polarfold.planted.PooledParts;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.RunFolder;

/**
 * The novelty where nothing is planted, told by the whole pipeline: exports, ingest, plan, features
 * of the shipped network, heads by parameter averaging, evaluation. One consortium after another,
 * each in a temporary folder.
 *
 * @param spark the session
 * @param experiment the file of what is trained
 * @param presets the folder of the presets
 * @param patients of every site
 */
record NetworkNovelty(SparkSession spark, Path experiment, Path presets, int patients) {

  private static final String CONTROL = "no-shift.conf";

  /** Told of every consortium. */
  @FunctionalInterface
  interface Finished {
    void consortium(int number, Map<String, PooledParts> parts);
  }

  /** Takes so many consortia through whole studies; a row a target, map and model. */
  List<NoveltyCoverage> of(long seed, int consortia, Finished finished) {
    Map<String, List<PooledParts>> all = new LinkedHashMap<>();
    for (int number = 0; number < consortia; number++) {
      Map<String, PooledParts> parts = new LinkedHashMap<>();
      for (BinaryResult result : study(new Seeds(seed).family("novelty", number)).binary()) {
        String told = result.target() + " from " + result.map() + ", " + result.model();
        parts.put(told, PooledParts.of(result));
      }
      parts.forEach((told, one) -> all.computeIfAbsent(told, t -> new ArrayList<>()).add(one));
      finished.consortium(number + 1, parts);
    }
    return all.entrySet().stream()
        .map(told -> NoveltyCoverage.of(told.getKey(), told.getValue()))
        .toList();
  }

  private Results study(Seeds seeds) {
    try {
      Path folder = Files.createTempDirectory("polarfold-novelty-");
      try {
        return study(seeds, folder);
      } finally {
        DemoJob.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Results study(Seeds seeds, Path folder) throws IOException {
    Path consortium = folder.resolve("consortium");
    Progress silent = Progress.silent();
    SimulateJob.run(spark, SimulateJob.simulate(consortium(seeds, folder)), consortium, silent, 1);
    Configuration configuration =
        Configuration.read(experiment)
            .on(
                new Experiment.DataLocations(
                    consortium.resolve("exports"),
                    folder.resolve("lake").toString(),
                    Optional.of(consortium.resolve("consortium.key")),
                    Optional.empty()))
            .withSeed(seeds.seed("experiment"));
    Workplace place = new Workplace(spark, configuration, new Console());
    Experiment trained = configuration.experiment();
    IngestJob.Ingested ingested =
        IngestJob.run(
            spark,
            trained.data().exports(),
            trained.data().lake(),
            Pseudonyms.of(trained.data()),
            Set.of());
    ingested.requireAllRead();
    IngestLedger ledger = ingested.ledger();
    RunFolder run = place.runs().begin(ledger.datasetDigest());
    SplitPlan plan = SplitJob.run(place.studies(), trained, run);
    TrainJob.run(place, plan, run, new CellOptions(), silent, 0);
    return EvaluateJob.run(place, plan, run, Resampling.NONE);
  }

  /** The control with a seed of its own; a file includes only those beside it. */
  private Path consortium(Seeds seeds, Path folder) throws IOException {
    Files.copy(presets.resolve(CONTROL), folder.resolve(CONTROL));
    return Files.writeString(
        folder.resolve("consortium.conf"),
        String.join(
            "\n",
            "include \"" + CONTROL + "\"",
            "simulate.seed = " + (seeds.seed("consortium") >>> 1),
            "simulate.truth-patients = 40",
            "simulate.templates.site.patients = " + patients,
            ""));
  }
}
