package org.polarfold.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.polarfold.UserException;
import org.polarfold.backbone.Pretraining;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.FlowResponse;
import org.polarfold.simulate.Resolution;
import org.polarfold.simulate.Rotation;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.study.PerfusionStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the shipped backbone anew on simulated patients that no consortium has. */
@Command(
    name = "pretrain",
    mixinStandardHelpOptions = true,
    description = "Train the shipped backbone anew, on separately seeded simulated patients.")
final class PretrainJob implements Callable<Integer> {

  private static final int SCANNERS = 50;
  private static final int MOST_PATIENTS = 1_000_000;
  private static final int MOST_EPOCHS = 10_000;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Receives the files.")
  private Path out = Path.of("");

  @Option(
      names = "--patients",
      defaultValue = "4000",
      description = "Simulated patients of an epoch (default: ${DEFAULT-VALUE}).")
  private int patients;

  @Option(
      names = "--epochs",
      defaultValue = "8",
      description =
          "Epochs, each with patients and scanners of its own (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--seed",
      defaultValue = "64",
      description = "Of patients, weights and order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    require("--patients", patients, MOST_PATIENTS);
    require("--epochs", epochs, MOST_EPOCHS);
    Progress progress = console.progress(epochs);
    progress.now("learning from " + patients + " simulated patients an epoch");
    progress.count("epochs");
    try {
      // Now, and not after everything has been learnt.
      Files.createDirectories(out);
      new Pretraining(this::simulated, epochs, seed)
          .run(out, epoch -> progress.finished(1, "finished epoch " + epoch));
    } catch (IOException e) {
      throw new UserException(
          "Cannot write the backbone: "
              + out
              + " (expected a folder that can be written to, with room)",
          e);
    }
    console.wrote("backbone", out.toString());
    return 0;
  }

  private static void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UserException(
          "Invalid value of %s: %d (expected 1 to %d)".formatted(option, value, most));
    }
  }

  /** An equal share of an epoch's patients from each of its scanners. */
  private Stream<Pretraining.Patient> simulated(int epoch) {
    Seeds seeds = new Seeds(seed).family("pretraining").family("epoch", epoch);
    return IntStream.range(0, SCANNERS)
        .boxed()
        .flatMap(
            i -> {
              int share = patients * (i + 1) / SCANNERS - patients * i / SCANNERS;
              return measured(seeds.family("scanner", i), share);
            });
  }

  /** Patients on a scanner that differs as scanners do; none has an artefact. */
  private static Stream<Pretraining.Patient> measured(Seeds seeds, int count) {
    Random draws = new Random(seeds.seed("knobs"));
    double gain = Math.exp(0.12 * draws.nextGaussian());
    double blurDegrees = 4 + 6 * draws.nextDouble();
    double noise = 0.04 + 0.08 * draws.nextDouble();
    double rotationDegrees = 5 * draws.nextGaussian();
    Iterator<PerfusionStudy> quiet =
        SimulatedStudies.studies(seeds, count, scanner(gain, blurDegrees, 0, rotationDegrees))
            .iterator();
    return SimulatedStudies.studies(
            seeds, count, scanner(gain, blurDegrees, noise, rotationDegrees))
        .map(seen -> Pretraining.Patient.of(seen, quiet.next()));
  }

  private static AcquisitionKnobs scanner(
      double gain, double blurDegrees, double noise, double rotationDegrees) {
    Resolution reference = Resolution.REFERENCE;
    return AcquisitionKnobs.of(
        FlowResponse.gain(gain),
        new Resolution(
            blurDegrees, blurDegrees / reference.blurDegrees() * reference.blurRings(), noise),
        new Rotation(rotationDegrees, 0));
  }
}
