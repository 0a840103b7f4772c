package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.polarfold.UserException;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.study.PerfusionStudy;

/** An export of the site {@code birch}, file by file as it stands, and what is read from it. */
final class WrittenExport {

  private final Path folder;

  WrittenExport(Path exports) throws IOException {
    this.folder = Files.createDirectories(exports.resolve("birch"));
  }

  /** Writes site.conf: a segment table maps.csv and patients.csv unless the text says otherwise. */
  WrittenExport conf(String maps, String patients, String more) throws IOException {
    return file(
        "site.conf",
        """
        site = "birch"
        identity = identifier
        format = segment-table
        maps { file = "maps.csv", delimiter = ",", unit = "mL/min/g", patient = "pid"
        %s }
        patients { file = "patients.csv", delimiter = ",", patient = "pid"
        %s }
        acquisition { tracer = "Rb-82", scanner = "old" }
        %s
        """
            .formatted(maps, patients, more));
  }

  WrittenExport file(String name, String... lines) throws IOException {
    return file(name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  WrittenExport file(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
    return this;
  }

  SiteExport export() {
    return SiteConf.read(folder);
  }

  /** All outcomes, as many as were received. */
  List<IngestOutcome> outcomes() throws IOException {
    List<IngestOutcome> outcomes = new ArrayList<>();
    try (SiteRecords records = new SiteRecords(export(), PseudonymsTest.keyed())) {
      records.forEachRemaining(outcomes::add);
      assertThat(records.received()).as("received").isEqualTo(outcomes.size());
    }
    return outcomes;
  }

  /** Outcomes as "file:line reason". */
  List<String> told() throws IOException {
    return outcomes().stream().map(WrittenExport::told).toList();
  }

  PerfusionStudy onlyStudy() throws IOException {
    List<IngestOutcome> outcomes = outcomes();
    assertThat(outcomes).hasSize(1);
    return ((Accepted) outcomes.get(0)).study();
  }

  Rejected onlyRejected() throws IOException {
    List<IngestOutcome> outcomes = outcomes();
    assertThat(outcomes).hasSize(1);
    return (Rejected) outcomes.get(0);
  }

  /** Opens all tables, as the check before an ingest does. */
  void open() throws IOException {
    new SiteRecords(export(), PseudonymsTest.keyed()).close();
  }

  /** What opening the tables is refused with, or nothing. */
  String refusal() throws IOException {
    try {
      open();
      return "";
    } catch (UserException e) {
      return String.valueOf(e.getMessage());
    }
  }

  static String told(IngestOutcome outcome) {
    String reason = outcome instanceof Rejected rejected ? rejected.reason().code() : "accepted";
    return outcome.place().file() + ":" + outcome.place().line() + " " + reason;
  }
}
