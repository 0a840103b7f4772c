package org.polarfold.job;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.simulate.Consortium;
import org.polarfold.simulate.ConsortiumExport;
import org.polarfold.simulate.SitePart;
import org.polarfold.simulate.SiteTruth;
import org.polarfold.simulate.WrittenPart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A simulated consortium's exports, with the truth beside them: the same bytes whatever the
 * parallelism.
 */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description =
        "Write a simulated consortium's exports, its truth and its key into a new folder.")
final class SimulateJob implements Callable<Integer> {

  /** At most so many tasks for each that can run at once, so that progress is seen. */
  private static final int TASKS_A_CORE = 128;

  /** Shares of the time, as measured with the shipped consortium. */
  private static final double TRUTH = 0.3;

  private static final double EXAMINATIONS = 0.65;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "CONF",
      description = "The consortium, as conf/consortium-simulated.conf.")
  private Path conf = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "A new folder.")
  private Path out = Path.of("");

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    Settings simulate = simulate(conf);
    Progress progress = console.progress(1);
    try (SparkSession spark = options.open("simulate")) {
      run(spark, simulate, out, progress, 1);
    }
    console.wrote("exports", out.resolve("exports").toString());
    return 0;
  }

  /**
   * The block of a consortium, known to be valid.
   *
   * @throws UserException where it is not
   */
  static Settings simulate(Path conf) {
    Settings settings = Settings.read(conf);
    Settings simulate = settings.block("simulate");
    Consortium.from(simulate);
    settings.done();
    return simulate;
  }

  /**
   * Writes {@code exports/}, {@code truth/} and {@code consortium.key} into a folder.
   *
   * @param units of the progress that this is
   */
  static void run(
      SparkSession spark, Settings simulate, Path folder, Progress progress, double units) {
    Workers workers =
        new Workers(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            new Recipe(simulate.asText(), folder.toAbsolutePath().toString()),
            progress);
    ConsortiumExport export = workers.recipe.export();
    try {
      export.begin();
      try {
        steps(workers, export, units);
      } catch (Exception e) {
        abandon(export, e);
        throw e;
      }
    } catch (Exception e) {
      throw userFault(folder, e);
    }
  }

  /** Tasks that have not heard of the failure yet may still write: then something stays behind. */
  private static void abandon(ConsortiumExport export, Exception failure) {
    try {
      export.abandon();
    } catch (IOException | UncheckedIOException e) {
      failure.addSuppressed(e);
    }
  }

  private static void steps(Workers workers, ConsortiumExport export, double units)
      throws IOException {
    List<Integer> sites = IntStream.range(0, export.sites()).boxed().toList();
    List<SiteTruth> truths =
        workers.each(sites, "computing what maps can tell", TRUTH * units, ConsortiumExport::truth);
    List<Work> work =
        export.parts().stream().map(part -> new Work(part, truths.get(part.site()))).toList();
    List<WrittenPart> parts =
        workers.each(
            work,
            "examining simulated patients",
            EXAMINATIONS * units,
            (e, own) -> e.write(own.part(), own.truth()));
    workers.each(
        bySite(parts, export.sites()),
        "joining files",
        (1 - TRUTH - EXAMINATIONS) * units,
        (e, own) -> {
          e.join(own.get(0).part().site(), own);
          return true;
        });
    export.finish(truths, parts);
  }

  private static List<List<WrittenPart>> bySite(List<WrittenPart> parts, int sites) {
    List<List<WrittenPart>> bySite =
        Stream.<List<WrittenPart>>generate(ArrayList::new).limit(sites).toList();
    parts.forEach(part -> bySite.get(part.part().site()).add(part));
    return bySite;
  }

  /** What a task does with an export; it is sent to where the task runs. */
  @FunctionalInterface
  private interface Step<A, B> extends Serializable {
    B of(ConsortiumExport export, A input) throws IOException;
  }

  /** A part with what is known of its site. */
  private record Work(SitePart part, SiteTruth truth) implements Serializable {}

  /** How a task comes by the export: it reads the configuration once for all that it does. */
  private record Recipe(String simulate, String folder) implements Serializable {
    ConsortiumExport export() {
      return new ConsortiumExport(Consortium.from(Settings.ofText(simulate)), Path.of(folder));
    }
  }

  /** Those who do it. */
  private record Workers(JavaSparkContext spark, Recipe recipe, Progress progress) {

    /** Does a step for each input, in the inputs' order. */
    <A, B> List<B> each(List<A> inputs, String what, double units, Step<A, B> step) {
      int tasks = Math.min(inputs.size(), TASKS_A_CORE * spark.defaultParallelism());
      return TaskProgress.during(
          spark.sc(),
          progress,
          units,
          what,
          () -> spark.parallelize(inputs, tasks).mapPartitions(tasks(recipe, step)).collect());
    }

    /** Away from the context, which cannot be sent. */
    private static <A, B> FlatMapFunction<Iterator<A>, B> tasks(Recipe recipe, Step<A, B> step) {
      return own -> {
        ConsortiumExport export = recipe.export();
        List<B> done = new ArrayList<>();
        while (own.hasNext()) {
          done.add(step.of(export, own.next()));
        }
        return done.iterator();
      };
    }
  }

  /** A full or read-only disk, taken out of what Spark wraps around it. */
  private static RuntimeException userFault(Path folder, Exception thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof UserException fault) {
        return fault;
      }
      if (t instanceof IOException refused) {
        return new UserException(
            "Cannot write simulated exports: "
                + folder
                + " ("
                + refused.getMessage()
                + "; expected a folder that can be written to, with room)",
            refused);
      }
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }
}
