package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;

/**
 * The lines of a text, ended by LF, CR or CR LF, each of a bounded length: a file without line ends
 * must not fill the memory.
 */
final class BoundedLines implements Closeable {

  /** Characters of a line at most: the largest grid (144,000 values) at 27 characters a value. */
  static final int LONGEST = 4_000_000;

  private static final int END = -1;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader reader;
  private final String name;
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int filled;
  private long line;

  /**
   * @param name of the file, for messages
   */
  BoundedLines(Reader reader, String name) {
    this.reader = reader;
    this.name = name;
  }

  /** The next line without its end, or null after the last. */
  @Nullable String next() throws IOException {
    int c = read();
    if (line == 0 && c == BYTE_ORDER_MARK) {
      c = read();
    }
    if (c == END) {
      return null;
    }
    line++;
    StringBuilder text = new StringBuilder();
    while (c != END && c != '\n' && c != '\r') {
      if (text.length() == LONGEST) {
        throw new UserException(
            "Cannot read "
                + name
                + ":"
                + line
                + " (expected a line of at most "
                + LONGEST
                + " characters)");
      }
      text.append((char) c);
      c = read();
    }
    if (c == '\r' && peek() == '\n') {
      at++;
    }
    return text.toString();
  }

  /** The number of the line that {@link #next} gave last, 1 for the first. */
  long line() {
    return line;
  }

  private int read() throws IOException {
    int c = peek();
    at++;
    return c;
  }

  private int peek() throws IOException {
    if (at >= filled) {
      filled = Math.max(reader.read(buffer, 0, buffer.length), 0);
      at = 0;
    }
    return filled == 0 ? END : buffer[at];
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
