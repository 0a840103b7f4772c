package org.polarfold.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polarfold.UserException;

/**
 * The folder of a lake, on any Hadoop file system, and how some of its sites are replaced as one.
 * The new sites are written to {@code .ingest-new}, with a journal of what is to move where; one
 * rename to {@code .ingest-complete} decides; then site by site moves in. Whatever dies before that
 * rename leaves the old lake, whatever dies after it is finished by {@link #recover()}, which every
 * reader and writer calls first. {@code ingest.json} goes first and comes last, so that a lake
 * between old and new is never taken for one.
 */
final class LakeFolder {

  static final String STUDIES = "studies";
  static final String REJECTED = "rejected";
  static final String KEYS = "keys";
  static final String LEDGER = "ingest.json";

  private static final List<String> TABLES = List.of(STUDIES, REJECTED, KEYS);
  private static final String NEW = ".ingest-new";
  private static final String COMPLETE = ".ingest-complete";
  private static final String JOURNAL = "_journal.json";
  private static final int LONGEST_TEXT = 64 << 20;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path root;
  private final FileSystem files;

  LakeFolder(Path root, FileSystem files) {
    this.root = files.makeQualified(root);
    this.files = files;
  }

  static LakeFolder at(String lake, Configuration configuration) {
    try {
      Path path = new Path(lake);
      return new LakeFolder(path, path.getFileSystem(configuration));
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

  boolean has(Path path) {
    return told("read", () -> files.exists(path));
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
    return told("read", () -> read(entry(LEDGER)));
  }

  /** Deletes a file or folder of the staged part, if it is there. */
  void delete(Path staged) {
    told("write", () -> files.delete(staged, true));
  }

  /** Moves within the staged part. */
  void move(Path from, Path to) {
    told(
        "write",
        () -> {
          files.mkdirs(to.getParent());
          rename(from, to);
          return true;
        });
  }

  /** Writes a text of the staged part. */
  void write(Path staged, String text) {
    told(
        "write",
        () -> {
          put(staged, text);
          return true;
        });
  }

  /**
   * Takes the lake's lock.
   *
   * @throws UserException where another ingest holds it
   */
  LakeLock lock() {
    return told(
        "write",
        () -> {
          files.mkdirs(root);
          return LakeLock.take(root, files.getConf());
        });
  }

  /** Finishes a replacement that was decided and interrupted, or waits for one under way. */
  void recover() {
    Instant until = Instant.now().plus(LONGEST_WAIT);
    while (has(entry(COMPLETE))) {
      LakeLock lock;
      try {
        lock = told("finish", () -> LakeLock.take(root, files.getConf()));
      } catch (UserException e) {
        if (Instant.now().isAfter(until)) {
          throw e;
        }
        pause();
        continue;
      }
      try (lock) {
        finish();
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

  /**
   * An empty folder to write new sites to, for who holds the lock.
   *
   * @throws UserException where the lake's folder holds studies that no ingest put there
   */
  Path begin() {
    finish();
    for (String name : TABLES) {
      if (!has(entry(LEDGER)) && has(entry(name))) {
        throw new UserException(
            "Cannot replace " + entry(name) + " (expected " + LEDGER + " of an ingest beside it)");
      }
    }
    return told(
        "write",
        () -> {
          Path fresh = entry(NEW);
          files.delete(fresh, true);
          if (!files.mkdirs(fresh)) {
            throw new IOException("mkdirs");
          }
          return fresh;
        });
  }

  /** Throws away what was written since {@link #begin()}. */
  void abandon() {
    delete(entry(NEW));
  }

  /**
   * Puts the staged sites in the place of what the lake has of them.
   *
   * @param lock held
   * @param ledger of the lake as it will be
   * @param sites that are replaced or removed; of each, whatever is not staged goes
   */
  void replace(LakeLock lock, String ledger, Collection<String> sites) {
    told(
        "write",
        () -> {
          Path fresh = entry(NEW);
          put(new Path(fresh, JOURNAL), journal(fresh, sites));
          put(new Path(fresh, LEDGER), ledger);
          lock.requireHeld();
          rename(fresh, entry(COMPLETE));
          return true;
        });
    finish();
  }

  /** What moves and what only goes, told before anything does, so that it can be done twice. */
  private String journal(Path fresh, Collection<String> sites) throws IOException {
    ObjectNode journal = MAPPER.createObjectNode();
    List<String> moves = new ArrayList<>();
    List<String> goes = new ArrayList<>();
    for (String table : TABLES) {
      for (String site : new TreeSet<>(sites)) {
        String path = table + "/" + StudyCodec.SITE + "=" + site;
        (files.exists(new Path(fresh, path)) ? moves : goes).add(path);
      }
    }
    for (FileStatus status : files.listStatus(fresh)) {
      String name = status.getPath().getName();
      if (status.isFile() && !name.equals(JOURNAL)) {
        moves.add(name);
      }
    }
    journal.set("moves", MAPPER.valueToTree(moves));
    journal.set("goes", MAPPER.valueToTree(goes));
    return MAPPER.writeValueAsString(journal);
  }

  /** For who holds the lock; nothing where nothing was decided. */
  private void finish() {
    told(
        "finish",
        () -> {
          Path complete = entry(COMPLETE);
          if (!files.exists(complete)) {
            return true;
          }
          // Absent only where everything has moved in and the last line was not reached.
          if (files.exists(new Path(complete, LEDGER))) {
            files.delete(entry(LEDGER), false);
            moveIn(complete);
            rename(new Path(complete, LEDGER), entry(LEDGER));
          }
          files.delete(complete, true);
          return true;
        });
  }

  private void moveIn(Path complete) throws IOException {
    JsonNode journal = journal(complete);
    for (String table : TABLES) {
      files.mkdirs(entry(table));
    }
    for (JsonNode name : journal.path("goes")) {
      files.delete(entry(name.asText()), true);
    }
    for (JsonNode name : journal.path("moves")) {
      Path source = new Path(complete, name.asText());
      if (files.exists(source)) {
        Path target = entry(name.asText());
        files.delete(target, true);
        rename(source, target);
      }
    }
  }

  /** The first version wrote none and moved whole tables. */
  private JsonNode journal(Path complete) throws IOException {
    try {
      return MAPPER.readTree(read(new Path(complete, JOURNAL)));
    } catch (FileNotFoundException e) {
      return MAPPER.readTree("{\"moves\": [\"studies\", \"rejected\"], \"goes\": [\"keys\"]}");
    }
  }

  private String read(Path path) throws IOException {
    try (InputStream stream = files.open(path)) {
      return new String(stream.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
    }
  }

  private void put(Path path, String text) throws IOException {
    try (OutputStream stream = files.create(path, true)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
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
              + "; expected a file system that answers, has room, and may be changed)",
          e);
    } catch (UncheckedIOException e) {
      throw new UserException("Cannot " + verb + " the lake: " + root, e);
    }
  }
}
