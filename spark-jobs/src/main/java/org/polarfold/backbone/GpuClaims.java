package org.polarfold.backbone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;

/**
 * Which tasks of this process compute on which GPU. A GPU that one of them has had stays with the
 * process until it ends, by a lock on a file that ends with it: two workers on one machine that
 * discover the same GPUs hand them out twice, and neither could know.
 */
final class GpuClaims {

  private final Path folder;
  private final Duration patience;
  private final Map<String, Set<Long>> tasks = new HashMap<>();
  private final Map<String, FileLock> locks = new HashMap<>();

  /**
   * @param folder of the files that are locked, the same for all processes of a machine
   * @param patience how long a process that is ending may still have the GPU
   */
  GpuClaims(Path folder, Duration patience) {
    this.folder = folder;
    this.patience = patience;
  }

  /**
   * Gives a task a GPU.
   *
   * @param place where it is, for the complaint
   * @param most how many tasks may have it at once
   * @return whether the task did not have it yet, and is to release it
   * @throws UserException where others have it
   */
  synchronized boolean claim(Gpu gpu, String place, long task, int most) {
    Set<Long> holders = tasks.computeIfAbsent(gpu.uuid(), uuid -> new HashSet<>());
    if (holders.contains(task)) {
      return false;
    }
    if (holders.size() >= most) {
      throw new UserException(
          "Cannot compute on "
              + gpu.name()
              + place
              + ": "
              + holders.size()
              + (holders.size() == 1 ? " other task has" : " other tasks have")
              + " it (expected at most "
              + most
              + " at once: for two that share a GPU set spark.task.resource.gpu.amount = 0.5)");
    }
    if (!locks.containsKey(gpu.uuid())) {
      locks.put(gpu.uuid(), lock(gpu, place));
    }
    holders.add(task);
    return true;
  }

  synchronized void release(Gpu gpu, long task) {
    tasks.getOrDefault(gpu.uuid(), new HashSet<>()).remove(task);
  }

  private FileLock lock(Gpu gpu, String place) {
    String user = System.getProperty("user.name");
    Path file = folder.resolve("polarfold-" + user + "-" + gpu.uuid() + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      long end = System.nanoTime() + patience.toNanos();
      FileLock lock = tried(channel);
      while (lock == null && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(250);
        lock = tried(channel);
      }
      if (lock == null) {
        channel.close();
        throw new UserException(
            "Cannot compute on "
                + gpu.name()
                + place
                + ": another process of this machine has it (expected a GPU of its own for each"
                + " executor: two workers on one machine must not discover the same)");
      }
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock " + file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a GPU", e);
    }
  }

  private static @Nullable FileLock tried(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this process, for claims other than these
    }
  }
}
