package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.planted.NoveltyCoverage;

/** One consortium without a shift through the whole pipeline, networks and all. */
final class NetworkNoveltyIT {

  private static final Path CONF = Path.of(System.getProperty("polarfold.conf", "../conf"));

  @TempDir private Path folder = Path.of("");

  @Test
  void everyModelHasANovelty() throws IOException {
    List<String> told = new ArrayList<>();
    List<NoveltyCoverage> rows;
    try (SparkSession spark = LocalSpark.start()) {
      rows =
          new NetworkNovelty(spark, quick(), twoSites(), 40)
              .of(1, 1, (number, parts) -> told.addAll(parts.keySet()));
    }

    assertThat(rows)
        .extracting(NoveltyCoverage::told)
        .containsExactly("impaired_mfr from rest, dl", "impaired_mfr from rest, logistic")
        .isEqualTo(told);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.estimated()).isEqualTo(1);
              assertThat(row.width()).isPositive();
            });
  }

  /** What ships, with less to train. */
  private Path quick() throws IOException {
    String text =
        Files.readString(CONF.resolve("novelty-network.conf"))
            .replace("folds = 3", "folds = 2")
            .replace("targets = [impaired-mfr, sex]", "targets = [impaired-mfr]")
            .replace("epochs = 10", "epochs = 1");
    assertThat(text).contains("folds = 2", "[impaired-mfr]", "epochs = 1,");
    return Files.writeString(folder.resolve("quick.conf"), text);
  }

  /** The control with two of its six sites, in a folder of presets. */
  private Path twoSites() throws IOException {
    List<String> lines =
        Files.readAllLines(CONF.resolve("simulated/presets/no-shift.conf")).stream()
            .filter(line -> !line.strip().matches("(cedar|dogwood|elm|fir) = .*"))
            .toList();
    Files.write(folder.resolve("no-shift.conf"), lines);
    return folder;
  }
}
