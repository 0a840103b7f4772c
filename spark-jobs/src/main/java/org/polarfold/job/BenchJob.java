package org.polarfold.job;

import java.util.concurrent.Callable;
import org.polarfold.UserException;
import picocli.CommandLine.Command;

/** How fast this machine does what takes time. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "<what>",
    description = "Measure speed: one line of JSON a figure.",
    subcommands = {
      StatisticsBench.class,
      IngestBench.class,
      BackboneBench.class,
      AveragingBench.class
    })
final class BenchJob implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new UserException(
        "Invalid command: bench (expected bench statistics, bench ingest, bench backbone or"
            + " bench averaging)");
  }
}
