package org.polarfold.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.polarfold.UserException;

/**
 * The folder of a lake, on local disk or HDFS: what is in it, and the way to replace some of its
 * sites as one.
 */
final class LakeFolder {

  static final String STUDIES = "studies";
  static final String REJECTED = "rejected";
  static final String KEYS = "keys";
  static final String LEDGER = "ingest.json";
  static final List<String> TABLES = List.of(STUDIES, REJECTED, KEYS);

  /** Longer than HDFS keeps the lock of a dead holder. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final LakeFiles files;

  LakeFolder(LakeFiles files) {
    this.files = files;
  }

  static LakeFolder at(String lake, Configuration hadoop) {
    return new LakeFolder(LakeFiles.at(lake, hadoop));
  }

  Path root() {
    return files.root();
  }

  Path entry(String name) {
    return files.entry(name);
  }

  boolean has(Path path) {
    return files.told("read", () -> files.has(path));
  }

  /** Also where a replacement began or ended between two looks: in between there is no ledger. */
  boolean hasLedger() {
    if (has(entry(LEDGER))) {
      return true;
    }
    recover();
    return has(entry(LEDGER));
  }

  String ledger() {
    return files.told("read", () -> files.read(entry(LEDGER)));
  }

  /**
   * Takes the lake's lock and begins to replace some of its sites.
   *
   * @throws UserException where another ingest holds it
   */
  LakeReplacement begin() {
    return files.told(
        "write",
        () -> {
          files.makeFolder(root());
          LakeLock lock = files.lock();
          try {
            return LakeReplacement.begin(files, lock);
          } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
          }
        });
  }

  /** Finishes a replacement that was decided and interrupted, or waits for one under way. */
  void recover() {
    Instant until = Instant.now().plus(LONGEST_WAIT);
    while (!files.told("read", () -> files.entries(DecidedReplacement.PREFIX)).isEmpty()) {
      LakeLock lock;
      try {
        lock = files.told("finish", files::lock);
      } catch (UserException e) {
        if (Instant.now().isAfter(until)) {
          throw e;
        }
        pause();
        continue;
      }
      try (lock) {
        files.change("finish", () -> DecidedReplacement.finishAll(files, lock));
      }
    }
  }

  static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while another ingest was finishing", e);
    }
  }
}
