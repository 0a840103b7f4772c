package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.ingest.IngestOutcome.Rejected;

/**
 * An export of grids in files of their own. The arrays among the test resources are NumPy's own
 * (1.26, numpy.save and numpy.savez): segment s of the heart holds 50 + 5 s mL/min/100g where
 * nothing else is said, on 30 rings of 72 sectors.
 */
final class GridExport {

  /** Lies as the canonical grid does. */
  static final String PLAIN =
      "rings = 30, sectors = 72, first-ring = apex, first-sector-degrees = 0,"
          + " direction = counter-clockwise";

  /** 3 rings of 4 sectors. */
  static final String SMALL =
      "rings = 3, sectors = 4, first-ring = apex, first-sector-degrees = 0, direction = clockwise";

  private final Path folder;
  private final List<String> patients = new ArrayList<>(List.of("pid"));

  GridExport(Path exports) throws IOException {
    this.folder = Files.createDirectories(exports.resolve("birch"));
    Files.createDirectories(folder.resolve("maps"));
  }

  static byte[] resource(String name) {
    try (InputStream in = GridExport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("No such resource: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An array with any header's text, as NumPy would write it. */
  static byte[] npy(String dictionary, byte[] data) {
    byte[] text = dictionary.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.writeBytes(
        ByteBuffer.allocate(2)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) text.length)
            .array());
    bytes.writeBytes(text);
    bytes.writeBytes(data);
    return bytes.toByteArray();
  }

  /** What segment s holds, in mL/min/g. */
  static double[] segments(double first, double step) {
    double[] segments = new double[17];
    for (int s = 1; s <= 17; s++) {
      segments[s - 1] = (first + step * s) / 100;
    }
    return segments;
  }

  GridExport file(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
    return this;
  }

  GridExport text(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  GridExport patient(String id) {
    patients.add(id);
    return this;
  }

  /** Writes site.conf with what stands in its block of maps, and the patient table. */
  Path write(String format, String maps, String grid) throws IOException {
    Files.writeString(
        folder.resolve("site.conf"),
        """
        site = birch
        identity = identifier
        format = %s
        maps {
          unit = "mL/min/100g"
          %s
          grid { %s }
        }
        patients { file = "patients.csv", delimiter = ",", patient = "pid" }
        acquisition {}
        """
            .formatted(format, maps, grid));
    Files.writeString(folder.resolve("patients.csv"), String.join("\n", patients));
    return folder;
  }

  /** All outcomes of a folder; every record is counted once. */
  static List<IngestOutcome> outcomes(Path folder) throws IOException {
    List<IngestOutcome> outcomes = new ArrayList<>();
    try (SiteRecords records = new SiteRecords(SiteConf.read(folder), PseudonymsTest.keyed())) {
      records.forEachRemaining(outcomes::add);
      assertThat(records.received()).as("received").isEqualTo(outcomes.size());
    }
    return outcomes;
  }

  /** An outcome as "file:line reason detail". */
  static String told(IngestOutcome outcome) {
    String place = outcome.place().file() + ":" + outcome.place().line() + " ";
    return place
        + (outcome instanceof Rejected rejected
            ? rejected.reason().code() + " " + rejected.detail()
            : "accepted");
  }

  static Accepted accepted(IngestOutcome outcome) {
    assertThat(outcome).isInstanceOf(Accepted.class);
    return (Accepted) outcome;
  }
}
