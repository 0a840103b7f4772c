package org.polarfold.store;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.polarfold.UserException;

/**
 * One ingest at a time: a lock that the file system gives to one and takes back when its process
 * dies, on {@code .ingest-lock} of the lake. The file stays; what it says of its holder is for the
 * message alone.
 */
interface LakeLock extends Closeable {

  String NAME = ".ingest-lock";

  /**
   * Takes the lock of a lake.
   *
   * @param lake a folder that exists, with its scheme
   * @throws UserException where another has it, or the file system has no locks
   */
  static LakeLock take(Path lake, Configuration hadoop) throws IOException {
    return switch (lake.toUri().getScheme()) {
      case "file" -> LocalLakeLock.take(lake);
      case "hdfs" -> HdfsLakeLock.take(lake, hadoop);
      default ->
          throw new UserException(
              "Cannot lock the lake: " + lake + " (expected a local folder or hdfs://)");
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

  /**
   * The refusal.
   *
   * @param holder {@link #thisProcess()} of the holder, or empty where it is not known
   */
  static UserException held(Path lake, String holder) {
    return new UserException(
        "Cannot write the lake: "
            + lake
            + " (another ingest holds it"
            + (holder.isBlank() ? "" : ": " + holder)
            + "; expected it to end first)");
  }

  /** What is told to a former holder. */
  static UserException lost(Path lake) {
    return new UserException(
        "Cannot write the lake: " + lake + " (its lock is lost; expected to hold it to the end)");
  }
}
