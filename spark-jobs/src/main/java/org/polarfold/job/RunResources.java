package org.polarfold.job;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.polarfold.backbone.NativeBackend;
import org.polarfold.report.RunFacts.Resources;
import org.polarfold.store.RunFolder;
import org.polarfold.validate.CellProgress;

/** What a run was made with and how long it took, from what its cells tell. */
final class RunResources {

  private RunResources() {}

  static Resources of(SparkSession spark, RunFolder run) {
    Map<String, String> programs = new LinkedHashMap<>();
    programs.put("Java", Runtime.version().toString());
    programs.put("Spark", spark.version());
    programs.putAll(NativeBackend.versions());
    Optional<RunStatus> cells =
        run.text(TrainJob.CELLS).map(names -> RunStatus.of(run, Instant.now()));
    List<CellProgress> finished =
        cells.stream()
            .flatMap(status -> status.cells().stream())
            .filter(cell -> cell.state() == RunStatus.State.FINISHED)
            .map(RunStatus.Cell::progress)
            .flatMap(Stream::ofNullable)
            .toList();
    return new Resources(
        programs,
        spark.sparkContext().defaultParallelism(),
        finished.size(),
        finished.stream().mapToDouble(CellProgress::seconds).sum(),
        wall(run, finished),
        cells.map(status -> status.roundings().size()).orElse(0));
  }

  private static @Nullable Double wall(RunFolder run, List<CellProgress> finished) {
    return finished.stream()
        .map(cell -> Instant.parse(cell.updatedAt()))
        .max(Instant::compareTo)
        .map(last -> Duration.between(Instant.parse(Runs.startedAt(run)), last).toMillis() * 1e-3)
        .orElse(null);
  }
}
