package org.polarfold.job;

import java.nio.file.Path;
import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.experiment.Experiment;
import org.polarfold.experiment.Settings;
import org.polarfold.store.RunFolder;

/**
 * A configuration file, wholly validated.
 *
 * @param experiment what it describes
 * @param simulated the file of the simulated consortium that a demo makes, if it names one
 * @param text what the file says, complete in itself
 */
record Configuration(Experiment experiment, Optional<Path> simulated, String text) {

  /**
   * Reads a file.
   *
   * @throws org.polarfold.UserException for anything that is not as it should be
   */
  static Configuration read(Path file) {
    Settings settings = Settings.read(file);
    Experiment experiment = Experiment.from(settings);
    Optional<Path> simulated =
        settings.has("simulated-consortium")
            ? Optional.of(settings.path("simulated-consortium"))
            : Optional.empty();
    settings.done();
    return new Configuration(experiment, simulated, Settings.textOf(file));
  }

  /**
   * What a run was begun with. Where its data lay is not to be taken from it.
   *
   * @throws UserException where it does not tell, or not in words of this version
   */
  static Configuration of(RunFolder run) {
    String text = Runs.field(run, "configuration");
    if (text.isEmpty()) {
      throw new UserException(
          "Cannot read file: "
              + run.shownPathOf(Runs.CONFIG)
              + " (expected what ./run split writes)");
    }
    return new Configuration(Experiment.from(Settings.ofText(text)), Optional.empty(), text);
  }

  /** The same on data that lie elsewhere. */
  Configuration on(Experiment.DataLocations data) {
    return new Configuration(experiment.withData(data), simulated, text);
  }

  /** The same with other draws. */
  Configuration withSeed(long seed) {
    return new Configuration(experiment.withSeed(seed), simulated, text);
  }
}
