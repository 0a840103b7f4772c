package org.polarfold.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.polarfold.experiment.Settings;

/** Knobs and sites as a configuration says them. */
final class KnobFixture {

  /** No blur, no noise, and every study of a patient alike. */
  private static final String PERFECT =
      "blur-degrees = 0, blur-rings = 0, noise = 0, reproducibility-rest = 0,"
          + " reproducibility-stress = 0\n";

  private KnobFixture() {}

  /** Perfect knobs but for those named. */
  static AcquisitionKnobs knobs(String named) {
    Settings settings = settings(PERFECT + named);
    AcquisitionKnobs knobs = KnobSettings.read(settings);
    settings.done();
    return knobs;
  }

  static Settings settings(String text) {
    try {
      Path file = Files.createTempFile("knobs", ".conf");
      Files.writeString(file, text);
      Settings settings = Settings.read(file);
      Files.delete(file);
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A patient without disease and of reference levels, with this flow. */
  static Patient patient(boolean male, LatentFlow flow) {
    return new Patient(
        new Person(male, 63, Race.WHITE, Set.of(), false, false),
        new CoronaryDisease(List.of(), 0),
        new FlowLevels(0, 0, 0),
        flow);
  }
}
