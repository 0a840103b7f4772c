package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.experiment.Settings;
import org.polarfold.ingest.Pseudonyms;
import org.polarfold.simulate.Consortium;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.StudyStore;

/** Every fault that the simulator planted is rejected where it stands, and nothing else is. */
class SimulatedIngestIT {

  private static final Map<String, String> REASON_BY_FAULT =
      Map.of(
          "non-numeric", "not-a-number",
          "out-of-range", "out-of-physiological-range",
          "missing-state", "missing-map",
          "duplicate-map-row", "duplicate-record",
          "truncated-row", "wrong-shape",
          "unknown-label", "label-not-in-vocabulary",
          "patient-without-maps", "no-maps",
          "maps-without-patient", "no-patient-row");

  @Test
  void whatIsPlantedIsFoundAndNothingElse(@TempDir Path folder) throws IOException {
    Path conf = Path.of(System.getProperty("polarfold.conf", "../conf"));
    Settings settings = Settings.read(conf.resolve("simulated/demo-small.conf"));
    Consortium.from(settings.block("simulate")).writeExports(folder);
    List<String> planted = planted(folder.resolve("truth/truth.json"));

    try (SparkSession spark = session()) {
      String lake = folder.resolve("lake").toString();
      IngestLedger ledger =
          IngestJob.run(
                  spark,
                  folder.resolve("exports"),
                  lake,
                  Pseudonyms.ofKeyFile(folder.resolve("consortium.key")),
                  Set.of())
              .ledger();

      List<String> rejected =
          StudyStore.at(spark, lake).rejected().collectAsList().stream()
              .map(r -> told(r.getAs("file"), r.<Long>getAs("line").intValue(), r.getAs("reason")))
              .toList();
      assertThat(planted).isNotEmpty();
      assertThat(rejected).containsExactlyInAnyOrderElementsOf(planted);
      assertThat(ledger.simulated()).isTrue();
      assertThat(ledger.accepted()).isPositive();
    }
  }

  private static List<String> planted(Path truth) throws IOException {
    List<String> planted = new ArrayList<>();
    for (JsonNode site : new ObjectMapper().readTree(truth.toFile()).path("sites")) {
      for (JsonNode fault : site.path("faults")) {
        String reason = REASON_BY_FAULT.get(fault.path("kind").asText());
        planted.add(
            told(
                site.path("site").asText() + "/" + fault.path("file").asText(),
                fault.path("line").asInt(),
                Objects.requireNonNull(reason, fault.toString())));
      }
    }
    return planted;
  }

  /** Of maps without a patient both rows are at fault: truth names the last, ingest the first. */
  private static String told(String file, int line, String reason) {
    return file + (reason.equals("no-patient-row") ? "" : ":" + line) + " " + reason;
  }

  private static SparkSession session() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "3")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    return spark;
  }
}
