package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.polarfold.backbone.Pretraining;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.study.PerfusionStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains the shipped backbone anew on simulated patients that no consortium has. */
@Command(
    name = "pretrain",
    mixinStandardHelpOptions = true,
    description = "Train the shipped backbone anew, on separately seeded simulated patients.")
final class PretrainJob implements Callable<Integer> {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Receives the files.")
  private Path out = Path.of("");

  @Option(
      names = "--patients",
      defaultValue = "4000",
      description = "Simulated patients (default: ${DEFAULT-VALUE}).")
  private int patients;

  @Option(
      names = "--epochs",
      defaultValue = "12",
      description = "Passes over their maps (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--seed",
      defaultValue = "64",
      description = "Of patients, weights and order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    Progress progress = new Progress(epochs);
    progress.now("simulating " + patients + " patients");
    try {
      new Pretraining(simulated(), epochs, seed)
          .run(out, epoch -> progress.finished(1, "finished epoch " + epoch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    progress.end();
    System.out.println("Backbone: " + out);
    return 0;
  }

  private List<PerfusionStudy> simulated() {
    Seeds seeds = new Seeds(seed).family("pretraining");
    return SimulatedStudies.studies(seeds, patients, AcquisitionKnobs.REFERENCE).toList();
  }
}
