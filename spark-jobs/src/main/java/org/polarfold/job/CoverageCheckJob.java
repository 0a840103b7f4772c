package org.polarfold.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polarfold.UserException;
import org.polarfold.coverage.CoverageRow;
import org.polarfold.coverage.CoverageSimulation;
import org.polarfold.coverage.CoverageTable;
import org.polarfold.coverage.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How often the intervals cover, over simulated consortia: the table of docs/statistics.md. */
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    description = {
      "How often 95 %% intervals cover, over simulated consortia with models really trained.",
      "Prints Markdown; no Spark, all processors."
    })
final class CoverageCheckJob implements Callable<Integer> {

  private static final String ALL = "all";

  @Option(
      names = "--consortia",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Consortia in each scenario (default: ${DEFAULT-VALUE}).")
  private int consortia;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Root of all draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = ALL,
      description = "no-shift, shift, new-sites or all (default: ${DEFAULT-VALUE}).")
  private String scenario = ALL;

  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    List<Scenario> scenarios = scenarios();
    CoverageSimulation simulation = new CoverageSimulation(consortia, seed);
    Progress progress = console.progress((double) scenarios.size() * consortia);
    progress.count("consortia");
    List<CoverageRow> rows = new ArrayList<>();
    for (Scenario one : scenarios) {
      rows.addAll(simulation.of(one, () -> progress.finished(1, "Simulating " + one.label())));
    }
    console.out().print(CoverageTable.markdown(rows));
    console.result(rows);
    return 0;
  }

  private List<Scenario> scenarios() {
    List<Scenario> chosen =
        Stream.of(Scenario.values())
            .filter(one -> scenario.equals(ALL) || scenario.equals(one.label()))
            .toList();
    if (chosen.isEmpty()) {
      String names =
          Stream.of(Scenario.values()).map(Scenario::label).collect(Collectors.joining(", "));
      throw new UserException(
          "Invalid scenario: \"" + scenario + "\" (expected " + names + " or " + ALL + ")");
    }
    return chosen;
  }
}
