package org.polarfold.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A lock of the operating system, which ends with its process whatever ends that. */
final class LocalFolderLock implements FolderLock {

  /**
   * Who holds what in this process. POSIX drops a process's locks on a file when the process closes
   * any descriptor of it, so none is opened beside one that holds.
   */
  private static final Map<Path, String> HELD = new HashMap<>();

  private static final int LONGEST = 256;

  private final Use use;
  private final org.apache.hadoop.fs.Path folder;
  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;
  private final Optional<Object> key;

  private LocalFolderLock(
      Use use, org.apache.hadoop.fs.Path folder, Path path, FileChannel channel, FileLock lock)
      throws IOException {
    this.use = use;
    this.folder = folder;
    this.path = path;
    this.channel = channel;
    this.lock = lock;
    this.key = key(path);
  }

  static LocalFolderLock take(Use use, org.apache.hadoop.fs.Path folder) throws IOException {
    Path path = Path.of(folder.toUri().getPath()).toRealPath().resolve(use.file());
    synchronized (HELD) {
      String here = HELD.get(path);
      if (here != null) {
        throw use.held(folder, here);
      }
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      boolean taken = false;
      try {
        FileLock lock = tryLock(use, folder, channel);
        if (lock == null) {
          throw use.held(folder, told(channel));
        }
        LocalFolderLock held = new LocalFolderLock(use, folder, path, channel, lock);
        HELD.put(path, FolderLock.thisProcess());
        tell(channel, FolderLock.thisProcess());
        taken = true;
        return held;
      } finally {
        if (!taken) {
          channel.close();
        }
      }
    }
  }

  private static @Nullable FileLock tryLock(
      Use use, org.apache.hadoop.fs.Path folder, FileChannel channel) {
    try {
      return channel.tryLock();
    } catch (IOException e) {
      throw use.unlockable(folder, "a file system with locks", e);
    }
  }

  private static String told(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    channel.read(bytes, 0);
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  private static void tell(FileChannel channel, String text) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException e) {
      // A full disk: the lock holds nevertheless, and the message names nobody.
    }
  }

  /** Which file is there now, not only under which name. */
  private static Optional<Object> key(Path path) throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Also where somebody has deleted the file, or the folder, and another may lock a new one. */
  @Override
  public void requireHeld() {
    try {
      if (!lock.isValid() || key.isEmpty() || !key.equals(key(path))) {
        throw use.lost(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    synchronized (HELD) {
      if (!channel.isOpen()) {
        return;
      }
      tell(channel, "");
      HELD.remove(path);
      try {
        channel.close();
      } catch (IOException e) {
        // The descriptor is gone, and with it the lock.
      }
    }
  }
}
