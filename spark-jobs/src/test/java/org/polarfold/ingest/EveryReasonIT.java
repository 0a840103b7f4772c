package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.job.IngestJob;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.store.StudyStore;

/** One ingest in which a record goes wrong in every way there is, beside some that are right. */
final class EveryReasonIT {

  private static final String CLINICAL = ",60,M,1,0";

  private final Path exports;
  private final Path lake;
  private final List<String> maps = new ArrayList<>(List.of("pid" + columns("r", "s", "m")));
  private final List<String> patients = new ArrayList<>(List.of("pid,age,sex,cag,cad"));
  private final List<String> means = new ArrayList<>(List.of("pid" + columns("t")));

  EveryReasonIT(@TempDir Path folder) throws IOException {
    this.exports = Files.createDirectories(folder.resolve("exports"));
    this.lake = folder.resolve("lake");
  }

  @Test
  void everyReasonIsGivenAndEveryRecordAccountedFor() throws IOException {
    segmentTable();
    gridFiles();
    dicom();
    picture();

    try (SparkSession spark = LocalSpark.start()) {
      IngestLedger ledger =
          IngestJob.run(spark, exports, lake.toString(), PseudonymsTest.keyed(), Set.of()).ledger();

      assertThat(ledger.failures()).isEmpty();
      for (SiteLedger site : ledger.sites()) {
        assertThat(site.received())
            .as(site.site().value())
            .isEqualTo(site.accepted() + site.rejected());
      }
      List<Row> rejected = StudyStore.at(spark, lake.toString()).rejected().collectAsList();
      assertThat(rejected.stream().map(row -> row.<String>getAs("reason")))
          .as(rejected.toString())
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(RejectionReason.values()).map(RejectionReason::code).toList());
      assertThat(ledger.sites().stream().flatMap(site -> site.rejectedBy().keySet().stream()))
          .hasSize(rejected.size());
      assertThat(ledger.accepted()).isEqualTo(3);
    }
  }

  private void segmentTable() throws IOException {
    Path site = Files.createDirectories(exports.resolve("alder"));
    Files.writeString(
        site.resolve("site.conf"),
        """
        site = alder, identity = identifier, format = segment-table
        maps { file = "maps.csv", delimiter = ",", unit = "mL/min/g", patient = pid
               segments { rest = r, stress = s, reserve = m } }
        patients { file = "patients.csv", delimiter = ",", patient = pid, age-years = age
                   labels { sex { column = sex, positive = ["M"], negative = ["F"] } }
                   angiography { done { column = cag, positive = ["1"], negative = ["0"] }
                                 obstructive { column = cad, positive = ["1"], negative = ["0"] } } }
        segment-means { file = "means.csv", delimiter = ",", patient = pid, unit = "mL/min/g", stress = t }
        acquisition {}
        """);
    record("right", heart(1), CLINICAL);
    mean("right", stress(heart(1)));
    // Nobody can tell whose row this is; a patient of that name would have no maps.
    maps.add("open,\"" + heart(2).get(0));
    record("narrow", heart(3).subList(0, 50), CLINICAL);
    record("word", with(heart(4), "gut", 5), CLINICAL);
    record("infinite", with(heart(5), "NaN", 5), CLINICAL);
    record("high", with(heart(6), "12", 5), CLINICAL);
    record("percent", with(heart(7), "77", IntStream.range(0, 17).toArray()), CLINICAL);
    record("rest-alone", with(heart(8), "", IntStream.range(17, 34).toArray()), CLINICAL);
    record("slow", with(heart(9), "1.2", IntStream.range(34, 51).toArray()), CLINICAL);
    record("other", heart(10), CLINICAL);
    mean("other", stress(heart(11)));
    record("turned", heart(12), CLINICAL);
    List<String> turned = new ArrayList<>(heart(12));
    // Basal and middle segments come in rings of six, apical ones in a ring of four.
    Collections.rotate(turned.subList(17, 23), 3);
    Collections.rotate(turned.subList(23, 29), 3);
    Collections.rotate(turned.subList(29, 33), 2);
    mean("turned", stress(turned));
    maps.add("nobody," + String.join(",", heart(13)));
    patients.add("nothing" + CLINICAL);
    record("twice", heart(14), CLINICAL);
    maps.add("twice," + String.join(",", heart(14)));
    record("divers", heart(15), ",60,divers,1,0");
    record("contradiction", heart(16), ",60,F,0,1");
    record("same", heart(1), CLINICAL);
    record("near", with(heart(14), heart(14).get(0).substring(0, 5), 0), CLINICAL);
    Files.write(site.resolve("maps.csv"), maps);
    Files.write(site.resolve("patients.csv"), patients);
    Files.write(site.resolve("means.csv"), means);
  }

  private void record(String patient, List<String> cells, String clinical) {
    maps.add(patient + "," + String.join(",", cells));
    patients.add(patient + clinical);
  }

  private void mean(String patient, List<String> cells) {
    means.add(patient + "," + String.join(",", cells));
  }

  /** Rest, stress and reserve of a heart that no other number gives. */
  private static List<String> heart(int number) {
    return IntStream.range(0, 51)
        .mapToObj(
            i -> {
              double rest = 0.8 * (1 + 0.3 * Math.sin((i % 17 + 1) * (number + 1) * 0.7));
              return String.format(Locale.ROOT, "%.6f", i < 17 ? rest : i < 34 ? 2.5 * rest : 2.5);
            })
        .toList();
  }

  private static List<String> stress(List<String> heart) {
    return heart.subList(17, 34);
  }

  private static List<String> with(List<String> cells, String text, int... places) {
    List<String> changed = new ArrayList<>(cells);
    IntStream.of(places).forEach(i -> changed.set(i, text));
    return changed;
  }

  private static String columns(String... states) {
    StringBuilder columns = new StringBuilder();
    for (String state : states) {
      IntStream.rangeClosed(1, 17).forEach(s -> columns.append(',').append(state).append(s));
    }
    return columns.toString();
  }

  private void gridFiles() throws IOException {
    byte[] map = GridExport.resource("apex-counter-clockwise.npy");
    new GridExport(exports)
        .patient("whole")
        .patient("cut")
        .patient("right")
        .file("maps/whole.npy", map)
        .file("maps/cut.npy", Arrays.copyOf(map, map.length - 1))
        .file("maps/right.npy", GridExport.resource("apex-rotated-big-endian.npy"))
        .write(
            "grid-files", "files = \"maps/{patient}.npy\", state { rest = R }", GridExport.PLAIN);
  }

  private void dicom() throws IOException {
    files(
        "cedar",
        "dicom",
        """
        files = "maps/{patient}.dcm", patient-from = name, unit = "mL/min/g"
        state { from = series-description, stress = "STRESS MBF" }
        """
            + DicomFolder.DISC,
        // The state stands in a header that is not read: a patient of the table would have no maps.
        "pid\n",
        "a.dcm",
        DicomFolder.fixture("nm-jpeg-ls.dcm"));
  }

  private void picture() throws IOException {
    Path picture =
        files(
            "dune",
            "pictures",
            """
        files = "maps/{patient}.png", unit = "mL/min/g", state { stress = S }
        colours { named = grey, low = 0, high = 4 }
        """
                + DicomFolder.DISC,
            "pid\na\n",
            "a.png",
            new byte[0]);
    BufferedImage red = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 64 * 64).forEach(i -> red.setRGB(i % 64, i / 64, 0xff0000));
    ImageIO.write(red, "png", picture.toFile());
  }

  private Path files(
      String site, String format, String maps, String patients, String name, byte[] file)
      throws IOException {
    Path folder = exports.resolve(site);
    Files.createDirectories(folder.resolve("maps"));
    Files.writeString(folder.resolve("patients.csv"), patients);
    Files.writeString(
        folder.resolve("site.conf"),
        """
        site = %s, identity = identifier, format = %s
        maps { %s }
        patients { file = "patients.csv", delimiter = ",", patient = pid }
        acquisition {}
        """
            .formatted(site, format, maps));
    return Files.write(folder.resolve("maps").resolve(name), file);
  }
}
