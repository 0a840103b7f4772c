package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.polarfold.experiment.Settings;

/**
 * The files of a site that hold the maps of one patient each. A pattern of names or an index table
 * says whose they are.
 */
sealed interface StudyFiles permits PatternedFiles, IndexedFiles {

  /** The files one after another; close it when done. */
  interface Listing extends Iterator<StudyFile>, Closeable {}

  /**
   * Lists the files lazily, always in the same order.
   *
   * @throws org.polarfold.UserException here or later, where a folder or the index table cannot be
   *     read
   */
  Listing list();

  /** Reads file after file. */
  default SiteExportReader reader(Function<StudyFile, SentMaps> maps) {
    Listing listing = list();
    return new SiteExportReader() {
      @Override
      public Optional<SentMaps> next() {
        return listing.hasNext() ? Optional.of(maps.apply(listing.next())) : Optional.empty();
      }

      @Override
      public void close() throws IOException {
        listing.close();
      }
    };
  }

  /**
   * Reads the key {@code files} (a pattern) or the block {@code index} (a table) of a block.
   *
   * @param words what a state is called in names and in the index; empty where one file holds all
   *     states, or tells its state itself. Where there is one state alone, no name need tell it.
   */
  static StudyFiles of(Settings maps, ExportFolder folder, Optional<StateWords> words) {
    if (!maps.has("index")) {
      return PatternedFiles.of(maps, folder, words);
    }
    if (maps.has("files")) {
      throw maps.invalid("files", "either this or a block index, not both");
    }
    return IndexedFiles.of(maps.block("index"), folder, words);
  }
}
