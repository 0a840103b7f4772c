package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.polarfold.LocalSpark;
import org.polarfold.experiment.Settings;
import org.polarfold.simulate.Consortium;
import org.polarfold.simulate.ConsortiumExport;

/**
 * A study that is as small as one can be, of three simulated sites: to be run in several places and
 * compared.
 *
 * @param folder of the exports, and of the configuration files
 */
record SmallStudy(Path folder) {

  private static final Path CONF = Path.of(System.getProperty("polarfold.conf", "../conf"));
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes the exports. */
  static SmallStudy simulated(Path folder) throws IOException {
    Settings simulate = Settings.read(CONF.resolve("simulated/demo-small.conf")).block("simulate");
    new ConsortiumExport(Consortium.from(simulate), folder).writeAll();
    return new SmallStudy(folder);
  }

  /** The experiment's configuration, with the lake at an address. */
  Path onLake(String lake) throws IOException {
    String data =
        "data { exports = \"%s\", lake = \"%s\", key-file = \"%s\" }"
            .formatted(folder.resolve("exports"), lake, folder.resolve("consortium.key"));
    String shipped = Files.readString(CONF.resolve("demo-small.conf"));
    String small =
        shipped
            .replaceFirst("(?s)data \\{.*?\n\\}", data)
            .replaceFirst("targets = .*", "targets = [impaired-mfr]")
            .replaceAll("epochs = 4", "epochs = 1")
            .replaceFirst("hidden-units = 64", "hidden-units = 8");
    return Files.writeString(Files.createTempFile(folder, "study", ".conf"), small);
  }

  /** What came of the first run: every estimate, and every prediction to its last bit. */
  static Outcome outcome(String lake) throws IOException {
    String run = lake + "/runs/demo-small-1";
    org.apache.hadoop.fs.Path results = new org.apache.hadoop.fs.Path(run, "results.json");
    JsonNode root;
    try (FileSystem files = FileSystem.newInstance(results.toUri(), new Configuration());
        FSDataInputStream stream = files.open(results)) {
      root = JSON.readTree(stream.readAllBytes());
    }
    ((ObjectNode) root.path("provenance")).remove("run");
    try (SparkSession spark = LocalSpark.start()) {
      List<String> predictions =
          spark.read().parquet(run + "/predictions").toJSON().collectAsList().stream()
              .sorted()
              .toList();
      assertThat(predictions).hasSizeGreaterThan(100);
      return new Outcome(root, predictions);
    }
  }

  /**
   * What came of a study.
   *
   * @param results estimates
   * @param predictions one JSON text each, sorted
   */
  record Outcome(JsonNode results, List<String> predictions) {}
}
