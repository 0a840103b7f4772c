package org.polarfold.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.simulate.Consortium;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A simulated consortium's exports, with the truth beside them. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description =
        "Write a simulated consortium's exports, its truth and its key into a new folder.")
final class SimulateJob implements Callable<Integer> {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "CONF",
      description = "The consortium, as conf/simulated/demo.conf.")
  private Path conf = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "A new folder.")
  private Path out = Path.of("");

  @Override
  public Integer call() {
    run(conf, out);
    System.out.println("Simulated exports: " + out.resolve("exports"));
    return 0;
  }

  /** Writes {@code exports/}, {@code truth/} and {@code consortium.key} into a folder. */
  static void run(Path conf, Path folder) {
    Settings settings = Settings.read(conf);
    Consortium consortium = Consortium.from(settings.block("simulate"));
    settings.done();
    try {
      consortium.writeExports(folder);
    } catch (IOException e) {
      throw new UserException(
          "Cannot write simulated exports: " + folder + " (" + e.getMessage() + ")", e);
    }
  }
}
