package org.polarfold.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polarfold.UserException;

/**
 * The folder of a lake, on any Hadoop file system, and how ingest's part of it ({@link #ENTRIES})
 * is replaced as one. The new part is written to {@code .ingest-new}; one rename to {@code
 * .ingest-complete} decides; then entry by entry moves in. Whatever dies before that rename leaves
 * the old part, whatever dies after it is finished by {@link #recover()}, which every reader and
 * writer calls first. {@code ingest.json} goes first and comes last, so that a part between old and
 * new is never taken for a lake.
 */
final class LakeFolder {

  static final String STUDIES = "studies";
  static final String REJECTED = "rejected";
  static final String LEDGER = "ingest.json";

  /** In the order they move in. */
  private static final List<String> ENTRIES = List.of(STUDIES, REJECTED, LEDGER);

  private static final String NEW = ".ingest-new";
  private static final String COMPLETE = ".ingest-complete";
  private static final int LONGEST_LEDGER = 64 << 20;

  private final Path root;
  private final FileSystem files;

  private LakeFolder(Path root, FileSystem files) {
    this.root = root;
    this.files = files;
  }

  static LakeFolder at(String lake, Configuration configuration) {
    try {
      Path path = new Path(lake);
      FileSystem files = path.getFileSystem(configuration);
      return new LakeFolder(files.makeQualified(path), files);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot open the lake: " + lake + " (expected a folder on a file system that answers)",
          e);
    }
  }

  Path root() {
    return root;
  }

  Path entry(String name) {
    return new Path(root, name);
  }

  boolean hasLedger() {
    return told("read", () -> files.exists(entry(LEDGER)));
  }

  String ledger() {
    return told(
        "read",
        () -> {
          try (InputStream stream = files.open(entry(LEDGER))) {
            return new String(stream.readNBytes(LONGEST_LEDGER), StandardCharsets.UTF_8);
          }
        });
  }

  /** Finishes a replacement that was decided and interrupted. */
  void recover() {
    told(
        "finish",
        () -> {
          if (files.exists(new Path(root, COMPLETE))) {
            moveIn();
          }
          return true;
        });
  }

  /**
   * An empty folder to write the new part to.
   *
   * @throws UserException where the lake's folder holds studies that no ingest put there
   */
  Path begin() {
    for (String name : ENTRIES) {
      if (!hasLedger() && told("read", () -> files.exists(entry(name)))) {
        throw new UserException(
            "Cannot replace " + entry(name) + " (expected " + LEDGER + " of an ingest beside it)");
      }
    }
    return told(
        "write",
        () -> {
          Path fresh = new Path(root, NEW);
          files.delete(fresh, true);
          if (!files.mkdirs(fresh)) {
            throw new IOException("mkdirs");
          }
          return fresh;
        });
  }

  /** Throws away what was written since {@link #begin()}. */
  void abandon() {
    told("write", () -> files.delete(new Path(root, NEW), true));
  }

  /** Adds the ledger to the new part and puts the whole in the place of the old. */
  void replace(String ledger) {
    told(
        "write",
        () -> {
          try (OutputStream stream = files.create(new Path(new Path(root, NEW), LEDGER), true)) {
            stream.write(ledger.getBytes(StandardCharsets.UTF_8));
          }
          rename(new Path(root, NEW), new Path(root, COMPLETE));
          moveIn();
          return true;
        });
  }

  private void moveIn() throws IOException {
    Path complete = new Path(root, COMPLETE);
    // Absent only where an earlier run moved it in and died before the last line.
    if (files.exists(new Path(complete, LEDGER))) {
      files.delete(entry(LEDGER), false);
    }
    for (String name : ENTRIES) {
      Path source = new Path(complete, name);
      if (files.exists(source)) {
        files.delete(entry(name), true);
        rename(source, entry(name));
      }
    }
    files.delete(complete, true);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("rename " + from + " to " + to);
    }
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  private <T> T told(String verb, Action<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new UserException(
          "Cannot "
              + verb
              + " the lake: "
              + root
              + " ("
              + e.getClass().getSimpleName()
              + "; expected a file system that answers, and leave to change it)",
          e);
    } catch (UncheckedIOException e) {
      throw new UserException("Cannot " + verb + " the lake: " + root, e);
    }
  }
}
