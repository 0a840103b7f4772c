package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.polarfold.backbone.Pretraining;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.FlowResponse;
import org.polarfold.simulate.Resolution;
import org.polarfold.simulate.Rotation;
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

  private static final List<AcquisitionKnobs> SCANNERS =
      List.of(
          AcquisitionKnobs.REFERENCE,
          scanner(0.9, 7, 0.09, 4),
          scanner(1.1, 9, 0.07, -4),
          scanner(1.0, 6, 0.11, 0));

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
      defaultValue = "8",
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

  /** An equal share of the patients from each scanner. */
  private List<PerfusionStudy> simulated() {
    Seeds seeds = new Seeds(seed).family("pretraining");
    return IntStream.range(0, SCANNERS.size())
        .boxed()
        .flatMap(
            i ->
                SimulatedStudies.studies(
                    seeds.family("scanner", i), patients / SCANNERS.size(), SCANNERS.get(i)))
        .toList();
  }

  /** Reference patients on scanners that differ as scanners do; none has an artefact. */
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
