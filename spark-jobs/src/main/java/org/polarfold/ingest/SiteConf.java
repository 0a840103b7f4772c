package org.polarfold.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.ingest.SiteExport.Identity;
import org.polarfold.ingest.SiteExport.Origin;
import org.polarfold.study.SiteId;

/** Reads a folder's {@code site.conf}; every complaint names file, line, key and value. */
final class SiteConf {

  /** The file that makes a folder an export. */
  static final String NAME = "site.conf";

  private static final long MOST_BYTES = 1 << 20;

  private SiteConf() {}

  private enum Format {
    POLAR_TABLE,
    SEGMENT_TABLE,
    GRID_FILES,
    GRID_STACK,
    PICTURES,
    DICOM
  }

  /**
   * The export that a folder holds.
   *
   * @throws UserException where site.conf is missing or wrong, or names a file that is not inside
   *     the folder
   */
  static SiteExport read(Path path) {
    ExportFolder folder = new ExportFolder(path);
    Path file = folder.path().resolve(NAME);
    if (!folder.holds(file)) {
      throw new UserException(
          "Cannot read a site's export: " + file + " (expected a file inside this folder)");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new UserException(
            "Cannot read a site's export: " + file + " (expected at most 1 MiB)");
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot read a site's export: " + file + " (expected a readable file)", e);
    }
    Settings settings = Settings.readForeign(file);
    SiteExport export = export(settings, folder);
    settings.done();
    return export;
  }

  private static SiteExport export(Settings settings, ExportFolder folder) {
    String name = settings.text("site");
    SiteId site = settings.checked("site", () -> new SiteId(name));
    boolean simulated = settings.has("simulated") && settings.truth("simulated");
    Identity identity = settings.choice("identity", Identity.class);
    Format format = settings.choice("format", Format.class);
    MapLayout maps = layout(format, settings.block("maps"), folder);
    return new SiteExport(
        site,
        simulated ? Origin.SIMULATED : Origin.CLINICAL,
        identity,
        maps,
        Clinical.of(settings, folder, maps.quantity()),
        Tolerances.of(settings));
  }

  private static MapLayout layout(Format format, Settings maps, ExportFolder folder) {
    return switch (format) {
      case POLAR_TABLE -> PolarTable.of(maps, folder);
      case SEGMENT_TABLE -> SegmentTable.of(maps, folder);
      case GRID_FILES -> GridFiles.of(maps, folder);
      case GRID_STACK -> GridStack.of(maps, folder);
      case PICTURES -> Pictures.of(maps, folder);
      case DICOM -> DicomMaps.of(maps, folder);
    };
  }
}
