package org.polarfold.export;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;

/** Writes maps as files of their own. */
final class FilesWriter implements MapWriter {

  private final FileLayout layout;
  private final SiteFolder folder;
  private final ExportStyle style;

  FilesWriter(FileLayout layout, SiteFolder folder, ExportStyle style) {
    this.layout = layout;
    this.folder = folder;
    this.style = style;
  }

  @Override
  public Place write(SentStudy study) throws IOException {
    String last = "";
    byte[] bytes = new byte[0];
    for (Map.Entry<String, byte[]> file : layout.files(study, style).entrySet()) {
      last = file.getKey();
      bytes = file.getValue();
      Files.write(folder.whole(last), bytes);
    }
    if (study.has(Flaw.UNREADABLE)) {
      Files.write(folder.whole(last), Arrays.copyOf(bytes, bytes.length / 2));
    }
    return new Place(last, 0);
  }

  @Override
  public Map<String, Integer> rows() {
    return Map.of();
  }

  @Override
  public void close() {
    // Every file is closed when it is written.
  }
}
