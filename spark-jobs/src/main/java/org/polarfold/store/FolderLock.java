package org.polarfold.store;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;

/**
 * One writer at a time: a lock that the file system gives to one and takes back when its process
 * dies, on a file in the folder. The file stays; what it says of its holder is for the message
 * alone.
 */
interface FolderLock extends Closeable {

  /** What is locked. */
  enum Use {
    /** A lake, while an ingest changes it. */
    LAKE("lake", ".ingest-lock", "ingest"),
    /** A run, while its cells are trained. */
    RUN("run", ".run-lock", "command");

    private final String what;
    private final String file;
    private final String holder;

    Use(String what, String file, String holder) {
      this.what = what;
      this.file = file;
      this.holder = holder;
    }

    /** The name of the file. */
    String file() {
      return file;
    }

    /** The refusal where the file system has no locks. */
    UserException unlockable(Path folder, String expected, @Nullable Exception cause) {
      String message = "Cannot lock the " + what + ": " + folder + " (expected " + expected + ")";
      return cause == null ? new UserException(message) : new UserException(message, cause);
    }

    /**
     * The refusal where another has it.
     *
     * @param told {@link #thisProcess()} of the holder, or empty where it is not known
     */
    UserException held(Path folder, String told) {
      return new UserException(
          "Cannot write the "
              + what
              + ": "
              + folder
              + " (another "
              + holder
              + " holds it"
              + (told.isBlank() ? "" : ": " + told)
              + "; expected it to end first)");
    }

    /** What is told to a former holder. */
    UserException lost(Path folder) {
      return new UserException(
          "Cannot write the "
              + what
              + ": "
              + folder
              + " (its lock is lost; expected to hold it to the end)");
    }
  }

  /**
   * Takes the lock of a folder.
   *
   * @param folder one that exists, with its scheme
   * @throws UserException where another has it, or the file system has no locks
   */
  static FolderLock take(Use use, Path folder, Configuration hadoop) throws IOException {
    return switch (folder.toUri().getScheme()) {
      case "file" -> LocalFolderLock.take(use, folder);
      case "hdfs" -> HdfsFolderLock.take(use, folder, hadoop);
      default -> throw use.unlockable(folder, "a local folder or hdfs://", null);
    };
  }

  /**
   * Makes sure, before what cannot be undone, that nobody has taken the lock over.
   *
   * @throws UserException where it is lost
   */
  void requireHeld();

  /** Lets the next one have it; harmless where it is lost. */
  @Override
  void close();

  /** What a holder leaves for the message to others. */
  static String thisProcess() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      host = "an unknown host";
    }
    return "process %d of %s since %s"
        .formatted(
            ProcessHandle.current().pid(), host, Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }
}
