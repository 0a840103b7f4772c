package org.polarfold.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/**
 * A replacement that is decided: it will be, whoever finishes it. What goes moves into its folder
 * and what comes moves out of it, site by site; {@code ingest.json} goes first and comes last, so
 * that a lake between old and new is never taken for one.
 *
 * <p>Every change is a rename with one end in that folder, and whoever takes it up gives the folder
 * a name of its own first. So one whose lock on HDFS has passed to another, and who does not know
 * it yet, finds nothing any more that it could change.
 */
final class DecidedReplacement {

  static final String PREFIX = ".ingest-complete";

  private static final String JOURNAL = "_journal.json";
  private static final String REPLACED = "_replaced";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final LakeFiles files;
  private final Path folder;

  /**
   * @param folder that nobody else knows
   */
  DecidedReplacement(LakeFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * What is to happen, told before anything does, so that it can be begun again.
   *
   * @param comes paths below the lake that are in the folder
   * @param goes paths below the lake that are not, and are to be nowhere
   */
  private record Journal(List<String> comes, List<String> goes) {}

  /** Makes a staged folder one that can be decided, but for the ledger. */
  static void prepare(LakeFiles files, Path staged, Collection<String> sites) throws IOException {
    List<String> comes = new ArrayList<>();
    List<String> goes = new ArrayList<>();
    for (String table : LakeFolder.TABLES) {
      for (String site : new TreeSet<>(sites)) {
        String path = table + "/" + StudyCodec.SITE + "=" + site;
        (files.has(new Path(staged, path)) ? comes : goes).add(path);
      }
      // Now: made later, it would let one in whose folder has passed to another.
      files.makeFolder(new Path(staged, REPLACED + "/" + table));
    }
    comes.addAll(files.filesIn(staged));
    files.write(new Path(staged, JOURNAL), MAPPER.writeValueAsString(new Journal(comes, goes)));
  }

  /** Finishes what was decided and interrupted; what was decided last stands. */
  static void finishAll(LakeFiles files, FolderLock lock) throws IOException {
    List<Path> interrupted = files.entries(PREFIX);
    // None of them is a later holder's, if the lock is held even now.
    lock.requireHeld();
    for (Path decided : interrupted) {
      Path own = files.ownEntry(PREFIX);
      files.rename(decided, own);
      new DecidedReplacement(files, own).finish();
    }
  }

  void finish() throws IOException {
    // Without a ledger in it, everything has moved and the folder was not yet deleted.
    if (files.has(in(LakeFolder.LEDGER))) {
      Journal journal = MAPPER.readValue(files.read(in(JOURNAL)), Journal.class);
      moveOut(LakeFolder.LEDGER);
      for (String table : LakeFolder.TABLES) {
        files.makeFolder(files.entry(table));
      }
      for (String path : journal.goes()) {
        moveOut(path);
      }
      for (String path : journal.comes()) {
        if (files.has(in(path))) {
          moveOut(path);
          files.rename(in(path), files.entry(path));
        }
      }
      files.rename(in(LakeFolder.LEDGER), files.entry(LakeFolder.LEDGER));
    }
    files.delete(folder);
  }

  private Path in(String path) {
    return new Path(folder, path);
  }

  private void moveOut(String path) throws IOException {
    if (files.has(files.entry(path))) {
      files.rename(files.entry(path), in(REPLACED + "/" + path));
    }
  }
}
