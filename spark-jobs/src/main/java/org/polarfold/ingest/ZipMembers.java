package org.polarfold.ingest;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The members of a zip archive (PKWARE's APPNOTE 6.3, with its 64-bit records), stored or deflated,
 * one part of one file. It is not {@link java.util.zip.ZipFile}, which holds whatever directory a
 * file brings: this one reads a directory of at most 1,000 members and 1 MiB, and says how large a
 * member is before it is read. A member's name is compared and nothing is made of it.
 */
final class ZipMembers implements Closeable {

  private static final int MOST_MEMBERS = 1_000;
  private static final int MOST_DIRECTORY_BYTES = 1 << 20;
  private static final int BUFFER_BYTES = 1 << 16;

  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int END_64_LOCATOR = 0x07064b50;
  private static final int END_64_LOCATOR_BYTES = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int MOST_COMMENT_BYTES = 0xFFFF;
  private static final long IN_64_BITS = 0xFFFFFFFFL;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1;

  /**
   * A member, as the directory promises it.
   *
   * @param packed bytes in the file
   * @param bytes once inflated
   * @param start of its local header
   */
  record Member(int flags, int method, long crc, long packed, long bytes, long start) {}

  private final FileChannel channel;
  private final long length;
  private final Map<String, Member> members = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();

  private ZipMembers(FileChannel channel) throws IOException {
    this.channel = channel;
    this.length = channel.size();
    readDirectory();
  }

  /** Opens an archive and reads its directory. */
  static ZipMembers open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new ZipMembers(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * The member of a name.
   *
   * @throws RecordFlaw where there is none or more than one, or it is packed in another way
   */
  Member member(String name) throws RecordFlaw {
    Member member = members.get(name);
    if (member == null || repeated.contains(name)) {
      throw new RecordFlaw(RejectionReason.MISSING_MAP, "the archive: expected one member " + name);
    }
    if ((member.flags() & ENCRYPTED) != 0
        || (member.method() != STORED && member.method() != DEFLATED)) {
      throw new RecordFlaw(
          RejectionReason.UNSUPPORTED_ENCODING,
          "the member " + name + ": expected it stored or deflated, not encrypted");
    }
    return member;
  }

  /**
   * A member's bytes; at their end their number and checksum are compared. Several may be read side
   * by side.
   */
  InputStream read(Member member) throws IOException {
    ByteBuffer local = at(member.start(), LOCAL_BYTES);
    long data =
        member.start()
            + LOCAL_BYTES
            + Short.toUnsignedInt(local.getShort(26))
            + Short.toUnsignedInt(local.getShort(28));
    if (local.getInt(0) != LOCAL || member.packed() > length - data) {
      throw new ZipException();
    }
    InputStream packed = new Part(data, data + member.packed());
    return new Compared(
        member.method() == STORED ? packed : new Inflated(packed), member.bytes(), member.crc());
  }

  private void readDirectory() throws IOException {
    int tailBytes = (int) Math.min(length, END_BYTES + MOST_COMMENT_BYTES);
    ByteBuffer tail = at(length - tailBytes, tailBytes);
    int end = tailBytes - END_BYTES;
    while (end >= 0
        && !(tail.getInt(end) == END
            && Short.toUnsignedInt(tail.getShort(end + 20)) == tailBytes - end - END_BYTES)) {
      end--;
    }
    if (end < 0) {
      throw new ZipException();
    }
    long count = Short.toUnsignedInt(tail.getShort(end + 10));
    long bytes = Integer.toUnsignedLong(tail.getInt(end + 12));
    long start = Integer.toUnsignedLong(tail.getInt(end + 16));
    if (count == 0xFFFF || bytes == IN_64_BITS || start == IN_64_BITS) {
      ByteBuffer locator =
          at(length - tailBytes + end - END_64_LOCATOR_BYTES, END_64_LOCATOR_BYTES);
      ByteBuffer end64 = at(locator.getLong(8), END_64_BYTES);
      if (locator.getInt(0) != END_64_LOCATOR || end64.getInt(0) != END_64) {
        throw new ZipException();
      }
      count = end64.getLong(32);
      bytes = end64.getLong(40);
      start = end64.getLong(48);
    }
    if (count < 0 || count > MOST_MEMBERS || bytes < 0 || bytes > MOST_DIRECTORY_BYTES) {
      throw new ZipException();
    }
    ByteBuffer directory = at(start, (int) bytes);
    for (int i = 0; i < count; i++) {
      readEntry(directory);
    }
  }

  private void readEntry(ByteBuffer directory) throws IOException {
    ByteBuffer entry = part(directory, ENTRY_BYTES);
    ByteBuffer name = part(directory, Short.toUnsignedInt(entry.getShort(28)));
    ByteBuffer extra = part(directory, Short.toUnsignedInt(entry.getShort(30)));
    part(directory, Short.toUnsignedInt(entry.getShort(32)));
    if (entry.getInt(0) != ENTRY) {
      throw new ZipException();
    }
    ByteBuffer in64Bits = in64Bits(extra);
    long bytes = size(Integer.toUnsignedLong(entry.getInt(24)), in64Bits);
    long packed = size(Integer.toUnsignedLong(entry.getInt(20)), in64Bits);
    long start = size(Integer.toUnsignedLong(entry.getInt(42)), in64Bits);
    String text = StandardCharsets.UTF_8.decode(name).toString();
    Member member =
        new Member(
            entry.getShort(8),
            entry.getShort(10),
            Integer.toUnsignedLong(entry.getInt(16)),
            packed,
            bytes,
            start);
    if (members.putIfAbsent(text, member) != null) {
      repeated.add(text);
    }
  }

  /** The extra field of sizes that do not fit into 32 bits, or nothing. */
  private static ByteBuffer in64Bits(ByteBuffer extra) throws IOException {
    while (extra.remaining() >= 4) {
      int id = extra.getShort();
      ByteBuffer field = part(extra, Short.toUnsignedInt(extra.getShort()));
      if (id == 1) {
        return field;
      }
    }
    return ByteBuffer.allocate(0);
  }

  private static long size(long in32Bits, ByteBuffer in64Bits) throws IOException {
    if (in32Bits != IN_64_BITS) {
      return in32Bits;
    }
    long size = part(in64Bits, Long.BYTES).getLong();
    if (size < 0) {
      throw new ZipException();
    }
    return size;
  }

  /** The next bytes of a buffer. */
  private static ByteBuffer part(ByteBuffer of, int bytes) throws IOException {
    if (of.remaining() < bytes) {
      throw new EOFException();
    }
    ByteBuffer part = of.slice(of.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
    of.position(of.position() + bytes);
    return part;
  }

  /** Bytes of the file, wherever it says that they lie. */
  private ByteBuffer at(long start, int bytes) throws IOException {
    if (start < 0 || start > length - bytes) {
      throw new EOFException();
    }
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, start + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Bytes of the file from one place to another. */
  private final class Part extends InputStream {

    private final long end;
    private long next;

    Part(long start, long end) {
      this.next = start;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
      int most = (int) Math.min(count, end - next);
      if (count > 0 && most == 0) {
        return -1;
      }
      int read = channel.read(ByteBuffer.wrap(into, from, most), next);
      if (read < 0) {
        throw new EOFException();
      }
      next += read;
      return read;
    }
  }

  /** Bytes inflated; lets the memory that zlib holds go when it is closed. */
  private static final class Inflated extends InflaterInputStream {

    Inflated(InputStream packed) {
      super(packed, new Inflater(true), BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
      inf.end();
      super.close();
    }
  }

  /** A member's bytes, which are refused at their end unless they are those that were packed. */
  private static final class Compared extends InputStream {

    private final InputStream in;
    private final long expected;
    private final long crc;
    private final CRC32 sum = new CRC32();
    private long read;

    Compared(InputStream in, long expected, long crc) {
      this.in = in;
      this.expected = expected;
      this.crc = crc;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
      int got = in.read(into, from, count);
      if (got > 0) {
        sum.update(into, from, got);
        read += got;
      }
      if (read > expected || (got < 0 && (read < expected || sum.getValue() != crc))) {
        throw new ZipException();
      }
      return got;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
