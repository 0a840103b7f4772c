package org.polarfold.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polarfold.UserException;

/**
 * One ingest at a time: a file that only one can make, says who did, and is renewed while they
 * live. What a holder left behind that is dead, on this host by its process, on another by the age
 * of the file, is taken over; of several who try, one succeeds.
 */
final class LakeLock implements Closeable {

  /** Without a renewal for so long, a holder on another host is taken for dead. */
  static final Duration STALE = Duration.ofMinutes(2);

  private static final String NAME = ".ingest-lock";
  private static final long RENEWED_EVERY_MILLIS = 10_000;
  private static final int LONGEST = 4096;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HOST = thisHost();

  private final FileSystem files;
  private final Path path;
  private final String token;
  private final Timer renewal = new Timer("lake-lock", true);

  private LakeLock(FileSystem files, Path path, String token) {
    this.files = files;
    this.path = path;
    this.token = token;
  }

  /** Who a lock says holds it; a file that says nothing yet, or rubbish, has no host. */
  private record Holder(String host, long pid, String started, String token, Instant renewed) {

    boolean isDead() {
      if (host.equals(HOST)) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isEmpty() || !startOf(process.get()).equals(started);
      }
      return renewed.plus(STALE).isBefore(Instant.now());
    }

    UserException refusal(Path path) {
      return new UserException(
          "Cannot write the lake: "
              + path.getParent()
              + " (another ingest holds it"
              + (host.isEmpty() ? "" : ", process " + pid + " of " + host)
              + ", last seen "
              + renewed.truncatedTo(ChronoUnit.SECONDS)
              + "; expected it to end first)");
    }
  }

  /**
   * Takes the lock of a lake.
   *
   * @throws UserException where a living holder has it
   */
  static LakeLock take(FileSystem files, Path lake) throws IOException {
    Path path = new Path(lake, NAME);
    for (; ; ) {
      String token = UUID.randomUUID().toString();
      if (make(files, path, told(token))) {
        LakeLock lock = new LakeLock(files, path, token);
        lock.requireHeld();
        lock.renewal.schedule(lock.renewing(), RENEWED_EVERY_MILLIS, RENEWED_EVERY_MILLIS);
        return lock;
      }
      Optional<Holder> holder = holder(files, path);
      if (holder.isPresent()) {
        if (!holder.get().isDead()) {
          throw holder.get().refusal(path);
        }
        clear(files, path, holder.get());
      }
    }
  }

  /** Whether a living holder has the lock of a lake. */
  static boolean isHeld(FileSystem files, Path lake) throws IOException {
    return holder(files, new Path(lake, NAME)).map(holder -> !holder.isDead()).orElse(false);
  }

  /** Renames a dead holder's file away; whoever's file it was not is put back. */
  private static void clear(FileSystem files, Path path, Holder dead) throws IOException {
    Path away = new Path(path.getParent(), NAME + "-" + UUID.randomUUID());
    try {
      if (!files.rename(path, away)) {
        return;
      }
    } catch (FileNotFoundException e) {
      return;
    }
    Optional<Holder> cleared = holder(files, away);
    if (cleared.isPresent() && !cleared.get().token().equals(dead.token())) {
      files.rename(away, path);
      throw cleared.get().refusal(path);
    }
    files.delete(away, false);
  }

  /** Makes the file unless it is there; of several who try at once, one does. */
  private static boolean make(FileSystem files, Path path, byte[] content) throws IOException {
    if (path.toUri().getScheme().equals("file")) {
      // Hadoop looks and then makes: two could.
      try {
        Files.write(
            java.nio.file.Path.of(path.toUri().getPath()), content, StandardOpenOption.CREATE_NEW);
        return true;
      } catch (java.nio.file.FileAlreadyExistsException e) {
        return false;
      }
    }
    try (OutputStream stream = files.create(path, false)) {
      stream.write(content);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static byte[] told(String token) throws JsonProcessingException {
    ProcessHandle self = ProcessHandle.current();
    return MAPPER.writeValueAsBytes(
        Map.of("host", HOST, "pid", self.pid(), "started", startOf(self), "token", token));
  }

  private static Optional<Holder> holder(FileSystem files, Path path) throws IOException {
    try {
      Instant renewed = Instant.ofEpochMilli(files.getFileStatus(path).getModificationTime());
      String text;
      try (InputStream stream = files.open(path)) {
        text = new String(stream.readNBytes(LONGEST), StandardCharsets.UTF_8);
      }
      return Optional.of(holder(text, renewed));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Holder holder(String text, Instant renewed) {
    try {
      JsonNode said = MAPPER.readTree(text);
      return new Holder(
          said.path("host").asText(),
          said.path("pid").asLong(),
          said.path("started").asText(),
          said.path("token").asText(),
          renewed);
    } catch (JsonProcessingException e) {
      return new Holder("", 0, "", "", renewed);
    }
  }

  /**
   * Makes sure, before what cannot be undone, that nobody has taken the lock over.
   *
   * @throws UserException where somebody has
   */
  void requireHeld() throws IOException {
    Optional<Holder> holder = holder(files, path);
    if (holder.isEmpty() || !holder.get().token().equals(token)) {
      throw new UserException(
          "Cannot write the lake: "
              + path.getParent()
              + " (another ingest has taken it over; expected to hold it to the end)");
    }
  }

  private TimerTask renewing() {
    return new TimerTask() {
      @Override
      public void run() {
        try {
          files.setTimes(path, System.currentTimeMillis(), -1);
        } catch (IOException e) {
          // Once missed is no harm; twelve times, and another may take it: requireHeld tells.
        }
      }
    };
  }

  @Override
  public void close() {
    renewal.cancel();
    try {
      Optional<Holder> holder = holder(files, path);
      if (holder.isPresent() && holder.get().token().equals(token)) {
        files.delete(path, false);
      }
    } catch (IOException e) {
      // It stays, and is taken for a dead process's by the next.
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
