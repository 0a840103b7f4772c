package org.polarfold.job;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.polarfold.UserException;
import org.polarfold.store.UnreadableTable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

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

  private static final int MOST_SIMILAR = 2;

  /** The level of Spark's log, which is off otherwise. */
  private static final String LOG = "polarfold.log";

  private Polarfold() {}

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--verbose") && System.getProperty(LOG) == null) {
      System.setProperty(LOG, "warn");
    }
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
            .setExecutionExceptionHandler((e, line, parsed) -> ended(e, line.getCommandSpec()))
            .setParameterExceptionHandler(
                (e, given) -> {
                  CommandSpec command = e.getCommandLine().getCommandSpec();
                  Console console = Console.of(command, given);
                  console.fail(
                      "Invalid command: "
                          + readable(e)
                          + " ("
                          + similar(e)
                          + "see "
                          + command.qualifiedName()
                          + " --help)");
                  return console.end(command, USER_ERROR);
                });
    if (arguments.length == 0) {
      commands.usage(commands.getOut());
      return USER_ERROR;
    }
    return commands.execute(arguments);
  }

  /** What picocli says, without the names of Java's types. */
  private static String readable(ParameterException e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("is not an? (int|long)$", "is not a whole number")
        .replaceFirst("is not a double$", "is not a number");
  }

  /** Commands that are spelt like what is none. */
  private static String similar(ParameterException e) {
    List<String> commands =
        e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
            ? unmatched.getSuggestions()
            : List.of();
    return commands.isEmpty()
        ? ""
        : "did you mean "
            + commands.stream().limit(MOST_SIMILAR).collect(Collectors.joining(" or "))
            + "? ";
  }

  /** Every command and its options. */
  static CommandLine commands() {
    boolean coloured = Boolean.getBoolean("polarfold.colours");
    return new CommandLine(new Polarfold())
        .setColorScheme(Help.defaultColorScheme(coloured ? Ansi.ON : Ansi.OFF));
  }

  private static int execute(ParseResult parsed, String... arguments) {
    if (isHelp(parsed)) {
      return new RunLast().execute(parsed);
    }
    CommandSpec command = last(parsed).commandSpec();
    Console console = Console.of(command);
    Optional<SparkOptions> options = sparkOptions(parsed).filter(SparkOptions::isDry);
    if (options.isEmpty()) {
      return console.end(command, new RunLast().execute(parsed));
    }
    try {
      console.out().print(new DryRun(options.get().cluster(), List.of(arguments)).text());
      return console.end(command, 0);
    } catch (UserException e) {
      return ended(e, command);
    }
  }

  private static boolean isHelp(ParseResult parsed) {
    return parsed.isUsageHelpRequested()
        || parsed.isVersionHelpRequested()
        || (parsed.hasSubcommand() && isHelp(parsed.subcommand()));
  }

  private static ParseResult last(ParseResult parsed) {
    return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
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

  /** Ends a command that could not be submitted; the exit status. */
  static int refused(UserException e, String... arguments) {
    return ended(e, last(commands().parseArgs(arguments)).commandSpec());
  }

  /** Ends a command that has thrown; the exit status. */
  private static int ended(Exception e, CommandSpec command) {
    Console console = Console.of(command);
    // What fails while the process ends is nobody's mistake.
    if (isEnding()) {
      console.warn("Interrupted");
      return OUR_FAULT;
    }
    Optional<String> mistake = mistake(e);
    if (mistake.isPresent()) {
      console.fail(mistake.get(), e);
      return console.end(command, USER_ERROR);
    }
    console.fault(e);
    return console.end(command, OUR_FAULT);
  }

  private static Optional<String> mistake(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException) {
        return Optional.ofNullable(cause.getMessage());
      }
    }
    return UnreadableTable.told(e).or(() -> ClusterEnded.told(e));
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
