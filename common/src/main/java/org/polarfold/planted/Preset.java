package org.polarfold.planted;

import java.nio.file.Path;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.Consortium;

/**
 * A consortium as its file describes it, of any seed and size.
 *
 * @param consortium its sites
 * @param patients of every site
 */
record Preset(Consortium consortium, int patients) {

  /** Reads {@code <name>.conf} of a folder. */
  Preset(Path folder, String name, int patients) {
    this(read(folder.resolve(name + ".conf")), patients);
  }

  private static Consortium read(Path file) {
    Settings settings = Settings.read(file);
    Consortium consortium = Consortium.from(settings.block("simulate"));
    settings.done();
    return consortium;
  }

  /** One consortium on the way of a study. */
  Trial trial(Seeds seeds) {
    return new Trial(Cohort.of(consortium, seeds, patients), seeds);
  }
}
