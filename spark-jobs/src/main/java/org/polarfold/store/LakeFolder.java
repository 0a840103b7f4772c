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

  private static final int LOOKS = 4;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
  static final Duration LONGEST_PAUSE = Duration.ofMillis(160);

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

  /**
   * Also where a replacement began or ended between two looks: in between there is no ledger. Each
   * look may miss what it looks for, because whoever takes a replacement up renames it, and a local
   * folder that is listed meanwhile may show neither name.
   */
  boolean hasLedger() {
    for (int look = 1; !has(entry(LEDGER)); look++) {
      if (look > LOOKS) {
        return false;
      }
      if (look > 1) {
        pause(SHORTEST_PAUSE);
      }
      recover();
    }
    return true;
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
          FolderLock lock = files.lock();
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
    Duration wait = SHORTEST_PAUSE;
    while (!files.told("read", () -> files.entries(DecidedReplacement.PREFIX)).isEmpty()) {
      FolderLock lock;
      try {
        lock = files.told("finish", files::lock);
      } catch (UserException e) {
        if (Instant.now().isAfter(until)) {
          throw e;
        }
        pause(wait);
        wait =
            wait.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : wait.multipliedBy(2);
        continue;
      }
      try (lock) {
        files.change("finish", () -> DecidedReplacement.finishAll(files, lock));
      }
    }
  }

  static void pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while another ingest was finishing", e);
    }
  }
}
