package org.polarfold.job;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Whether the statistics mean what they say: one subcommand a simulation. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Judge the statistics, the simulator and the shipped network, by simulation.",
    synopsisSubcommandLabel = "<simulation>",
    subcommands = {
      CoverageCheckJob.class,
      PowerCheckJob.class,
      SimulatorCheckJob.class,
      BackboneCheckJob.class
    })
final class CheckJob implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "no simulation named (expected one of "
            + String.join(", ", spec.subcommands().keySet())
            + ")");
  }
}
