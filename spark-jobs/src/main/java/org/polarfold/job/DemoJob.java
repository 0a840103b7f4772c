package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.experiment.Experiment.DataLocations;
import org.polarfold.experiment.Settings;
import org.polarfold.store.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Simulates a consortium and takes it through a whole study; nothing need be prepared. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Simulate a consortium and take it through a whole study, to a report.",
      "Starts anew, unless the last demo was interrupted: then it goes on."
    })
final class DemoJob implements Callable<Integer> {

  private static final double SIMULATE = 2;
  private static final String CONSORTIUM = "consortium";

  @Option(
      names = "--config",
      paramLabel = "CONF",
      description = "Another configuration than conf/demo.conf.")
  private @Nullable Path conf;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where everything is written (default: runs/demo of Polarfold's folder).")
  private @Nullable Path out;

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();
  @Mixin private CellOptions cells = new CellOptions();

  @Override
  public Integer call() {
    Path shipped = Path.of(System.getProperty("polarfold.conf", "conf"));
    Path file = conf == null ? shipped.resolve("demo.conf") : conf;
    Path folder =
        out == null
            ? Optional.ofNullable(shipped.toAbsolutePath().getParent())
                .orElse(Path.of(""))
                .resolve("runs/demo")
            : out;
    Configuration configuration = Configuration.read(file).on(locations(folder));
    Path consortium =
        configuration
            .simulated()
            .orElseThrow(
                () ->
                    new UserException(
                        "Cannot find a key in "
                            + file
                            + ": simulated-consortium (expected the file of a simulated consortium)"));
    try (SparkSession spark = options.open("demo")) {
      return run(new Workplace(spark, configuration, console), consortium, folder);
    }
  }

  private static DataLocations locations(Path folder) {
    Path consortium = folder.resolve(CONSORTIUM);
    return new DataLocations(
        consortium.resolve("exports"),
        folder.resolve("lake").toString(),
        Optional.of(consortium.resolve("consortium.key")),
        Optional.empty());
  }

  private int run(Workplace place, Path consortium, Path folder) {
    Progress progress = console.progress(40);
    Optional<RunFolder> unfinished = place.runs().unfinished();
    if (unfinished.isPresent()) {
      return StudyJob.runFrom(place, place.studies().ledger(), cells, progress);
    }
    simulate(place.spark(), consortium, folder, progress);
    return StudyJob.run(place, cells, progress);
  }

  /** Puts the new exports in the place of the last ones. */
  private static void simulate(
      SparkSession spark, Path consortium, Path folder, Progress progress) {
    Settings simulate = SimulateJob.simulate(consortium);
    Path unfinished = folder.resolve(CONSORTIUM + ".unfinished");
    Path finished = folder.resolve(CONSORTIUM);
    try {
      delete(unfinished);
      SimulateJob.run(spark, simulate, unfinished, progress, SIMULATE);
      delete(finished);
      Files.move(unfinished, finished);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder with all that is in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> inside = Files.walk(folder)) {
      all = inside.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
