package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.ingest.Pseudonyms;
import org.polarfold.ingest.RejectionReason;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.store.StudyStore;

/**
 * A simulated site in every format, with every fault: what was planted is rejected for its reason
 * and where it stands, and nothing else is.
 */
class SimulatedIngestIT {

  private static final Path CONF = Path.of(System.getProperty("polarfold.conf", "../conf"));

  /** Of maps that two patients share either may be the one that is refused. */
  private static final Set<String> OF_TWO = Set.of("duplicate-map", "near-duplicate-map");

  /**
   * A planted fault, and what ingest says of it.
   *
   * @param line 0 where the truth names a whole file
   */
  record Fault(String site, String reason, String file, int line) {}

  @Test
  void whatIsPlantedIsFoundAndNothingElse(@TempDir Path folder) throws IOException {
    try (SparkSession spark = LocalSpark.start()) {
      SimulateJob.run(
          spark,
          SimulateJob.simulate(CONF.resolve("simulated/formats.conf")),
          folder,
          Progress.silent(),
          1);
      List<Fault> planted = planted(folder.resolve("truth/truth.json"));
      String lake = folder.resolve("lake").toString();

      IngestLedger ledger =
          IngestJob.run(
                  spark,
                  folder.resolve("exports"),
                  lake,
                  Pseudonyms.ofKeyFile(folder.resolve("consortium.key")),
                  Set.of())
              .ledger();

      assertThat(ledger.failures()).isEmpty();
      List<Row> rejected = StudyStore.at(spark, lake).rejected().collectAsList();
      assertThat(rejected.stream().map(row -> row.getAs("site") + " " + row.getAs("reason")))
          .containsExactlyInAnyOrderElementsOf(
              planted.stream().map(fault -> fault.site + " " + fault.reason).toList());
      for (Fault fault : planted) {
        if (!OF_TWO.contains(fault.reason)) {
          assertThat(rejected)
              .as(fault.toString())
              .anyMatch(
                  row ->
                      row.getAs("site").equals(fault.site)
                          && row.getAs("reason").equals(fault.reason)
                          && stands(fault, row, folder.resolve("exports")));
        }
      }
      assertThat(planted.stream().map(Fault::reason).distinct())
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(RejectionReason.values()).map(RejectionReason::code).toList());
      assertThat(ledger.simulated()).isTrue();
      for (SiteLedger site : ledger.sites()) {
        assertThat(site.accepted()).as(site.toString()).isGreaterThanOrEqualTo(40);
      }
    }
  }

  /** Whether a rejected record stands where the truth says, or in another row of that patient. */
  private static boolean stands(Fault fault, Row row, Path exports) {
    int line = row.<Long>getAs("line").intValue();
    Path file = exports.resolve(fault.site).resolve(fault.file);
    try {
      if (fault.file.endsWith(".npy") && fault.line > 0) {
        return row.getAs("file").equals(fault.site + "/" + fault.file) && line == fault.line;
      }
      if (fault.line > 0) {
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        return row.getAs("file").equals(fault.site + "/" + fault.file)
            && first(lines.get(line - 1)).equals(first(lines.get(fault.line - 1)));
      }
      // A file's place is its pattern and its number in the order of names.
      try (Stream<Path> beside = Files.list(file.getParent())) {
        List<String> names = beside.map(path -> path.getFileName().toString()).sorted().toList();
        return first(names.get(line - 1)).equals(first(file.getFileName().toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The patient, in rows and in names of files. */
  private static String first(String text) {
    return text.split("[,;\t_.-]", 2)[0];
  }

  private static List<Fault> planted(Path truth) throws IOException {
    List<Fault> planted = new ArrayList<>();
    for (JsonNode site : new ObjectMapper().readTree(truth.toFile()).path("sites")) {
      for (JsonNode fault : site.path("faults")) {
        planted.add(
            new Fault(
                site.path("site").asText(),
                fault.path("reason").asText(),
                fault.path("file").asText(),
                fault.path("line").asInt()));
      }
    }
    return planted;
  }
}
