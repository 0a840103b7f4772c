package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.store.StoredStudy;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/**
 * The same examinations in the exports of several sites, each in its own format: read by the
 * readers, the copies are found and the sites' own patients are not.
 */
final class ReexportedSitesIT {

  private static final List<PerfusionStudy> PATIENTS =
      SimulatedStudies.studies(new Seeds(4), 8, AcquisitionKnobs.REFERENCE).toList();

  private final Path exports;

  ReexportedSitesIT(@TempDir Path exports) {
    this.exports = exports;
  }

  /** A polar table of patients, on a grid that lies apex first from 0 degrees. */
  private void polar(
      String site,
      String unit,
      int rings,
      int sectors,
      Function<PolarMap, float[]> values,
      int... of)
      throws IOException {
    ExportFixture fixture =
        ExportFixture.polar(
            exports,
            site,
            "rings = %d, sectors = %d, first-ring = apex, first-sector-degrees = 0,"
                    .formatted(rings, sectors)
                + " direction = counter-clockwise",
            rings * sectors);
    for (int patient : of) {
      fixture
          .patientRow(site + patient + ",x,60,1")
          .polarRow(site + patient, "R", values.apply(map(patient, MapKind.REST)))
          .polarRow(site + patient, "S", values.apply(map(patient, MapKind.STRESS)));
    }
    fixture.write("\"mL/min/g\"", "\"" + unit + "\"");
  }

  private static PolarMap map(int patient, MapKind kind) {
    return PATIENTS.get(patient).map(kind).orElseThrow();
  }

  private static float[] rounded(float[] values, float step) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(values[i] / step) * step;
    }
    return values;
  }

  private static float[] wholePercents(PolarMap map) {
    float[] values = map.toArray();
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(100 * values[i] / largest);
    }
    return values;
  }

  private static float[] bytes(PolarMap map) {
    return rounded(map.toArray(), 10f / 255);
  }

  @Test
  void copiesAreFoundWhateverTheirFormat() throws IOException {
    polar("alder", "mL/min/g", 30, 72, PolarMap::toArray, 0, 1, 2);
    polar("birch", "mL/min/g", 30, 72, map -> rounded(map.toArray(), 0.01f), 0, 3);
    PolarGrid coarse = new PolarGrid(24, 60, true, 0, true);
    polar("cedar", "mL/min/g", 24, 60, coarse::fromCanonical, 1, 4);
    polar("dune", "%", 30, 72, ReexportedSitesIT::wholePercents, 2, 5);
    polar("elm", "mL/min/g", 30, 72, ReexportedSitesIT::bytes, 1, 6);
    ExportFixture segments = ExportFixture.segments(exports, "fir");
    for (int patient : new int[] {0, 7}) {
      segments
          .patientRow("fir" + patient + ";x;60;M")
          .segmentRow(
              "fir" + patient,
              Segment17.means(map(patient, MapKind.REST)),
              Segment17.means(map(patient, MapKind.STRESS)));
    }
    segments.write();

    assertThat(found("alder", "birch", "cedar", "dune", "elm", "fir"))
        .containsExactlyInAnyOrder(
            "birch/flow.csv:2 expected once, and is the maps of alder/flow.csv:2",
            "cedar/flow.csv:2 expected once, and is the maps of alder/flow.csv:4",
            "dune/flow.csv:2 expected once, and is the maps of alder/flow.csv:6",
            "elm/flow.csv:2 expected once, and is the maps of alder/flow.csv:4",
            "fir/segments.csv:2 expected once, and is the maps of alder/flow.csv:2");
  }

  @Test
  void aCopyUnderAnotherPatientOfTheSameSiteIsFound() throws IOException {
    polar("alder", "mL/min/g", 30, 72, PolarMap::toArray, 0, 1);
    Path site = exports.resolve("alder");
    Files.writeString(
        site.resolve("flow.csv"),
        String.join("\n", copied(Files.readAllLines(site.resolve("flow.csv")))));
    Files.writeString(site.resolve("patients.csv"), "\nalder9,x,60,1", StandardOpenOption.APPEND);

    assertThat(found("alder")).hasSize(1);
  }

  /** One more patient, whose cells are those of the first with a digit less. */
  private static List<String> copied(List<String> lines) {
    List<String> all = new ArrayList<>(lines);
    for (String line : lines.subList(1, 3)) {
      String[] cells = line.split(",", -1);
      cells[0] = "alder9";
      for (int i = 2; i < cells.length; i++) {
        cells[i] = String.format(Locale.ROOT, "%.3f", Double.parseDouble(cells[i]));
      }
      all.add(String.join(",", cells));
    }
    return all;
  }

  /** "file:line detail" of the near-duplicates among the studies of sites; there are no others. */
  private List<String> found(String... sites) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String site : sites) {
      SiteExport export = SiteConf.read(exports.resolve(site));
      try (SiteRecords records = new SiteRecords(export, PseudonymsTest.keyed())) {
        while (records.hasNext()) {
          Accepted accepted = (Accepted) records.next();
          rows.add(OutcomeCodec.accepted(accepted, StoredStudy.of(accepted.study(), false)));
        }
      }
    }
    try (SparkSession spark = LocalSpark.start();
        Duplicates duplicates =
            Duplicates.among(
                spark
                    .createDataFrame(rows, OutcomeCodec.SCHEMA)
                    .select(StudyCodec.SITE, StudyStore.KEYS_SCHEMA.fieldNames()))) {
      assertThat(duplicates.rows().select("reason").distinct().collectAsList().toString())
          .isEqualTo("[[near-duplicate-map]]");
      return duplicates.rows().collectAsList().stream()
          .map(row -> row.getAs("file") + ":" + row.getAs("line") + " " + row.getAs("detail"))
          .toList();
    }
  }
}
