package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.polarfold.UserException;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.Results;
import org.polarfold.store.PredictionTable;
import org.polarfold.validate.DistributedEvaluation;

/**
 * A table of predictions evaluated through Spark, beside a plain count by groups of the same.
 *
 * @param rows of 10 targets x 2 models x 2 arms x 50 sites
 * @param out told of each figure
 */
record TableBench(long rows, Consumer<Figure> out) {

  private static final String BENCH = "statistics";
  private static final int COLUMNS = 40; // targets x models x arms
  private static final int FILES = 8;

  TableBench {
    if (rows < 1000L * COLUMNS) {
      throw new UserException(
          "Invalid value of --rows: " + rows + " (expected at least " + 1000 * COLUMNS + ")");
    }
  }

  void run(Supplier<SparkSession> sessions) {
    Path folder = temporary();
    long toDriver;
    Map<String, Object> detail = new LinkedHashMap<>();
    List<Timing> timings = new ArrayList<>();
    try (SparkSession spark = sessions.get()) {
      String path = folder.resolve("predictions.parquet").toString();
      timings.add(Timing.once(() -> PredictionTable.write(table(spark, rows), path)));
      PredictionTable table = PredictionTable.read(spark, path, "predictions.parquet");
      timings.add(Timing.once(() -> countByGroups(table)));
      try (BytesToDriver counted = BytesToDriver.of(spark)) {
        timings.add(Timing.once(() -> evaluate(table, detail)));
        toDriver = counted.sum();
      }
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
    tell(timings.get(1), timings.get(2), detail, toDriver);
  }

  private void tell(
      Timing count, Timing evaluation, Map<String, Object> detail, long bytesToDriver) {
    double seconds = evaluation.seconds();
    detail.put("rowsPerSecond", rows / seconds);
    detail.put("cpuSeconds", evaluation.cpuSeconds());
    detail.put("bytesToDriver", bytesToDriver);
    detail.put("bytesToDriverPerRow", bytesToDriver / (double) rows);
    out.accept(Figure.of(BENCH, "table", seconds, "s", detail));
    out.accept(
        Figure.of(
            BENCH,
            "table counted by groups",
            count.seconds(),
            "s",
            Map.of("cpuSeconds", count.cpuSeconds())));
    out.accept(
        Figure.of(
            BENCH,
            "table / counted by groups",
            seconds / count.seconds(),
            "times",
            Map.of("ofCpuSeconds", evaluation.cpuSeconds() / count.cpuSeconds())));
  }

  private void evaluate(PredictionTable table, Map<String, Object> detail) {
    Results results =
        DistributedEvaluation.on(table.rows().sparkSession(), Resampling.NONE).of(table);
    if (results.counts().rows() != rows) {
      throw new IllegalStateException("Invalid number of rows: " + results.counts().rows());
    }
    detail.put("resamples", 0);
    detail.put("rows", rows);
    detail.put("used", results.counts().used());
    detail.put("cells", results.targets().size());
  }

  private static void countByGroups(PredictionTable table) {
    table
        .rows()
        .groupBy("target", "model", "arm", "site")
        .agg(functions.count("patient"), functions.sum("label"), functions.avg("score"))
        .collectAsList();
  }

  /** Every value a formula of the row's number. */
  private static Dataset<Row> table(SparkSession spark, long rows) {
    long patients = (rows + COLUMNS - 1) / COLUMNS;
    return spark
        .range(0, rows, 1, FILES)
        .selectExpr("id % " + patients + " p", "id div " + patients + " c")
        .selectExpr("p", "c", "c div 4 t", "pmod(xxhash64(p, c div 4, 'label'), 10) < 3 as event")
        .selectExpr(
            "lower(hex(xxhash64(p))) || p patient",
            "'site-' || p % 50 site",
            "if(c % 2 = 0, 'internal', 'external') arm",
            "'target-' || t target",
            "if(c div 2 % 2 = 0, 'dl', 'logistic') model",
            "int(event) label",
            "(pmod(xxhash64(p, c), 1000000) / 1e6 + if(event, 0.3, 0)) / 1.3 score");
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("polarfold");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
