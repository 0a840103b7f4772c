package org.polarfold.ingest;

import java.io.Closeable;
import java.util.Optional;

/**
 * Reads the maps that a site sent, row after row or file after file; one implementation a format.
 */
interface SiteExportReader extends Closeable {

  /**
   * The maps of the next row or file, or empty after the last.
   *
   * @throws org.polarfold.UserException where the export as a whole cannot be read on
   */
  Optional<SentMaps> next();
}
