package org.polarfold.ingest;

import java.io.Serializable;
import java.nio.file.Path;
import org.polarfold.study.SiteId;

/**
 * A folder that holds a site's export.
 *
 * @param path absolute
 * @param name of the site, as its site.conf says
 * @param simulated whether its site.conf says so
 * @param state of its files before anything was read, as {@link ExportContent#state}
 * @param digest of its files, as {@link ExportContent#digest}, and of whatever else decides what
 *     becomes of them
 */
public record SiteFolder(String path, String name, boolean simulated, String state, String digest)
    implements Serializable {

  /** The site. */
  public SiteId site() {
    return new SiteId(name);
  }

  /** The last part of the path. */
  String folderName() {
    return Path.of(path).getFileName().toString();
  }
}
