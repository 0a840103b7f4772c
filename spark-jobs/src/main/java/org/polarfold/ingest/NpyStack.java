package org.polarfold.ingest;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.ingest.GridStack.Source;
import org.polarfold.study.PolarGrid;

/**
 * An array of NumPy's of shape (maps, rings, sectors), read map by map; one map is in memory at a
 * time. It is no file of one patient: what is wrong with it as a whole is a {@link UserException}.
 */
final class NpyStack implements Closeable {

  private static final int BUFFER_BYTES = 1 << 20;

  /** How far maps that were measured can be packed; noise hardly yields a factor of 4. */
  private static final long MOST_PACKED = 100;

  private final Source source;
  private final PolarGrid grid;
  private final Opened opened;
  private final NpyHeader header;
  private final byte[] map;
  private long left;

  /**
   * An open array.
   *
   * @param in its bytes from the first
   * @param bytes how many there are
   * @param archive it lies in, if it does
   */
  private record Opened(InputStream in, long bytes, Optional<ZipMembers> archive)
      implements Closeable {
    @Override
    public void close() throws IOException {
      in.close();
      if (archive.isPresent()) {
        archive.get().close();
      }
    }
  }

  private NpyStack(Source source, PolarGrid grid, Opened opened) throws IOException, RecordFlaw {
    this.source = source;
    this.grid = grid;
    this.opened = opened;
    this.header = NpyHeader.read(opened.in());
    List<Long> shape = header.shape();
    if (shape.size() != 3
        || shape.get(1) != grid.rings()
        || shape.get(2) != grid.sectors()
        || header.fortran()) {
      throw new RecordFlaw(
          RejectionReason.WRONG_SHAPE,
          "expected maps of "
              + grid.rings()
              + " rings of "
              + grid.sectors()
              + " sectors one after another, in C order");
    }
    if (header.bytes() + header.dataBytes() != opened.bytes()) {
      throw new RecordFlaw(
          RejectionReason.UNREADABLE_FILE, "expected as many bytes as the array's shape says");
    }
    this.left = shape.get(0);
    this.map = new byte[grid.size() * header.type().bytes()];
  }

  /**
   * Opens an array and reads its header.
   *
   * @throws UserException where it is not what site.conf says, or not as long as it promises
   */
  static NpyStack open(Source source, PolarGrid grid) {
    try {
      Opened opened = opened(source);
      boolean whole = false;
      try {
        NpyStack stack = new NpyStack(source, grid, opened);
        whole = true;
        return stack;
      } finally {
        if (!whole) {
          opened.close();
        }
      }
    } catch (RecordFlaw flaw) {
      throw unreadable(source, String.valueOf(flaw.getMessage()));
    } catch (IOException e) {
      throw unreadable(source);
    }
  }

  private static Opened opened(Source source) throws IOException, RecordFlaw {
    if (source.member().isEmpty()) {
      long bytes = Files.size(source.path());
      return new Opened(buffered(Files.newInputStream(source.path())), bytes, Optional.empty());
    }
    ZipMembers archive = ZipMembers.open(source.path());
    boolean whole = false;
    try {
      ZipMembers.Member member = archive.member(source.member().get());
      if (member.bytes() / MOST_PACKED > member.packed() + BUFFER_BYTES) {
        throw new RecordFlaw(
            RejectionReason.UNREADABLE_FILE,
            "expected a member that is not packed by more than a factor of " + MOST_PACKED);
      }
      Opened opened =
          new Opened(buffered(archive.read(member)), member.bytes(), Optional.of(archive));
      whole = true;
      return opened;
    } finally {
      if (!whole) {
        archive.close();
      }
    }
  }

  private static InputStream buffered(InputStream in) {
    return new BufferedInputStream(in, BUFFER_BYTES);
  }

  /**
   * Reads the next map; false where there is none left.
   *
   * @throws UserException where the array cannot be read on
   */
  boolean advance() {
    try {
      if (left == 0) {
        return false;
      }
      left--;
      if (opened.in().readNBytes(map, 0, map.length) < map.length) {
        throw new EOFException();
      }
      if (left == 0 && opened.in().read() >= 0) {
        // At its end a member of an archive is compared with its checksum as well.
        throw new IOException();
      }
      return true;
    } catch (IOException e) {
      throw unreadable(source);
    }
  }

  /** The finite values of the map that was read last, in the site's unit. */
  double[] values() throws RecordFlaw {
    return NpyMap.values(header, map, grid);
  }

  private static UserException unreadable(Source source) {
    return unreadable(source, "expected it whole and of its format");
  }

  private static UserException unreadable(Source source, String expected) {
    return new UserException("Cannot read " + source.name() + " (" + expected + ")");
  }

  @Override
  public void close() throws IOException {
    opened.close();
  }
}
