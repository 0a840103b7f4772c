package org.polarfold.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

/** A site that sends one DICOM file. */
final class DicomFolder {

  /** A map of radius 32 that fills 64 x 64 pixels. */
  static final String DISC =
      """
      picture-size { width = 64, height = 64 }
      disc { centre-x = 32, centre-y = 32, radius = 32 }
      """;

  /** What a file of one frame of stress flow in mL/min/g needs beside its geometry. */
  static final String STRESS =
      """
      files = "maps/*.dcm", patient-from = header, unit = "mL/min/g"
      state { from = series-description, rest = "REST MBF", stress = "STRESS MBF" }
      """;

  /** Every text of an identity that the fixtures hold, or a part of it. */
  static final List<String> PLANTED =
      List.of(
          "denscheid",
          "ller",
          "MRN",
          "4711",
          "19480317",
          "077Y",
          "lanted",
          "PLANTED",
          "OTHER",
          "0815",
          "0816",
          "+49",
          "Mutter",
          "Geborene",
          "Referrer",
          "Performer",
          "Operator",
          "Reader^",
          "Record^",
          "20240229",
          "115959",
          "1.2.826",
          "Private",
          "Mü-7");

  private final Path folder;

  DicomFolder(Path folder) {
    this.folder = folder;
  }

  static byte[] fixture(String name) throws IOException {
    try (InputStream in = DicomFolder.class.getResourceAsStream("dicom/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** The layout that keys of the block {@code maps} describe. */
  DicomMaps layout(String keys) throws IOException {
    Files.createDirectories(folder.resolve("maps"));
    Path conf = Files.writeString(folder.resolve("site.conf"), keys);
    Settings settings = Settings.read(conf);
    DicomMaps layout = DicomMaps.of(settings, new ExportFolder(folder));
    settings.done();
    return layout;
  }

  /** Where a file of the site stands. */
  Path file() {
    return folder.resolve("maps").resolve("Lüdenscheidt.dcm");
  }

  /** What a file gives under a layout. */
  SentMaps sent(DicomMaps layout, byte[] file) throws IOException {
    Files.write(file(), file);
    try (SiteExportReader reader = layout.open()) {
      return reader.next().orElseThrow();
    }
  }

  PolarMap read(String keys, byte[] file, MapKind kind) throws IOException, RecordFlaw {
    return sent(layout(keys), file).map(kind).map();
  }

  PolarMap stress(String keys, String fixture) throws IOException, RecordFlaw {
    return read(keys, fixture(fixture), MapKind.STRESS);
  }

  /** "reason: detail" of a file that is rejected. */
  String flaw(String keys, byte[] file) throws IOException {
    return outcome(sent(layout(keys), file));
  }

  /** All that is asked of a file: "none", or "reason: detail". */
  static String outcome(SentMaps sent) {
    try {
      sent.identifier();
      for (MapKind kind : sent.kinds()) {
        sent.map(kind);
      }
    } catch (RecordFlaw flaw) {
      IngestOutcome.Rejected rejected = (IngestOutcome.Rejected) flaw.at(sent.place());
      return rejected.reason() + ": " + rejected.detail();
    }
    return "none";
  }
}
