package org.polarfold.job;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.store.UnreadableTable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The command line: {@code ./run <command>}. */
@Command(
    name = "./run",
    description = {
      "Polarfold: how much performance a network on polar maps loses where it has never been.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "<command>",
    subcommands = {
      DemoJob.class,
      TestJob.class,
      SimulateJob.class,
      IngestJob.class,
      SplitJob.class,
      PlanJob.class,
      TrainJob.class,
      StatusJob.class,
      EvaluateJob.class,
      AuditJob.class,
      ExplainJob.class,
      StressJob.class,
      ReportJob.class,
      EvidenceJob.class,
      CompareJob.class,
      StudyJob.class,
      ModelJob.class,
      PredictJob.class,
      PretrainJob.class,
      CheckJob.class,
      PackageJob.class,
      NotebookJob.class,
      DoctorJob.class,
      BenchJob.class,
      CompletionJob.class
    },
    footer = {"", "More about a command: ./run <command> --help"})
public final class Polarfold {

  /** Exit status of a mistake in the user's data, configuration or command. */
  static final int USER_ERROR = 2;

  /** Exit status of a fault of Polarfold's own. */
  static final int OUR_FAULT = 1;

  /** Exit status of a study that is finished but for cells that failed. */
  static final int INCOMPLETE = 4;

  private Polarfold() {}

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    int status = run(arguments);
    System.exit(status);
  }

  /**
   * Runs a command.
   *
   * @return 0, {@link #USER_ERROR}, {@link #OUR_FAULT} or {@link #INCOMPLETE}
   */
  public static int run(String... arguments) {
    CommandLine commands =
        commands()
            .setExecutionStrategy(parsed -> execute(parsed, arguments))
            .setExecutionExceptionHandler((e, line, parsed) -> tell(e, line.getErr()))
            .setParameterExceptionHandler(
                (e, given) -> {
                  PrintWriter err = e.getCommandLine().getErr();
                  err.println(
                      "Invalid command: "
                          + e.getMessage()
                          + " (see "
                          + e.getCommandLine().getCommandSpec().qualifiedName()
                          + " --help)");
                  return USER_ERROR;
                });
    if (arguments.length == 0) {
      commands.usage(commands.getOut());
      return USER_ERROR;
    }
    return commands.execute(arguments);
  }

  /** Every command and its options. */
  static CommandLine commands() {
    return new CommandLine(new Polarfold());
  }

  private static int execute(ParseResult parsed, String... arguments) {
    Optional<SparkOptions> options = sparkOptions(parsed).filter(SparkOptions::isDry);
    if (options.isEmpty()) {
      return new RunLast().execute(parsed);
    }
    try {
      System.out.print(new DryRun(options.get().cluster(), List.of(arguments)).text());
      return 0;
    } catch (UserException e) {
      System.err.println(e.getMessage());
      return USER_ERROR;
    }
  }

  /** What a command line says of where Spark is to run; none where it is no such command. */
  static Optional<SparkOptions> sparkOptions(String... arguments) {
    try {
      return sparkOptions(commands().parseArgs(arguments));
    } catch (ParameterException e) {
      return Optional.empty();
    }
  }

  private static Optional<SparkOptions> sparkOptions(ParseResult parsed) {
    if (parsed.isUsageHelpRequested()) {
      return Optional.empty();
    }
    if (parsed.hasSubcommand()) {
      return sparkOptions(parsed.subcommand());
    }
    return parsed.commandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(SparkOptions.class::isInstance)
        .map(SparkOptions.class::cast)
        .findFirst();
  }

  private static int tell(Exception e, PrintWriter err) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException) {
        err.println(cause.getMessage());
        return USER_ERROR;
      }
    }
    Optional<String> unreadable = UnreadableTable.told(e);
    if (unreadable.isPresent()) {
      err.println(unreadable.get());
      return USER_ERROR;
    }
    if (isEnding()) {
      err.println("Interrupted");
      return OUR_FAULT;
    }
    e.printStackTrace(err);
    return OUR_FAULT;
  }

  /** Whether the process was told to end: then Spark stops, and whatever runs on it fails. */
  private static boolean isEnding() {
    try {
      Runtime.getRuntime().removeShutdownHook(new Thread());
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
