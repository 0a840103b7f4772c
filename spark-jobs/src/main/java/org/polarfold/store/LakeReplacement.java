package org.polarfold.store;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.polarfold.UserException;

/**
 * Some sites of a lake replaced as one, by who holds its lock. The new sites are written to a
 * folder of their own beside the present ones; one rename of that folder decides. Whatever dies
 * before it leaves the old lake; what dies after it leaves a {@link DecidedReplacement}, which the
 * next reader or writer finishes.
 */
final class LakeReplacement implements AutoCloseable {

  private static final String PREFIX = ".ingest-new";

  private final LakeFiles files;
  private final FolderLock lock;
  private final Path staged;

  private LakeReplacement(LakeFiles files, FolderLock lock, Path staged) {
    this.files = files;
    this.lock = lock;
    this.staged = staged;
  }

  /**
   * Begins one, on a lake where nothing is left undone.
   *
   * @param lock which the replacement closes at its end
   * @throws UserException where the lake's folder holds studies that no ingest put there
   */
  static LakeReplacement begin(LakeFiles files, FolderLock lock) throws IOException {
    List<Path> abandoned = files.entries(PREFIX);
    // None of them is a later holder's, if the lock is held even now.
    lock.requireHeld();
    for (Path path : abandoned) {
      // In one step out of a former holder's reach, who could decide what is half deleted.
      Path own = files.ownEntry(PREFIX);
      files.rename(path, own);
      files.delete(own);
    }
    // After that: until then, a former holder may have decided.
    DecidedReplacement.finishAll(files, lock);
    boolean isLake = files.has(files.entry(LakeFolder.LEDGER));
    for (String table : LakeFolder.TABLES) {
      if (!isLake && files.has(files.entry(table))) {
        throw new UserException(
            "Cannot replace "
                + files.entry(table)
                + " (expected "
                + LakeFolder.LEDGER
                + " of an ingest beside it)");
      }
    }
    Path staged = files.ownEntry(PREFIX);
    files.makeFolder(staged);
    return new LakeReplacement(files, lock, staged);
  }

  /** A path in the folder of what is new, laid out as the lake is. */
  Path staged(String path) {
    return new Path(staged, path);
  }

  /** Deletes a staged file or folder, if it is there. */
  void delete(Path path) {
    files.change("write", () -> files.delete(path));
  }

  /** Moves a staged file or folder to where nothing is. */
  void move(Path from, Path to) {
    files.change(
        "write",
        () -> {
          files.makeFolder(to.getParent());
          files.rename(from, to);
        });
  }

  /** Writes a staged text. */
  void write(Path path, String text) {
    files.change("write", () -> files.write(path, text));
  }

  /**
   * Puts what is staged in the place of what the lake has.
   *
   * @param ledger of the lake as it will be
   * @param sites that are replaced or removed; of each, whatever is not staged goes
   */
  void commit(String ledger, Collection<String> sites) {
    Path decided = files.ownEntry(DecidedReplacement.PREFIX);
    files.change(
        "write",
        () -> {
          DecidedReplacement.prepare(files, staged, sites);
          files.write(staged(LakeFolder.LEDGER), ledger);
          lock.requireHeld();
          files.rename(staged, decided);
        });
    files.change("finish", () -> new DecidedReplacement(files, decided).finish());
  }

  /** Throws away what was staged and not committed, and only then lets the next one in. */
  @Override
  public void close() {
    try (lock) {
      delete(staged);
    }
  }
}
