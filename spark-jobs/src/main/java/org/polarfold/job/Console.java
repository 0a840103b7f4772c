package org.polarfold.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * What a command says. What it has found and written goes to standard output; warnings, mistakes
 * and progress go to standard error, progress on a terminal alone, unless it is asked for.
 *
 * <p>With {@code --json} the last line of standard output is an object, whether the command
 * succeeds or not ({@code docs/results.md}): {@code command} (null where there is none of that
 * name), {@code status} (the exit status), {@code error} (the line that standard error has, if
 * any), {@code simulated} (true where data are), {@code wrote} (what the command has written, by
 * kind: a path each) and {@code result} (of commands that answer a question). A process that is
 * killed, or ends for lack of memory, prints none.
 */
final class Console {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ASK_FOR_JSON = "--json";

  @Option(
      names = "--verbose",
      description =
          "Tell progress line by line, also where standard error is no terminal, with Spark's"
              + " warnings and stack traces of mistakes.")
  private boolean verbose;

  @Option(
      names = ASK_FOR_JSON,
      description =
          "End standard output with a line of JSON for scripts, also where the command fails.")
  private boolean json;

  private final PrintStream out;
  private final PrintStream err;
  private final int columns;
  private final Map<String, String> wrote = new LinkedHashMap<>();
  // A watch over executors tells of them from a thread of its own.
  private volatile @Nullable Progress progress;
  private @Nullable Object result;
  private @Nullable String error;
  private boolean simulated;

  /** Of this process; {@code ./run} says whether standard error is a terminal, and how wide. */
  Console() {
    this(System.out, System.err, Integer.getInteger("polarfold.terminal", 0));
  }

  /**
   * Of other streams.
   *
   * @param columns of the terminal that {@code err} is; 0 where it is none
   */
  Console(PrintStream out, PrintStream err, int columns) {
    this.out = out;
    this.err = err;
    this.columns = columns;
  }

  /** The console of a command; of one that only has others below it, one of its own. */
  static Console of(CommandSpec command) {
    return command.mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(Console.class::isInstance)
        .map(Console.class::cast)
        .findFirst()
        .orElseGet(Console::new);
  }

  /** The same for arguments that could not be parsed. */
  static Console of(CommandSpec command, String... arguments) {
    Console console = of(command);
    console.json = List.of(arguments).contains(ASK_FOR_JSON);
    return console;
  }

  /**
   * Begins to tell of work.
   *
   * @param units of it; 0 where they are not known
   */
  Progress progress(double units) {
    Progress.Manner manner =
        verbose
            ? Progress.Manner.LINES
            : columns > 0 ? Progress.Manner.DRAWN : Progress.Manner.SILENT;
    Progress begun = new Progress(err, manner, columns, units, System::nanoTime);
    progress = begun;
    return begun;
  }

  /** Standard output, for tables. */
  PrintStream out() {
    clear();
    return out;
  }

  /** A line of what was found. */
  void say(String line) {
    out().println(line);
  }

  /** Says that a file or folder was written. */
  void wrote(String kind, String path) {
    say(kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + ": " + path);
    wrote.put(kind, path);
  }

  /** Says that what was found is not clinical, where data are simulated. */
  void tellSimulated(boolean areSimulated) {
    if (areSimulated) {
      say("Simulated data: not clinical results.");
      simulated = true;
    }
  }

  /** What a command has found, for scripts: anything that Jackson writes, without patients. */
  void result(Object found) {
    result = found;
  }

  /** A line that the user should know of, whatever becomes of the command. */
  void warn(String line) {
    clear();
    err.println(line);
  }

  /** Why the command did not do, or not all of, what it was asked. */
  void fail(String line) {
    warn(line);
    error = line;
  }

  /** The same of a mistake of the user's. */
  void fail(String line, Throwable thrown) {
    fail(line);
    if (verbose) {
      thrown.printStackTrace(err);
    }
  }

  /** A fault of Polarfold's own; what it says may quote data, and stays on standard error. */
  void fault(Throwable thrown) {
    clear();
    thrown.printStackTrace(err);
    error = "A fault of Polarfold's own: " + thrown.getClass().getName();
  }

  /**
   * Ends the command.
   *
   * @return its exit status
   */
  int end(CommandSpec command, int status) {
    clear();
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("command", name(command));
      line.put("status", status);
      if (error != null) {
        line.put("error", error);
      }
      if (simulated) {
        line.put("simulated", true);
      }
      line.put("wrote", wrote);
      if (result != null) {
        line.put("result", result);
      }
      try {
        out.println(JSON.writeValueAsString(line));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return status;
  }

  /** As it is typed after ./run. */
  private static @Nullable String name(CommandSpec command) {
    String qualified = command.qualifiedName(" ");
    int first = qualified.indexOf(' ');
    return first < 0 ? null : qualified.substring(first + 1);
  }

  private void clear() {
    if (progress != null) {
      progress.clear();
    }
  }
}
