package org.polarfold.job;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.RunComparison;
import org.polarfold.experiment.SettingDifference;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.report.ComparisonReport;
import org.polarfold.store.PredictionTable;
import org.polarfold.validate.DistributedEvaluation;

/**
 * Two runs side by side.
 *
 * @param first the run that the other is taken from
 * @param second the other
 * @param settings that differ
 * @param comparisons of what both have, in order of target, map and model
 * @param notCompared what is not, and why
 */
record RunsCompared(
    ComparedRun first,
    ComparedRun second,
    List<SettingDifference> settings,
    List<RunComparison> comparisons,
    List<NotCompared> notCompared) {

  private static final Comparator<List<String>> TASKS =
      Comparator.comparing((List<String> task) -> task.get(0))
          .thenComparing(task -> task.get(1))
          .thenComparing(task -> task.get(2));

  /** A target, map and model of either run, and why there is no comparison of it. */
  record NotCompared(String target, String map, String model, String why) {}

  /**
   * Compares.
   *
   * @throws UserException where the patients of one are not known in the other, or contradict
   */
  static RunsCompared of(SparkSession spark, ComparedRun first, ComparedRun second) {
    if (!first.keyCheck().equals(second.keyCheck())) {
      throw new UserException(
          "Cannot compare run "
              + first.folder()
              + " with "
              + second.folder()
              + ": their lakes were made with different keys, and a patient has another pseudonym in"
              + " each (expected runs on lakes of one data.key-file)");
    }
    PredictionTable both = PredictionTable.ofTwoRuns(first.predictions(), second.predictions());
    List<RunComparison> comparisons =
        DistributedEvaluation.on(spark, Resampling.NONE).ofTwoRuns(both).stream()
            .sorted(
                Comparator.comparing(RunComparison::target)
                    .thenComparing(RunComparison::map)
                    .thenComparing(RunComparison::model))
            .toList();
    return new RunsCompared(
        first,
        second,
        SettingDifference.between(first.facts().configuration(), second.facts().configuration()),
        comparisons,
        notCompared(both, comparisons));
  }

  private static List<NotCompared> notCompared(
      PredictionTable both, List<RunComparison> comparisons) {
    Map<List<String>, Set<String>> runs = new TreeMap<>(TASKS);
    for (Row row : both.rows().select("target", "map", "model").distinct().collectAsList()) {
      RunComparison.Model model = RunComparison.Model.of(row.getString(2));
      runs.computeIfAbsent(
              List.of(row.getString(0), row.getString(1), model.name()), key -> new TreeSet<>())
          .add(model.run());
    }
    comparisons.forEach(one -> runs.remove(List.of(one.target(), one.map(), one.model())));
    return runs.entrySet().stream()
        .map(
            one ->
                new NotCompared(
                    one.getKey().get(0),
                    one.getKey().get(1),
                    one.getKey().get(2),
                    one.getValue().size() == 1
                        ? "in run " + one.getValue().iterator().next() + " alone"
                        : "a measured target: the paired tests are of AUROC"))
        .toList();
  }

  /** What compare.json holds. */
  Map<String, Object> document() {
    Map<String, Object> runs = new LinkedHashMap<>();
    runs.put(RunComparison.FIRST, first.told());
    runs.put(RunComparison.SECOND, second.told());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", ComparisonReport.SCHEMA);
    document.put("code", CodeVersion.current());
    document.put("runs", runs);
    document.put("settings", settings);
    document.put("comparisons", comparisons);
    document.put("notCompared", notCompared);
    return document;
  }
}
