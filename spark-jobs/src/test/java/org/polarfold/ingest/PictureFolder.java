package org.polarfold.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/** A site that sends one stress picture. */
final class PictureFolder {

  private final Path folder;

  PictureFolder(Path folder) {
    this.folder = folder;
  }

  /** The layout that keys of the block {@code maps} describe. */
  Pictures layout(String keys) throws IOException {
    return layout(keys, "mL/min/g");
  }

  Pictures layout(String keys, String unit) throws IOException {
    Files.createDirectories(folder.resolve("maps"));
    Path conf =
        Files.writeString(
            folder.resolve("site.conf"),
            "files = \"maps/{patient}_{state}.png\"\nunit = \"%s\"\nstate { stress = S }\n%s"
                .formatted(unit, keys));
    Settings settings = Settings.read(conf);
    Pictures layout = Pictures.of(settings, new ExportFolder(folder));
    settings.done();
    return layout;
  }

  /** What a picture gives under a layout. */
  SentMap read(Pictures layout, byte[] picture) throws IOException, RecordFlaw {
    Files.write(folder.resolve("maps").resolve("Mueller_S.png"), picture);
    try (SiteExportReader reader = layout.open()) {
      SentMaps sent = reader.next().orElseThrow();
      return sent.map(MapKind.STRESS);
    }
  }

  SentMap read(String keys, byte[] picture) throws IOException, RecordFlaw {
    return read(layout(keys), picture);
  }

  /** "reason: detail" of a picture that is rejected. */
  String flaw(Pictures layout, byte[] picture) throws IOException {
    try {
      read(layout, picture);
    } catch (RecordFlaw flaw) {
      IngestOutcome.Rejected rejected =
          (IngestOutcome.Rejected) flaw.at(new RecordPlace("birch/maps", 1));
      return rejected.reason() + ": " + rejected.detail();
    }
    return "none";
  }

  /** The largest error of a segment's mean. */
  static double worstSegment(PolarMap read, PolarMap truth) {
    double[] of = Segment17.means(read);
    double[] expected = Segment17.means(truth);
    double worst = 0;
    for (int s = 0; s < Segment17.COUNT; s++) {
      worst = Math.max(worst, Math.abs(of[s] - expected[s]));
    }
    return worst;
  }

  /** Root mean square of the cells' errors. */
  static double rms(PolarMap read, PolarMap truth) {
    float[] of = read.toArray();
    float[] expected = truth.toArray();
    double sum = 0;
    for (int i = 0; i < of.length; i++) {
      sum += (of[i] - expected[i]) * (of[i] - expected[i]);
    }
    return Math.sqrt(sum / of.length);
  }
}
