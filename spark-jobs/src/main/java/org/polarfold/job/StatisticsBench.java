package org.polarfold.job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polarfold.UserException;
import org.polarfold.evaluate.Resampling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Speed of the statistics, in memory and through Spark. */
@Command(
    name = "statistics",
    mixinStandardHelpOptions = true,
    description = {
      "Measure the statistics: DeLong and the bootstrap beside R's pROC, a table through Spark.",
      "Takes some minutes, most of them in R."
    })
final class StatisticsBench implements Callable<Integer> {

  private static final List<String> FIGURES = List.of("delong", "bootstrap", "cell", "table");

  @Option(
      names = "--only",
      paramLabel = "FIGURE",
      description = "Only this one: delong, bootstrap, cell or table.")
  private Optional<String> only = Optional.empty();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows of the table (default: ${DEFAULT-VALUE}).")
  private long rows = 10_000_000;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description = "Resamples of the bootstrap (default: ${DEFAULT-VALUE}).")
  private int resamples = Resampling.USUAL;

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    if (!FIGURES.containsAll(only.stream().toList())) {
      throw new UserException(
          "Invalid value of --only: " + only.get() + " (expected one of " + FIGURES + ")");
    }
    DiscriminationBench inMemory =
        new DiscriminationBench(new Resampling(resamples, 1), this::print);
    TableBench table = new TableBench(rows, this::print);
    if (wanted("delong")) {
      inMemory.deLong();
    }
    if (wanted("bootstrap")) {
      inMemory.bootstrap();
    }
    if (wanted("cell")) {
      CellBench.memory(this::print);
    }
    if (wanted("table")) {
      table.run(() -> options.open("bench"));
    }
    return 0;
  }

  private boolean wanted(String figure) {
    return only.map(figure::equals).orElse(true);
  }

  private void print(Figure figure) {
    console.say(figure.json());
  }
}
