package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polarfold.study.PolarMap;

/**
 * Maps that wait for the rest of their study: some in memory, all others in a scratch file, so that
 * a table with all rest maps first needs no more memory than one in order of patients. The file has
 * numbers only and is gone when this is closed.
 */
final class WaitingMaps implements Closeable {

  private static final int BYTES = PolarMap.SIZE * Float.BYTES;

  private final int inMemory;
  private final Map<Integer, PolarMap> held = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);
  private @Nullable FileChannel scratch;
  private int places;

  /**
   * @param inMemory how many maps are held in memory at most (8,640 bytes each)
   */
  WaitingMaps(int inMemory) {
    this.inMemory = inMemory;
  }

  /** Keeps a map and gives its place. */
  int keep(PolarMap map) {
    Integer reused = free.poll();
    int place = reused == null ? places++ : reused;
    if (held.size() < inMemory) {
      held.put(place, map);
    } else {
      try {
        buffer.clear();
        buffer.asFloatBuffer().put(map.toArray());
        while (buffer.hasRemaining()) {
          scratch().write(buffer, (long) place * BYTES + buffer.position());
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write the maps that wait for their study", e);
      }
    }
    return place;
  }

  /** The map of a place, which is free from now on. */
  PolarMap take(int place) {
    free.add(place);
    PolarMap map = held.remove(place);
    if (map != null) {
      return map;
    }
    try {
      buffer.clear();
      while (buffer.hasRemaining()) {
        if (scratch().read(buffer, (long) place * BYTES + buffer.position()) < 0) {
          throw new IllegalStateException("A map was taken that was never kept: " + place);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the maps that wait for their study", e);
    }
    float[] values = new float[PolarMap.SIZE];
    buffer.flip().asFloatBuffer().get(values);
    return PolarMap.of(values);
  }

  private FileChannel scratch() throws IOException {
    FileChannel open = scratch;
    if (open == null) {
      open =
          FileChannel.open(
              Files.createTempFile("polarfold-waiting", ".maps"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      scratch = open;
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    held.clear();
    if (scratch != null) {
      scratch.close();
    }
  }
}
