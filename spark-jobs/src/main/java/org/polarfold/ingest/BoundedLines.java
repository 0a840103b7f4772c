package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.polarfold.UserException;

/**
 * The lines of a text, ended by LF, CR or CR LF, each of a bounded length: a file without line ends
 * must not fill the memory. A line is a part of one array, good until the next one is asked for.
 */
final class BoundedLines implements Closeable {

  /** Characters of a line at most: the largest grid (144,000 values) at 27 characters a value. */
  static final int LONGEST = 4_000_000;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader reader;
  private final String name;
  private char[] buffer = new char[1 << 16];
  private int filled;
  private int start;
  private int end;
  private int next;
  private boolean afterReturn;
  private long line;

  /**
   * @param name of the file, for messages
   */
  BoundedLines(Reader reader, String name) {
    this.reader = reader;
    this.name = name;
  }

  /**
   * Goes to the next line; false after the last.
   *
   * @throws UserException where it is longer than {@link #LONGEST}
   */
  boolean next() throws IOException {
    start = next;
    if (afterReturn && isAtHand() && buffer[start] == '\n') {
      start++;
    }
    afterReturn = false;
    if (line == 0 && isAtHand() && buffer[start] == BYTE_ORDER_MARK) {
      start++;
    }
    if (!isAtHand()) {
      next = start;
      return false;
    }
    line++;
    int at = endFrom(start);
    while (at == filled) {
      int length = checkedLength(at);
      boolean more = fill();
      at = start + length;
      if (!more) {
        break;
      }
      at = endFrom(at);
    }
    checkedLength(at);
    end = at;
    next = at;
    if (at < filled) {
      afterReturn = buffer[at] == '\r';
      next++;
    }
    return true;
  }

  /** The array that holds the line from {@link #start} to before {@link #end}. */
  char[] text() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** The number of the line that {@link #next} went to last, 1 for the first. */
  long line() {
    return line;
  }

  /** Where the line ends that holds a place, as far as it has been read. */
  private int endFrom(int from) {
    int at = from;
    while (at < filled && (buffer[at] > '\r' || (buffer[at] != '\n' && buffer[at] != '\r'))) {
      at++;
    }
    return at;
  }

  private int checkedLength(int at) {
    int length = at - start;
    if (length > LONGEST) {
      throw new UserException(
          "Cannot read "
              + name
              + ":"
              + line
              + " (expected a line of at most "
              + LONGEST
              + " characters)");
    }
    return length;
  }

  private boolean isAtHand() throws IOException {
    return start < filled || fill();
  }

  /** Reads on behind what has been read of the line, which moves to the front. */
  private boolean fill() throws IOException {
    int kept = filled - start;
    if (kept == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    } else if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, kept);
    }
    start = 0;
    filled = kept;
    int read = reader.read(buffer, filled, buffer.length - filled);
    filled += Math.max(read, 0);
    return read > 0;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
