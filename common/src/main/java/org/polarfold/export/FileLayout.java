package org.polarfold.export;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A file a map, or a file a study, in the folder {@code maps}. */
public sealed interface FileLayout extends Layout permits GridFiles, Pictures, DicomFiles {

  /**
   * The files of a study by their names in the site's folder, in order, that with its flaw last.
   */
  Map<String, byte[]> files(SentStudy study, ExportStyle style) throws IOException;

  @Override
  default MapWriter open(SiteFolder folder, int part, ExportStyle style) {
    return new FilesWriter(this, folder, style);
  }

  @Override
  default List<JointFile> jointFiles(ExportStyle style, Map<String, Long> rows) {
    return List.of();
  }
}
