package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The bytes of an open DICOM file, by their place in it. Small pieces come through one window of 64
 * KiB; nothing is allocated by what a file says before it is held against the file's length.
 */
final class DicomBytes implements Closeable {

  /** Bytes of a file at most. */
  static final long MOST_BYTES = 256L << 20;

  private static final int WINDOW = 1 << 16;

  private final FileChannel channel;
  private final Path path;
  private final Stamp stamp;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  private long windowFrom;

  /**
   * What tells whether a file is still the one that was read before.
   *
   * @param length in bytes
   * @param modified when it was last written
   */
  record Stamp(long length, FileTime modified) {
    static Stamp of(Path path) throws IOException {
      BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(seen.size(), seen.lastModifiedTime());
    }
  }

  private DicomBytes(FileChannel channel, Path path, Stamp stamp) {
    this.channel = channel;
    this.path = path;
    this.stamp = stamp;
    window.limit(0);
  }

  /** Opens a file. */
  static DicomBytes open(Path path) throws RecordFlaw {
    try {
      Stamp stamp = Stamp.of(path);
      if (stamp.length() > MOST_BYTES) {
        throw unreadable("at most 256 MiB");
      }
      return new DicomBytes(FileChannel.open(path, StandardOpenOption.READ), path, stamp);
    } catch (IOException e) {
      throw unreadable("a readable file");
    }
  }

  static RecordFlaw unreadable(String expected) {
    return new RecordFlaw(RejectionReason.UNREADABLE_FILE, "the file: expected " + expected);
  }

  static RecordFlaw truncated() {
    return unreadable("DICOM whole to its end");
  }

  long length() {
    return stamp.length();
  }

  Stamp stamp() {
    return stamp;
  }

  /** Refuses a file that was written to since another reading, or while this one went on. */
  void checkUnchanged(Stamp before) throws RecordFlaw {
    Stamp now;
    try {
      now = Stamp.of(path);
    } catch (IOException e) {
      throw unreadable("a readable file");
    }
    if (!now.equals(before)) {
      throw unreadable("a file that does not change while it is read");
    }
  }

  int unsigned16(long at, ByteOrder order) throws RecordFlaw {
    return Short.toUnsignedInt(piece(at, 2).order(order).getShort((int) (at - windowFrom)));
  }

  long unsigned32(long at, ByteOrder order) throws RecordFlaw {
    return Integer.toUnsignedLong(piece(at, 4).order(order).getInt((int) (at - windowFrom)));
  }

  /** A copy of some bytes; the caller has bounded how many. */
  byte[] copy(long at, int count) throws RecordFlaw {
    if (at < 0 || count > length() - at) {
      throw truncated();
    }
    byte[] bytes = new byte[count];
    if (count <= WINDOW) {
      piece(at, count).get((int) (at - windowFrom), bytes);
    } else {
      fill(ByteBuffer.wrap(bytes), at, count);
    }
    return bytes;
  }

  private ByteBuffer piece(long at, int count) throws RecordFlaw {
    if (at < 0 || count > length() - at) {
      throw truncated();
    }
    if (at < windowFrom || at + count > windowFrom + window.limit()) {
      window.clear();
      window.limit((int) Math.min(WINDOW, length() - at));
      windowFrom = at;
      fill(window, at, count);
      window.flip();
    }
    return window;
  }

  private void fill(ByteBuffer into, long at, int least) throws RecordFlaw {
    try {
      while (into.hasRemaining()) {
        if (channel.read(into, at + into.position()) < 0) {
          break;
        }
      }
    } catch (IOException e) {
      throw unreadable("a readable file");
    }
    if (into.position() < least) {
      throw truncated();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
