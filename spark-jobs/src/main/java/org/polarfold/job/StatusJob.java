package org.polarfold.job;

import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How far a run is, from its folder alone: while it is trained, by whomever, and afterwards. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show a run's cells: finished, in training, failed, waiting; rounds, losses, time left.",
      "Looks at files alone, beside a run in progress as well as after it."
    })
final class StatusJob implements Callable<Integer> {

  @Parameters(
      paramLabel = "RUN",
      description =
          "A run's folder (LAKE/runs/NAME-1, a path or hdfs://...), or an experiment's"
              + " configuration file: the last run that was begun with it.")
  private String run = "";

  @Option(names = "--all", description = "Every cell, those finished and waiting too.")
  private boolean all;

  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    RunStatus status = RunStatus.of(Runs.named(run), Instant.now());
    status.print(all, console.out());
    console.result(status.content());
    return 0;
  }
}
